"""What one visit remembers: the only place that touches `st.session_state`."""

import secrets
from collections.abc import Mapping
from typing import Any

import streamlit as st

from digitdemo.charts import RUN_COLOURS
from digitdemo.config import KNOBS, TrainConfig, applies
from digitdemo.drawing import Drawing
from digitdemo.inference import ModelError
from digitdemo.jobs import Job, QueueRefused
from digitdemo.models import ARCHITECTURES
from digitdemo.runs import Run, RunError
from digitdemo.shipped import FIRST_TO_ANSWER
from digitdemo.ui import cache

_COLOURS = tuple(RUN_COLOURS)


def begin_run() -> None:
    """Prepare a visit at its first script run, and take over a training that has ended since the last one."""
    if "visitor" not in st.session_state:
        st.session_state.visitor = secrets.token_hex(16)
        st.session_state.job_id = None
        st.session_state.runs = {}
        config, problems = TrainConfig.from_texts(st.query_params.to_dict())
        st.session_state.url_problems = problems
        st.session_state.first_config = config
        set_knobs(config)
        st.session_state.source = "Draw"
        st.session_state.way = "strokes"
        st.session_state.test_image = 0
        st.session_state.shown = [config.architecture]
        st.session_state.asked = [run_id for run_id in FIRST_TO_ANSWER if has_model(run_id)]
    cache.presence(st.session_state.visitor)
    _collect()


def knob_key(name: str) -> str:
    """Return the widget key of a knob."""
    return f"knob_{name}"


def set_knobs(config: TrainConfig) -> None:
    """Make the knobs say `config`."""
    for name, value in config.to_dict().items():
        st.session_state[knob_key(name)] = list(value) if KNOBS[name].letters else value
    st.session_state.last_architecture = config.architecture


def knob_choices(name: str) -> list[Any]:
    """Return the stops of a knob's slider: the table's, the recipes', the URL's of this visit, and where it is."""
    recipes = [getattr(TrainConfig(architecture=a), name) for a in ARCHITECTURES]
    now = st.session_state[knob_key(name)]
    return sorted({*KNOBS[name].choices, *recipes, getattr(st.session_state.first_config, name), now})


def use_recipe() -> None:
    """Follow the choice of another architecture: knobs at the old one's defaults take the new one's, and its example
    takes the place of the other's."""
    architecture = st.session_state[knob_key("architecture")]
    old, new = (TrainConfig(architecture=name).to_dict() for name in (st.session_state.last_architecture, architecture))
    for name in KNOBS:
        if name != "architecture" and st.session_state[knob_key(name)] == old[name]:
            st.session_state[knob_key(name)] = new[name]
    st.session_state.last_architecture = architecture
    own = [run_id for run_id in st.session_state.shown if run_id in st.session_state.runs]
    st.session_state.shown = [architecture, *own]


def url_problems(config: TrainConfig) -> list[str]:
    """Return what was wrong with the URL that opened this visit, until a knob is changed."""
    return st.session_state.url_problems if config == st.session_state.first_config else []


def write_url(config: TrainConfig) -> None:
    """Make the address bar say `config`, leaving parameters that are not ours."""
    wanted = config.to_texts()
    for name in KNOBS:
        if name in wanted and st.query_params.get(name) != wanted[name]:
            st.query_params[name] = wanted[name]
        elif name not in wanted and name in st.query_params:
            del st.query_params[name]


def start_training(config: TrainConfig) -> None:
    """Queue a training; a refusal is shown as a message."""
    try:
        st.session_state.job_id = cache.job_queue().submit(config, st.session_state.visitor).id
    except QueueRefused as refusal:
        st.session_state.refusal = str(refusal)


def start_experiment(config: TrainConfig) -> None:
    """Set the knobs to `config` and queue its training."""
    set_knobs(config)
    start_training(config)


def take_refusal() -> str | None:
    """Return why the last start was refused, once."""
    return st.session_state.pop("refusal", None)


def stop_training() -> None:
    """Stop this visit's training."""
    if st.session_state.job_id:
        cache.job_queue().stop(st.session_state.job_id)


def current_job() -> Job | None:
    """Return this visit's training as it is now, or None."""
    return cache.job_queue().job(st.session_state.job_id) if st.session_state.job_id else None


def _collect() -> None:
    if not st.session_state.job_id:
        return
    run = cache.job_queue().collect(st.session_state.job_id)
    if run is not None:
        st.session_state.runs[run.id] = run
        if run.history:
            st.session_state.shown = [*st.session_state.shown, run.id]
        if has_model(run.id):
            st.session_state.asked = [*st.session_state.asked, run.id]
        st.session_state.job_id = None


def own_runs() -> Mapping[str, Run]:
    """Return this visit's runs by id, in the order of their ending."""
    return st.session_state.runs


def all_runs() -> dict[str, Run]:
    """Return the shipped runs and then this visit's, by id."""
    return {**cache.shipped_runs(), **st.session_state.runs}


def shown_runs() -> list[str]:
    """Return the ids of the runs that are on the chart."""
    return [run_id for run_id in all_runs() if run_id in st.session_state.shown]


