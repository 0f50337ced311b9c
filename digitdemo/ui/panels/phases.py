"""What a training is doing right now, in plain words: one line a phase."""

from collections.abc import Callable

from digitdemo.jobs.job import Job
from digitdemo.runs.metrics import Progress
from digitdemo.texts import tr, tr_n
from digitdemo.texts.about_time import about_time
from digitdemo.ui.panels.run_metrics import duration_in_words


def phase_in_words(job: Job, waited: float) -> str:
    """Return what `job` is doing; a phase whose end nobody knows says for how many seconds one has `waited`."""
    phase = _phase_of(job)
    words = _PHASES.get(phase, lambda job: phase.capitalize())(job)
    return words if phase in _TIMED or job.place else f"{words} · {tr('{seconds:.1f} s', seconds=waited)}"


def begun_again_in_words(job: Job) -> str:
    """Return that a training began again, and why; "" of one that did not."""
    if not (job.lost or job.all_lost):
        return ""
    return tr("The computer that trained this was lost. It has started again from the beginning, with the same seed.")


def _phase_of(job: Job) -> str:
    if job.stopping:
        return "stopping"
    return "first step" if job.phase == "training" and not job.progress else job.phase


def _turn(job: Job) -> str:
    if not job.place:
        return tr("Next in line")
    return tr_n(
        "{n} training before yours, {time}", "{n} trainings before yours, {time}", job.place, time=about_time(job.wait)
    )


def _training(job: Job) -> str:
    progress = job.progress
    assert progress is not None
    words = tr(
        "Epoch {epoch} of {epochs} · step {step} of {steps} · {speed:,.0f} images/s",
        epoch=progress.epoch,
        epochs=progress.epochs,
        step=progress.step,
        steps=progress.steps,
        speed=progress.images_per_second,
    )
    return f"{words}{_left(progress)}"


def _measuring(job: Job) -> str:
    progress = job.progress
    if progress is None:
        return tr("Reading images with the untrained network")
    words = tr("Epoch {epoch} of {epochs} · reading images to measure it", epoch=progress.epoch, epochs=progress.epochs)
    return f"{words}{_left(progress)}"


def _left(progress: Progress) -> str:
    if progress.seconds_left is None:
        return ""
    return f" · {tr('{time} left', time=duration_in_words(progress.seconds_left))}"


_PHASES: dict[str, Callable[[Job], str]] = {
    "waiting": _turn,
    "starting": lambda job: tr("Starting TensorFlow"),
    "drawing": lambda job: tr("Drawing the added images"),
    "compiling": lambda job: tr("Building the network's program"),
    "first step": lambda job: tr("Taking the first step"),
    "training": _training,
    "measuring": _measuring,
    "stopping": lambda job: tr("Stopping"),
    "converting": lambda job: tr("Making it ready to read digits"),
    "saving": lambda job: tr("Saving the model"),
}
_TIMED = ("training", "measuring")  # they say how long it still takes
