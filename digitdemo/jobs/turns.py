"""Whose turn it is: everybody's first training, then everybody's second, each in the order of their coming."""

from collections.abc import Iterable, Sequence

from digitdemo.config.train_config import TrainConfig
from digitdemo.data.own_images import OwnImages
from digitdemo.jobs.job import Job
from digitdemo.runs.files import new_run_id
from digitdemo.texts import mark
from digitdemo.texts.said import Message

MOST_WAITING = 100
MOST_AT_ONCE = 10  # of one owner: a config and a changed one, each from five seeds


class QueueRefused(Exception):
    """A training cannot be queued now; the message says why."""


def jobs_in_turn(jobs: Iterable[Job]) -> list[Job]:
    """Return those of `jobs`, given as they came, that have not ended: the one under way, then the next one first."""
    unfinished = [job for job in jobs if job.state != "ended"]
    return sorted(unfinished, key=lambda job: (job.state == "waiting", job.turn))  # stable: then as they came


def place_of(job: Job, jobs: Iterable[Job]) -> int:
    """Return how many of `jobs` come before `job`, which is one of them; 0 for one that does not wait."""
    if job.state != "waiting":
        return 0
    return [other.id for other in jobs_in_turn(jobs)].index(job.id)


def new_jobs(
    configs: Sequence[TrainConfig],
    owner: str,
    jobs: Iterable[Job],
    *,
    watched: bool = False,
    name: str = "",
    own: OwnImages | None = None,
) -> list[Job]:
    """Return the jobs that `owner` adds to `jobs` by queueing `configs` at once, whose weights it watches if `watched`.

    `name` is what their runs are called; `own` are drawings of the owner's that they learn from, too.

    Raises:
        QueueRefused: the owner has one that has not ended, or too many are waiting.
        ValueError: `configs` is empty, or has more than `MOST_AT_ONCE`.
    """
    if not 1 <= len(configs) <= MOST_AT_ONCE:
        raise ValueError(f"{len(configs)} trainings at once: need 1 to {MOST_AT_ONCE}")
    unfinished = jobs_in_turn(jobs)
    if any(job.owner == owner for job in unfinished):
        raise QueueRefused(Message(mark("Your last training has not ended yet. Stop it, or wait for it.")))
    if len(unfinished) + len(configs) > MOST_WAITING + 1:  # one of them is under way
        raise QueueRefused(
            Message(mark("No more than {most} trainings can wait. Try again in a few minutes."), most=MOST_WAITING)
        )
    return [
        Job(
            id=new_run_id(config),
            owner=owner,
            config=config,
            turn=turn,
            together=len(configs),
            watched=watched,
            name=name,
            own=own,
        )
        for turn, config in enumerate(configs)
    ]
