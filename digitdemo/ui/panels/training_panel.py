"""The live part of a training: Start, Stop, progress, curves and numbers. It polls the queue and drives nothing."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from digitdemo.analysis.diagnosis import Verdict, beside_example, diagnose
from digitdemo.config.describe import config_name
from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.job import Job
from digitdemo.ui.charts.curves import Curve
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels import curves, run_metrics
from digitdemo.ui.state import knobs, run_list, trainings
from digitdemo.ui.state.run_colours import run_colour, run_symbol
from digitdemo.ui.state.run_names import run_name

_POLL_SECONDS = 0.5
_POLL_SECONDS_WAITING = 2.0
_BEFORE_THE_FIRST_STEP = {
    "starting": "starting TensorFlow (some seconds, once)",
    "drawing": "drawing more digits to learn from",
    "compiling": "compiling the network's graph",
    "measuring": "measuring the untrained network",
}
_ENDED = {"stopped": "was stopped early", "diverged": "diverged", "failed": "was cut short", "finished": "finished"}


def training_panel(config: TrainConfig) -> None:
    """Show Start, Stop, the progress of this visit's training, and the curves of the runs that are toggled on."""
    trainings.expect_trainings(config)
    _polled(_panel, config)


def train_button(label: str, config: TrainConfig, configs: Sequence[TrainConfig], key: str) -> None:
    """Show the button that sets the knobs to `config`, trains `configs`, and opens the Train page."""
    st.button(
        label,
        type="primary",
        icon=":material/play_arrow:",
        on_click=trainings.start_trainings,
        args=(config, configs),
        disabled=not configs,
        key=key,
    )


def sidebar_status() -> None:
    """Show this visit's training in the sidebar of another page; it also tells the queue that somebody is there."""
    if trainings.current_job() is not None:
        with st.sidebar:
            _polled(_status)


def _polled(part: Callable[..., None], *args: Any) -> None:
    """Run `part` as a fragment that polls as long as this visit has a training."""
    every = _poll_seconds(trainings.current_job())
    st.fragment(part, run_every=every)(every, *args)


def _poll_seconds(job: Job | None) -> float | None:
    if job is None or job.state == "ended":
        return None
    return _POLL_SECONDS_WAITING if job.state == "waiting" else _POLL_SECONDS


def _current_job(every: float | None) -> Job | None:
    """Return the visit's job; rerun the page when it wants another pace of polling, or has ended."""
    job = trainings.current_job()
    ended = job is not None and job.state == "ended"
    if ended or _poll_seconds(job) != every:
        st.rerun()
    return job


def _status(every: float | None) -> None:
    job = _current_job(every)
    if job is not None:
        _progress(job)


def _panel(every: float | None, config: TrainConfig) -> None:
    job = _current_job(every)
    with st.container(horizontal=True):
        st.button(
            "Start training",
            type="primary",
            icon=":material/play_arrow:",
            on_click=trainings.start_training,
            args=(config,),
            disabled=job is not None,
            key="start",
        )
        st.button(
            "Stop",
            icon=":material/stop:",
            on_click=trainings.stop_training,
            disabled=job is None or bool(job.stopping),
            key="stop",
        )
        if trainings.more_waiting():
            st.button("Stop all", icon=":material/cancel:", on_click=trainings.stop_all_trainings, key="stop_all")
    if refusal := trainings.take_refusal():
        st.warning(refusal, icon=":material/hourglass_top:")
    if job is not None:
        _progress(job)
    _curves(job)
    if job is None:
        _numbers(config.architecture)


def _progress(job: Job) -> None:
    name = f"**{config_name(job.config)}**"
    if job.together > 1:
        name += f" ({job.turn + 1} of {job.together})"
    progress = job.progress
    if job.stopping:
        st.progress(progress.fraction if progress else 0.0, text=f"{name}: stopping")
    elif job.state == "waiting":
        others = "1 training is" if job.place == 1 else f"{job.place} trainings are"
        turn = f"waiting; {others} ahead of yours" if job.place else "next in line"
        st.progress(0.0, text=f"{name}: {turn}")
    elif progress is None:
        st.progress(0.0, text=f"{name}: {_BEFORE_THE_FIRST_STEP.get(job.phase, 'starting')}")
    elif job.state == "saving":
        st.progress(1.0, text=f"{name}: saving the model")
    else:
        left = (
            "" if progress.seconds_left is None else f" · {run_metrics.duration_in_words(progress.seconds_left)} left"
        )
        doing = "measuring accuracy" if progress.phase == "evaluating" else f"step {progress.step} of {progress.steps}"
        st.progress(
            progress.fraction,
            text=f"{name}: epoch {progress.epoch} of {progress.epochs}, {doing} · "
            f"{progress.images_per_second:,.0f} images/s{left}",
        )


def _curves(job: Job | None) -> None:
    shown = curves.curves_of(run_list.shown_runs())
    if job is not None:
        colour = run_colour(job.id)
        shown.append(Curve(config_name(job.config), colour, run_symbol(job.id), job.history, job.config.epochs))
    if not shown:
        st.info("No run is on the chart. Choose one below, or start training.")
        return
    curves.show_names(shown)
    accuracy, loss = st.columns(2)
    with accuracy:
        curves.show_accuracy(shown)
    with loss:
        curves.show_loss(shown)


def _numbers(architecture: str) -> None:
    """Show the numbers and the verdict on the newest run, or of the architecture's example."""
    run_id = run_list.newest_run(architecture)
    if run_id is None:
        return
    run = run_list.all_runs()[run_id]
    verdict = diagnose(run)
    colour = run_colour(run_id)
    st.markdown(f"## :{colour}[{escape_markdown(run_name(run_id))}]")
    if run.reason:
        kind = st.error if run.outcome in ("failed", "diverged") else st.info
        kind(run.sentence)
    if len(run.history) > 1:
        run_metrics.show_metrics(run, verdict)
    if run.outcome != "failed":
        example = run_list.example_of(run)
        _verdict(verdict, beside_example(run, example) if example else "")


def _verdict(verdict: Verdict, beside: str) -> None:
    """Show what is going on, what stands beside it, how it compares, and what may help."""
    kind = st.success if verdict.finding == "good fit" else st.warning
    also = "".join(f"  \nAlso: {found.sentence}" for found in verdict.others)
    kind(f"{verdict.sentence}{also}", icon=":material/stethoscope:")
    if beside:
        st.caption(beside)
    for words, changes in (("Try:", "training"), ("Or change the training images:", "data")):
        tries = [(number, one) for number, one in enumerate(verdict.tries) if one.changes == changes]
        if tries:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(words, width="content")
                for number, remedy in tries:
                    # The knobs stand outside this fragment.
                    if st.button(remedy.label, on_click=knobs.set_knobs, args=(remedy.config,), key=f"try_{number}"):
                        st.rerun()
