"""A class's own test set: what its members have drawn, and what each shared model reads in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from digitdemo.ui import resources


@dataclass(frozen=True, eq=False)
class Pool:
    """The drawings of a room: by number, the digit that was asked for and who drew it."""

    digits: Mapping[int, int]
    artists: Mapping[int, str]
    _read: dict[str, Mapping[int, np.ndarray]] = field(default_factory=dict)

    def probabilities(self, run_id: str) -> Mapping[int, np.ndarray]:
        """Return the probabilities, float (10,), that a run's model gives, by drawing, as far as it has read them."""
        if run_id not in self._read:
            read = resources.pool_readings().read_by(run_id)
            self._read[run_id] = {number: read[number] for number in self.digits if number in read}
        return self._read[run_id]

    def read_as(self, run_id: str) -> Mapping[int, int]:
        """Return what a run's model takes each drawing for, as far as it has read them."""
        return {number: int(found.argmax()) for number, found in self.probabilities(run_id).items()}


def pool_of(code: str, run_ids: Iterable[str]) -> Pool:
    """Return the drawings of a room, and have the models of these runs read them, in the background.

    Raises:
        StoreError: the database fails.
    """
    drawings, readings = resources.classes().drawings, resources.pool_readings()
    listed = drawings.listed(code)
    numbers = [one.number for one in listed]
    readings.want(run_ids, numbers, drawings.strokes(code, readings.unseen(numbers)))
    return Pool({one.number: one.digit for one in listed}, {one.number: one.nickname for one in listed})
