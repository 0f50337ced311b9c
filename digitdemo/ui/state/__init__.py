"""What one visit remembers: the only room that touches `st.session_state`. The pages call all of it `state.NAME`."""

import dataclasses
import secrets
from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.describe import knobs_line
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.data.canvas_message import Drawing
from digitdemo.data.model_input import Way
from digitdemo.inference.shipped import FIRST_TO_ANSWER
from digitdemo.jobs.job import Job
from digitdemo.jobs.turns import QueueRefused
from digitdemo.ui import resources
from digitdemo.ui.state.mistakes import (
    PICTURES,
    choose_clicked_cell,
    chosen_cell,
    example_beside,
    open_test_image,
    pictures_shown,
    show_more_pictures,
)
from digitdemo.ui.state.runs import (
    MOST_NAME,
    add_run,
    all_runs,
    begin_runs,
    config_name,
    delete,
    example_of,
    has_model,
    is_own,
    is_pinned,
    last_deleted,
    name_key,
    own_runs,
    pin,
    rename,
    run_colour,
    run_label,
    run_name,
    runs_with_curves,
    runs_with_model,
    seconds_per_epoch,
    shown_runs,
    undo_delete,
)
from digitdemo.ui.state.subject import (
    another_test_image,
    choose_misread_input,
    hard_test_image,
    last_input,
    prepare_truth,
    remember_input,
    say_truth,
    shown_test_image,
)
from digitdemo.ui.state.uploads import ink_of_upload


def begin_run() -> None:
    """Prepare a visit at its first script run, and take over a training that has ended since the last one."""
    if "visitor" not in st.session_state:
        st.session_state.visitor = secrets.token_hex(16)
        st.session_state.job_ids = []
        begin_runs()
        config, problems = TrainConfig.from_texts(st.query_params.to_dict())
        st.session_state.url_problems = problems
        st.session_state.first_config = config
        set_knobs(config)
        st.session_state.source = "Draw"
        st.session_state.way = "strokes"
        st.session_state.test_image = 0
        st.session_state.shown = [config.architecture]
        st.session_state.whole_range = False
        st.session_state.asked = [run_id for run_id in FIRST_TO_ANSWER if has_model(run_id)]
    resources.presence(st.session_state.visitor)
    _collect()


def knob_key(name: str) -> str:
    """Return the widget key of a knob."""
    return f"knob_{name}"


def set_knobs(config: TrainConfig) -> None:
    """Make the knobs say `config`."""
    for name, value in config.to_dict().items():
        st.session_state[knob_key(name)] = list(value) if KNOBS[name].letters else value
    st.session_state.last_architecture = config.architecture


def knob_choices(name: str, key: str) -> list[Any]:
    """Return the stops of a knob's slider: the table's, the recipes', the URL's of this visit, and where it is."""
    recipes = [getattr(TrainConfig(architecture=a), name) for a in ARCHITECTURES]
    now = st.session_state[key]
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


def begin_clone(run_id: str, name: str) -> str:
    """Return the key of the widget that changes that knob of a clone of the run; it begins with the run's value."""
    key = f"clone_{run_id}_{name}"
    if key not in st.session_state:
        value = getattr(all_runs()[run_id].config, name)
        st.session_state[key] = list(value) if KNOBS[name].letters else value
    return key


def clone(run_id: str) -> None:
    """Set the knobs to a run's config and go to the page that has them."""
    set_knobs(all_runs()[run_id].config)
    st.session_state.to_train = True


def start_training(config: TrainConfig) -> None:
    """Queue a training; a refusal is shown as a message."""
    _submit([config])


def start_experiment(knobs: TrainConfig, configs: Sequence[TrainConfig]) -> None:
    """Set the knobs to `knobs`, queue the trainings of `configs`, one after the other, and go to the Train page."""
    set_knobs(knobs)
    _submit(configs)
    st.session_state.to_train = True


def leads_to_train() -> bool:
    """Return whether what was clicked leads to the Train page, once."""
    return st.session_state.pop("to_train", False)


def _submit(configs: Sequence[TrainConfig]) -> None:
    try:
        jobs = resources.job_queue().submit(configs, st.session_state.visitor)
    except QueueRefused as refusal:
        st.session_state.refusal = str(refusal)
    else:
        st.session_state.job_ids = [*st.session_state.job_ids, *(job.id for job in jobs)]


def take_refusal() -> str | None:
    """Return why the last start was refused, once."""
    return st.session_state.pop("refusal", None)


def stop_training() -> None:
    """Stop this visit's training that is under way, or the next one."""
    if job := current_job():
        resources.job_queue().stop(job.id)


def stop_all_trainings() -> None:
    """Stop this visit's training that is under way, and drop those that wait."""
    resources.job_queue().stop_all(st.session_state.visitor)


def current_job() -> Job | None:
    """Return this visit's training that is under way, or the next one, as it is now; None if there is none."""
    return next(iter(_jobs()), None)


def more_waiting() -> bool:
    """Return whether trainings of this visit wait behind the current one."""
    return any(job.state == "waiting" for job in _jobs()[1:])


def _jobs() -> list[Job]:
    """Return this visit's trainings whose runs were not collected yet, in their order."""
    return [job for job_id in st.session_state.job_ids if (job := resources.job_queue().job(job_id)) is not None]


def _collect() -> None:
    queue = resources.job_queue()
    ended = [run for job_id in st.session_state.job_ids if (run := queue.collect(job_id)) is not None]
    for run in sorted(ended, key=lambda run: bool(run.history)):  # what has trained is newer than what never began
        add_run(run)
    st.session_state.job_ids = [job.id for job in _jobs()]


def whole_range() -> bool:
    """Return whether the accuracy axis shows 0 to 100 %."""
    return st.session_state.whole_range


def begin_shared(name: str, page: str) -> str:
    """Return the key of a page's widget for what all pages agree on, such as "shown", which it is made to say.

    Streamlit loses the value of a key that the widgets of two pages share when a visitor goes from one to the other.
    """
    key = f"{name}_on_{page}"
    st.session_state[key] = st.session_state[name]
    return key


def take_shared(name: str, page: str) -> None:
    """Take over what a page's widget says of what all pages agree on."""
    st.session_state[name] = st.session_state[f"{name}_on_{page}"]


def newest_run() -> str | None:
    """Return the id of this visit's newest run, else of the chosen architecture's example, else None."""
    if own := own_runs():
        return list(own)[-1]
    architecture = st.session_state[knob_key("architecture")]
    return architecture if architecture in resources.shipped_runs() else None


def asked_runs() -> list[str]:
    """Return the ids of the models that answer on the Draw page."""
    return st.session_state.asked


WAYS: dict[Way, str] = {"strokes": "Strokes drawn anew", "pixels": "Pixels, centred", "shrinking": "Only shrinking"}


def way() -> Way:
    """Return how a drawing is brought to 28 x 28 pixels: a name in `WAYS`."""
    return st.session_state.way


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
    said = st.session_state.get(key)
    drawing = said.get("drawing") if isinstance(said, dict) else said
    return None if isinstance(drawing, dict) and drawing.get("data") is None else drawing
