"""What may be queued: how many trainings, of whom and from where, how long each, and how long it may have to wait."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.data.own_images import OwnImages
from digitdemo.jobs.job import Job
from digitdemo.jobs.work import Work, work_of
from digitdemo.limits import limits
from digitdemo.runs.reasons import reason_in_words, way_out
from digitdemo.runs.run import RunError
from digitdemo.runs.run_size import run_bytes
from digitdemo.texts import mark, tr, tr_n
from digitdemo.texts.about_time import AboutTime, about_time
from digitdemo.texts.said import Message

if TYPE_CHECKING:
    from digitdemo.runs.store import RunStore


class QueueRefused(Exception):
    """A training cannot be queued now; the message says why, in the language of whoever reads it."""


class NoRoom(QueueRefused):
    """A run would not be kept; `reason` is the store's, in English."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self._reason = reason

    def __str__(self) -> str:
        said = tr("The run could not be kept: {reason}.", reason=reason_in_words(self._reason))
        return f"{said} {way_out(self._reason)}".rstrip()


class TooLong(QueueRefused):
    """A training would take longer than one may here; the message says how it would not."""

    def __init__(self, config: TrainConfig, work: Work) -> None:
        super().__init__(config, work)
        self._config, self._work = config, work
        self._most = limits().training_minutes

    def __str__(self) -> str:
        told = tr(
            "It would take {time}; at most {most:,.0f} minutes are allowed here.",
            time=about_time(self._work.seconds),
            most=self._most,
        )
        return f"{told} {self._way_out()}"

    def _way_out(self) -> str:
        most = 60 * self._most
        if (epochs := int((most - self._work.once) / self._work.epoch)) >= 1:
            return tr_n("With {n} epoch it would fit.", "With {n} epochs it would fit.", epochs)
        factor = self._work.epoch / work_of(self._config).epoch
        for size in sorted(KNOBS["train_size"].choices, reverse=True):
            less = dataclasses.replace(self._config, epochs=1, train_size=min(size, self._config.train_size))
            if work_of(less).times(factor).seconds <= most:
                return tr("With 1 epoch of {images:,} images it would fit.", images=less.train_size)
        return tr("Take a smaller network, or larger batches.")


def refuse_too_long(configs: Sequence[TrainConfig], work: Sequence[Work]) -> None:
    """Raise `TooLong` if one of them, each with the work that it is, is longer than a training may be."""
    for config, one in zip(configs, work, strict=True):
        if one.seconds > 60 * limits().training_minutes:
            raise TooLong(config, one)


def refuse_too_many(
    count: int, owner: str, address: str, jobs: Sequence[Job], own: OwnImages | None = None, *, at_once: int = 1
) -> None:
    """Raise `QueueRefused` if with so many more an owner, an address ("": unknown), or all would have too many.

    So many train `at_once`, and do not wait.
    So it does where the drawings that they learn from, and which wait in memory, would be too many.
    """
    here = limits()
    unfinished = [job for job in jobs if job.state != "ended"]
    if any(job.owner == owner for job in unfinished):
        raise QueueRefused(Message(mark("Your last training has not ended yet. Stop it, or wait for it.")))
    if count > here.waiting_per_visitor:
        raise _refusal(
            mark("These are {count} trainings; at most {most} at once are allowed here."),
            count=count,
            most=here.waiting_per_visitor,
        )
    if len(unfinished) + count > here.waiting + at_once:  # which are under way
        raise _refusal(mark("No more than {most} trainings can wait. Try again in a few minutes."), most=here.waiting)
    there = sum(job.address == address for job in unfinished)
    if address and there + count > (most := here.of_address(here.waiting)) + at_once:
        raise _refusal(
            mark("No more than {most} trainings from your network can wait. Try again in a few minutes."), most=most
        )
    drawings = sum(len(job.own.pixels) for job in unfinished if job.own)
    if own and drawings + len(own.pixels) > 1e6 * here.waiting_drawings_mb:
        raise _refusal(mark("Too many trainings with drawings wait. Try again in a few minutes."))


def refuse_too_late(seconds: float) -> None:
    """Raise `QueueRefused` if a training whose turn comes after so many seconds would have to wait for too long."""
    if seconds > 60 * limits().wait_minutes:
        raise _refusal(
            mark("Your turn would come after {time}, which is too long. Try a shorter training, or come back later."),
            time=AboutTime(seconds),
        )


def refuse_without_room(store: RunStore, configs: Sequence[TrainConfig], owner: str, address: str) -> None:
    """Raise `QueueRefused` if the largest of the runs would not be kept: the store says why, and what helps."""
    try:
        store.check_room(max(map(run_bytes, configs)), owner, address)
    except RunError as error:
        raise NoRoom(str(error)) from error


def _refusal(message: str, **values: Any) -> QueueRefused:
    return QueueRefused(Message(message, **values))
