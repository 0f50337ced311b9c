"""What every page knows of this visit's training: it is polled, queued by a button, and seen from other pages."""

import math
from collections.abc import Callable, Sequence

import streamlit as st

from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.job import Job
from digitdemo.texts import tr
from digitdemo.texts.about_time import about_time
from digitdemo.ui.door.giving_way import let_others_go_first
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels.phases import begun_again_in_words, phase_in_words
from digitdemo.ui.state import sweeping, trainings
from digitdemo.ui.state.run_names import brief_training_name
from digitdemo.ui.state.shared_runs import check_links

_POLL_SECONDS = 0.4  # a short training is to be seen growing; more often takes time from it
# Of one that waits, by the seconds that it is foretold to wait: a whole class that waits must leave the server time.
_POLL_SECONDS_WAITING = ((5.0, 0.5), (60.0, 2.0), (math.inf, 3.0))


def train_button(
    label: str, config: TrainConfig, configs: Sequence[TrainConfig], key: str, before: str | None = None
) -> None:
    """Show the button that sets the knobs to `config`, trains `configs`, and opens the Lab.

    `before` is the run that they are to be compared with.
    """
    st.button(
        label,
        type="primary",
        icon=":material/play_arrow:",
        on_click=trainings.start_trainings,
        args=(config, configs, before),
        disabled=not configs or trainings.foretell(*configs).refusal is not None,
        key=key,
    )
    if configs:
        how_long(*configs)


def how_long(*configs: TrainConfig) -> None:
    """Show how long these trainings would take in all, or that one of them would be refused, and what would not be."""
    if trainings.foretell(*configs).refusal is not None:
        st.warning(time_in_words(*configs), icon=":material/timer_off:")
    else:
        st.caption(time_in_words(*configs))


def time_in_words(*configs: TrainConfig) -> str:
    """Return how long these trainings would take in all, or why one of them would be refused."""
    foretold = trainings.foretell(*configs)
    if foretold.refusal is not None:
        return str(foretold.refusal)
    time = about_time(foretold.seconds)
    return tr("Takes {time} in all.", time=time) if len(configs) > 1 else tr("Takes {time}.", time=time)


def progress_bar(job: Job, before: str = "") -> None:
    """Show how far a training is and what it is doing, in words that follow those of `before`."""
    progress = job.progress
    words = phase_in_words(job, trainings.seconds_waited(job))
    st.progress(progress.fraction if progress else 0.0, text=f"{before}{words}")
    if again := begun_again_in_words(job):
        st.caption(again)


def turn_in_words(job: Job) -> str:
    """Return which of those queued together a training is, " (2 of 3)"; nothing where it is alone.

    Nor of a sweep, which queues a few at a time and counts all of them itself.
    """
    if job.together == 1 or sweeping.goes_on():
        return ""
    return f" ({tr('{n} of {all}', n=job.turn + 1, all=job.together)})"


def poll_seconds(job: Job | None) -> float | None:
    """Return how often a page is to look at this training; None where there is none, or it has ended."""
    if job is None or job.state == "ended":
        return None
    if job.state != "waiting":
        return _POLL_SECONDS
    return next(every for wait, every in _POLL_SECONDS_WAITING if job.wait <= wait)


def polled(part: Callable[[Job | None], None], pace: Callable[[Job | None], float | None] = poll_seconds) -> None:
    """Run `part` with this visit's training, as a fragment that looks again after the seconds that `pace` says."""

    def show(every: float | None) -> None:
        let_others_go_first()
        job = trainings.current_job()
        # The page around it changes when a training begins or ends, and the pace with what it does. So it does when a
        # run is no longer shared.
        if check_links() or (job is not None and job.state == "ended") or pace(job) != every:
            st.rerun()
        part(job)

    every = pace(trainings.current_job())
    st.fragment(show, run_every=every)(every)


def show_elsewhere() -> None:
    """Show this visit's training on another page than the Lab; it also tells the queue that somebody is there."""
    if trainings.current_job() is not None:
        polled(_in_the_corner)


def _in_the_corner(job: Job | None) -> None:
    if job is None:
        return
    with st.container(key="training_elsewhere", border=True, gap="xsmall"):
        name = escape_markdown(brief_training_name(job.config))
        progress_bar(job, f"**{name}**{turn_in_words(job)}: ")
