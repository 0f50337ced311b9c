"""What a training is doing right now, in plain words: one line a phase."""

from collections.abc import Callable

from digitdemo.jobs.job import Job
from digitdemo.runs.metrics import Progress
from digitdemo.ui.panels.run_metrics import duration_in_words


def phase_in_words(job: Job, waited: float) -> str:
    """Return what `job` is doing; a phase whose end nobody knows says for how many seconds one has `waited`."""
    phase = _phase_of(job)
    words = _PHASES.get(phase, lambda job: phase.capitalize())(job)
    return words if phase in _TIMED else f"{words} · {waited:.1f} s"


def _phase_of(job: Job) -> str:
    if job.stopping:
        return "stopping"
    return "first step" if job.phase == "training" and not job.progress else job.phase


def _turn(job: Job) -> str:
    if not job.place:
        return "Next in line"
    return f"Waiting: {'1 training is' if job.place == 1 else f'{job.place} trainings are'} ahead of yours"


def _training(job: Job) -> str:
    progress = job.progress
    assert progress is not None
    return (
        f"Epoch {progress.epoch} of {progress.epochs} · step {progress.step} of {progress.steps} · "
        f"{progress.images_per_second:,.0f} images/s{_left(progress)}"
    )


def _measuring(job: Job) -> str:
    progress = job.progress
    if progress is None:
        return "Reading images with the untrained network"
    return f"Epoch {progress.epoch} of {progress.epochs} · reading images to measure it{_left(progress)}"


def _left(progress: Progress) -> str:
    return "" if progress.seconds_left is None else f" · {duration_in_words(progress.seconds_left)} left"


_PHASES: dict[str, Callable[[Job], str]] = {
    "waiting": _turn,
    "starting": lambda job: "Starting TensorFlow",
    "drawing": lambda job: "Drawing the added images",
    "compiling": lambda job: "Building the network's program",
    "first step": lambda job: "Taking the first step",
    "training": _training,
    "measuring": _measuring,
    "stopping": lambda job: "Stopping",
    "converting": lambda job: "Making it ready to read digits",
    "saving": lambda job: "Saving the model",
}
_TIMED = ("training", "measuring")  # they say how long it still takes
