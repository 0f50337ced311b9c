"""When a training is ended that nobody has stopped: by the queue's clock, whatever the trainer says.

And when one begins again whose trainer was lost.
"""

from digitdemo.jobs.job import Job
from digitdemo.jobs.trainer_process import AllLost, NoneFree, TrainerDied, TrainerLost
from digitdemo.limits import limits

STOP_SECONDS = 120.0  # for which one that was told to stop may go on: a large model takes some to be saved
# A training that takes its machine with it is not to take all of them, one after the other.
_MOST_LOST, _MOST_ALL_LOST = 1, 3
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


def may_begin_again(job: Job, loss: TrainerLost) -> bool:
    """Return whether a training whose trainer was lost is to begin again, from its seed."""
    match loss:
        case NoneFree():
            return True
        case AllLost():
            return not job.stopping and job.all_lost < _MOST_ALL_LOST
    return not job.stopping and job.lost < _MOST_LOST
