"""When a training is ended that nobody has stopped: by the queue's clock, whatever the trainer says."""

from digitdemo.jobs.job import Job
from digitdemo.jobs.trainer_process import TrainerDied
from digitdemo.limits import limits

STOP_SECONDS = 120.0  # for which one that was told to stop may go on: a large model takes some to be saved
_LEFT = "stopped because nobody was here any more"


def why_stop(job: Job, now: float, *, absent: bool) -> str:
    """Return why a training is to be stopped now, "" if it is not, or if it was told to already.

    One that is being saved is not: it is about to end.
    """
    if job.stopping or job.began is None:
        return ""
    if absent:
        return _LEFT  # whether others wait or not
    most = limits().wall_minutes
    if job.state != "saving" and now - job.began > 60 * most:
        return f"stopped at the limit of {most:g} min"
    return ""


def check_that_it_stops(job: Job, now: float) -> None:
    """Raise `TrainerDied` if a training goes on long after it was told to stop."""
    if job.stopping and now - job.stopping_since > STOP_SECONDS:
        raise TrainerDied("it did not stop when it was told to")
