"""The lessons of a visit: which is open, what was predicted, trained and seen, and how often it was right."""

from collections.abc import Mapping, Sequence

import streamlit as st

from digitdemo.analysis.experiments import EXPERIMENTS
from digitdemo.analysis.experiments.experiment import BROKEN, CURE
from digitdemo.analysis.predictions import Choice, choices
from digitdemo.analysis.recorded import RECORDED_SEEDS, arm_runs
from digitdemo.analysis.studies import STUDIES
from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.job import Job
from digitdemo.runs.run import Run
from digitdemo.ui import resources
from digitdemo.ui.state import address, trainings
from digitdemo.ui.state.visit import visit

SPOT = "spot"  # the address of "Spot the overfit"
INDEX = "teachers"  # that of the table of all lessons
LESSONS = (*EXPERIMENTS, *STUDIES)  # in the order of their cards
ADDRESSES = (*LESSONS, SPOT, INDEX)
SKIPPED = -1
NEW_SEED = len(RECORDED_SEEDS)  # of a visitor's own two trainings: another draw than the recorded ones
HIDE = "hide"  # what an address leaves out of the lessons
PARTS = (SPOT, "tally", "train", "more", "think", "paper", INDEX)  # that can be left out
TYPE, LARGE = "type", "large"  # what an address asks for where a projector shows the lessons
WORKSHEET, NOTES = "worksheet", "notes"


def opened() -> str | None:
    """Return the lesson that the address names; None where it names none that is there."""
    texts = st.query_params
    name = texts.get(address.LESSON, texts.get(address.EXPERIMENT))
    return name if name in ADDRESSES else None


def hides(part: str) -> bool:
    """Return whether the address says that this part of the lessons is not to be shown: `&hide=spot,tally`."""
    return part in hidden_in(st.query_params.to_dict())


def hidden_in(texts: Mapping[str, str]) -> set[str]:
    """Return which parts an address leaves out, be they there or not."""
    return set(texts.get(HIDE, "").split(",")) - {""}


def is_large() -> bool:
    """Return whether the address asks for large type."""
    return st.query_params.get(TYPE) == LARGE


def on_paper() -> str | None:
    """Return what of the lesson is to be printed, `WORKSHEET` or `NOTES`; None if it is to be taken."""
    kind = st.query_params.get(address.PRINT)
    return kind if kind in (WORKSHEET, NOTES) else None


def parameters_of(name: str | None, kind: str | None = None) -> dict[str, str]:
    """Return what an address says behind its "?" to open that lesson, or all of them, and to look as this one does.

    `kind` is what of it to print, if anything.
    """
    kept = {key: st.query_params[key] for key in (HIDE, TYPE) if key in st.query_params}
    return {**({address.LESSON: name} if name else {}), **({address.PRINT: kind} if kind else {}), **kept}


def predict(name: str, choice: int) -> None:
    """Keep what is predicted, `SKIPPED` if nothing; it counts once."""
    visit().predicted = {name: choice, **visit().predicted}


def prediction(name: str) -> int | None:
    """Return which choice was predicted, or `SKIPPED`; None as long as it is not decided."""
    return visit().predicted.get(name)


def train(name: str) -> None:
    """Train both of a lesson, or a study's own trainings, from another seed than the recorded ones.

    A refusal is kept for `take_refusal`.
    """
    if started := trainings.start_in_place(_configs(name)):
        visit().trained = {**visit().trained, name: tuple(started)}


def _configs(name: str) -> list[TrainConfig]:
    if name in STUDIES:
        return list(STUDIES[name].trains)
    return [EXPERIMENTS[name].config(arm, seed=NEW_SEED) for arm in (BROKEN, CURE)]


def expect_training(name: str) -> None:
    """Have a trainer warm for whoever may train that lesson, where there is the memory for it."""
    if (name in STUDIES or not is_answered(name)) and (configs := _configs(name)):
        trainings.expect_trainings(*configs)


def show_recorded(name: str) -> None:
    """Note that the recorded runs are to be shown without a training."""
    visit().recorded_seen = [*visit().recorded_seen, name]


def own_runs(name: str) -> list[Run | None]:
    """Return the visit's own runs of a lesson, its two or a study's; None for one that is not, or not yet, there."""
    ids = visit().trained.get(name, ("",) * len(_configs(name)))
    return [visit().runs.get(run_id) for run_id in ids]


def training_of(name: str | None) -> Job | None:
    """Return the training under way, if it is one of that lesson's."""
    job = trainings.current_job()
    return job if job is not None and name is not None and job.id in visit().trained.get(name, ()) else None


def place_of(name: str, job: Job) -> int:
    """Return which of a lesson's trainings one is, counted from 0."""
    return visit().trained[name].index(job.id)


def is_answered(name: str) -> bool:
    """Return whether a lesson shows how it ends: after the prediction, once both were trained or the recorded seen.

    A study shows it right after the prediction.
    """
    now = visit()
    if name not in now.predicted or name in STUDIES:
        return name in now.predicted
    return name in now.recorded_seen or (name in now.trained and training_of(name) is None)


def was_right(name: str) -> bool | None:
    """Return whether the prediction was right; None where there is none, or the recorded runs are missing."""
    choice, found = prediction(name), _choices(name)
    return None if choice in (None, SKIPPED) or found is None else found[choice].right


def _choices(name: str) -> Sequence[Choice] | None:
    """Return what can be predicted; None where what is recorded of it is missing."""
    if name in STUDIES:
        record = resources.recorded_study(name)
        return None if record is None else STUDIES[name].choices(record.measured)
    runs = arm_runs(resources.recorded_runs(), name)
    return None if runs is None else choices(EXPERIMENTS[name], runs)


def tally() -> tuple[int, int]:
    """Return how many predictions of answered lessons were right, and of how many."""
    told = [right for name in visit().predicted if is_answered(name) and (right := was_right(name)) is not None]
    return sum(told), len(told)


def news_is_of_lesson(name: str | None) -> bool:
    """Return whether the training that has ended last is one of that lesson's."""
    return name is not None and visit().news_of in visit().trained.get(name, ())