def whole_range() -> bool:
    """Return whether the accuracy axis shows 0 to 100 %."""
    return st.session_state.get("whole_range", False)


def newest_run() -> str | None:
    """Return the id of this visit's newest run, else of the chosen architecture's example, else None."""
    if st.session_state.runs:
        return next(reversed(st.session_state.runs))
    architecture = st.session_state[knob_key("architecture")]
    return architecture if architecture in cache.shipped_runs() else None


def run_colour(run_id: str) -> str:
    """Return the colour name of a run or of the training under way: the same on every page, whole visit long."""
    examples = list(cache.shipped_runs())
    if run_id in examples:
        return _COLOURS[examples.index(run_id) % len(_COLOURS)]
    own = list(st.session_state.runs)
    # Those of the first examples, which people look at most, come last.
    return _COLOURS[(_FIRST_OWN_COLOUR + (own.index(run_id) if run_id in own else len(own))) % len(_COLOURS)]


_FIRST_OWN_COLOUR = 3


def run_name(run_id: str) -> str:
    """Return what people call a run: an example if shipped, else its number and what was changed."""
    run = all_runs()[run_id]
    if run_id in st.session_state.runs:
        return f"{list(st.session_state.runs).index(run_id) + 1}. {config_name(run.config)}"
    return f"{ARCHITECTURES[run.config.architecture].label} (example)"


def config_name(config: TrainConfig) -> str:
    """Return a config in a few words: its architecture and the knobs that are not at their default."""
    changed = {name: text for name, text in config.to_texts().items() if name != "architecture"}
    parts = [f"{KNOBS[name].label.lower()} {KNOBS[name].show(getattr(config, name))}" for name in changed]
    return ", ".join([ARCHITECTURES[config.architecture].label, *parts])


def knobs_line(config: TrainConfig) -> str:
    """Return the knobs that make a difference and are not off, in one line."""
    values = config.to_dict()
    used = {name for name in KNOBS if name != "architecture" and applies(name, config.architecture, config.optimizer)}
    off = {name for name in used if values[name] in (0, "off", "")} | (
        {"rare_share"} if not config.rare_digits else set()
    )
    return " · ".join(
        f"{knob.label}: {knob.show(values[name])}" for name, knob in KNOBS.items() if name in used - off | {"seed"}
    )


def asked_runs() -> list[str]:
    """Return the ids of the models that answer on the Draw page."""
    return st.session_state.asked


WAYS = {"strokes": "Strokes drawn anew", "pixels": "Pixels, centred", "shrinking": "Only shrinking"}


def way() -> str:
    """Return how a drawing is brought to 28 x 28 pixels: a name in `WAYS`."""
    return st.session_state.way


def test_image() -> int:
    """Return the number of the test image that is shown."""
    return st.session_state.test_image


def another_test_image() -> None:
    """Go to any test image."""
    st.session_state.test_image = secrets.randbelow(len(cache.test_digits()[1]))


def hard_test_image() -> None:
    """Go to a test image that one of the models which answer misreads; with perfect models, to any."""
    images, labels = cache.test_digits()
    models = [model for run_id in st.session_state.asked if has_model(run_id) and (model := cache.classifier(run_id))]
    for _ in range(_TRIES):
        another_test_image()
        number = st.session_state.test_image
        if any(model.logits(images[number : number + 1])[0].argmax() != labels[number] for model in models):
            return


_TRIES = 300  # the linear model misreads one in fourteen; each try takes a fifth of a millisecond a model


def has_model(run_id: str) -> bool:
    """Return whether a run has a model that loads."""
    try:
        return cache.classifier(run_id) is not None
    except (ModelError, RunError):
        return False


def last_drawing() -> Drawing | None:
    """Return the drawing that the canvas sent last in this visit."""
    return st.session_state.get("drawing")


def remember_drawing(drawing: Drawing) -> None:
    """Keep a drawing, so that leaving the Draw page loses nothing."""
    st.session_state.drawing = drawing


def canvas_start() -> dict[str, Any]:
    """Return the drawing that the canvas is told to begin with."""
    return st.session_state.get("canvas_start", {"objects": []})


def restart_canvas(objects: list[Any], message: Any = None) -> None:
    """Make the canvas load `objects` in place of what it shows; the number makes every order a new one.

    `message` is what the canvas has said last, to be known again: until it says something else it has not obeyed.
    """
    number = st.session_state.get("canvas_starts", 0) + 1
    st.session_state.canvas_starts = number
    st.session_state.canvas_start = {"objects": objects, "version": str(number)}
    st.session_state.canvas_said = message


def canvas_objects(message: Any) -> list[Any]:
    """Return the strokes that the canvas shows, or has been told to show and not answered yet."""
    obeyed = message != st.session_state.get("canvas_said")
    drawing = last_drawing()
    return drawing.objects if obeyed and drawing is not None else canvas_start()["objects"]


def canvas_message(key: str) -> Any:
    """Return what the browser said of the drawing, unchecked, or None before its first stroke."""
    drawing = (st.session_state.get(key) or {}).get("drawing")
    return drawing if isinstance(drawing, dict) and drawing.get("data") is not None else None
