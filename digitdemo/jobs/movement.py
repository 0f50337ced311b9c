"""Whether a training moves: a trainer that says the same again and again hangs as one does that says nothing."""

import time
from collections.abc import Callable

from digitdemo.jobs.protocol import Began, Epoch, Event, Live, Looked, Probed, Progressed
from digitdemo.jobs.trainer_process import TrainerDied


class Movement:
    """How far a training has come by what its trainer says, and since when it has come no farther; `clock` in seconds.

    It may stand still for `most` seconds.
    """

    def __init__(self, most: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._moved = clock()
        self._far: dict[type, object] = {}  # by kind of event

    def note(self, event: Event) -> None:
        """Take note of what the trainer says.

        Raises:
            TrainerDied: it has said nothing new for too long, and hangs.
        """
        now = self._clock()
        if self._far.get(type(event)) != (far := _how_far(event)):
            self._far[type(event)] = far
            self._moved = now
        elif now - self._moved > self._most:
            raise TrainerDied(f"its numbers have not moved for {self._most:.0f} s")


def _how_far(event: Event) -> object:
    match event:
        case Began(doing=doing):
            return doing
        case Epoch(record=record):
            return record.epoch
        case Progressed(progress=progress):
            return progress.epoch, progress.step, progress.fraction
        case Probed(probe=probe):
            return probe.epochs
        case Looked(look=look):
            return look.epochs
        case Live(live=live):
            return live.epochs
    return event
