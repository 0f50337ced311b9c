"""What a training is doing right now, in plain words: one line a phase."""

from collections.abc import Callable

from digitdemo.jobs.job import Job
from digitdemo.ui.panels.run_metrics import duration_in_words


def phase_in_words(job: Job, waited: float) -> str:
    """Return what `job` is doing; a phase whose end nobody knows says for how many seconds one has `waited`."""
    phase = _phase_of(job)
    words = _PHASES.get(phase, lambda job: phase.capitalize())(job)
    return words if phase in _TIMED else f"{words} · {waited:.1f} s"


def _phase_of(job: Job) -> str:
    if job.stopping:
        return "stopping"
    if job.state != "training":
        return job.state
    return job.progress.phase if job.progress else "first steps"


def _turn(job: Job) -> str:
    if not job.place:
        return "Next in line"
    return f"Waiting: {'1 training is' if job.place == 1 else f'{job.place} trainings are'} ahead of yours"


def _training(job: Job) -> str:
    progress = job.progress
    assert progress is not None
    return (
        f"Epoch {progress.epoch} of {progress.epochs} · step {progress.step} of {progress.steps} · "
        f"{progress.images_per_second:,.0f} images/s · {duration_in_words(progress.seconds_left)} left"
    )


def _evaluating(job: Job) -> str:
    progress = job.progress
    assert progress is not None
    return (
        f"Epoch {progress.epoch} of {progress.epochs} · reading images to measure it · "
        f"{duration_in_words(progress.seconds_left)} left"
    )


_PHASES: dict[str, Callable[[Job], str]] = {
    "waiting": _turn,
    "starting": lambda job: "Starting the trainer",
    "drawing": lambda job: "Drawing the added images",
    "compiling": lambda job: "Building the network's program",
    "first steps": lambda job: "Getting ready for the first step",
    "training": _training,
    "evaluating": _evaluating,
    "stopping": lambda job: "Stopping",
    "converting": lambda job: "Making it ready to read digits",
    "saving": lambda job: "Saving the model",
}
_TIMED = ("training", "evaluating")  # they say how long it still takes
