"""Keeps some of the looks at a training, and draws all their maps by the axes of the model that is kept."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np

from digitdemo.runs.learning import MOST_LOOKS, Learning, Look, save_learning

_MOST_BYTES = 250_000  # of a run's looks
_MOST_FEATURE_BYTES = 40_000_000  # in memory, until the training ends
_FURTHEST = 127


@dataclasses.dataclass(frozen=True)
class Features:
    """What a model makes of some images, as the basis of a map, int8 (n, d) times `scale`."""

    values: np.ndarray
    scale: float

    @classmethod
    def of(cls, values: np.ndarray) -> Features:
        """Return `values`, float32 (n, d), in a quarter of the memory."""
        scale = float(np.abs(values).max()) / _FURTHEST or 1.0
        return cls(np.rint(values / scale).astype(np.int8), scale)

    def on(self, middle: np.ndarray, axes: np.ndarray) -> np.ndarray:
        """Return where they are on the map with that middle, (d,), and these axes, (d, 2): float32 (n, 2)."""
        return self.scale * (self.values.astype(np.float32) @ axes) - middle @ axes


class Album:
    """Takes looks and the features behind their maps while a training runs; keeps as many as there is room for."""

    def __init__(self) -> None:
        self._looks: list[Look] = []
        self._features: dict[float, Features] = {}
        self._kept = 0.0
        self._basis: tuple[np.ndarray, np.ndarray] | None = None

    def take(self, look: Look, features: np.ndarray | None = None) -> None:
        """Keep `look`, which is later than all before; `features`, float32 (n, d), are those of its map."""
        self._looks.append(look)
        if features is not None:
            self._features[look.epochs] = Features.of(features)
        while self._too_much() and len(self._looks) > 3:
            self._drop_one()

    def keep(self, middle: np.ndarray, axes: np.ndarray) -> None:
        """Draw all maps as the last look's, with that middle, (d,), and these axes, (d, 2), when they are saved."""
        self._kept, self._basis = self._looks[-1].epochs, (middle, axes)

    def save(self, folder: Path, epochs: float) -> None:
        """Write the looks of the first `epochs` epochs into `folder`, if there is one of the model that is kept."""
        if self._basis is None:
            return
        looks = [look for look in self._looks if look.epochs <= epochs]
        places = {look.epochs: self._features[look.epochs].on(*self._basis) for look in looks if look.points}
        furthest = max(float(np.abs(place).max()) for place in places.values())
        drawn = tuple(
            dataclasses.replace(look, points=points_of(places[look.epochs], furthest)) if look.points else look
            for look in looks
        )
        save_learning(Learning(kept=self._kept, looks=drawn), folder)

    def _too_much(self) -> bool:
        return len(self._looks) > MOST_LOOKS or sum(look.size for look in self._looks) > _MOST_BYTES or self._heavy()

    def _heavy(self) -> bool:
        return sum(one.values.nbytes for one in self._features.values()) > _MOST_FEATURE_BYTES

    def _drop_one(self) -> None:
        """Drop the look whose neighbours are closest, one without a map first; never an end or the kept model's."""
        inner = [place for place in range(1, len(self._looks) - 1) if self._looks[place].epochs != self._kept]
        small = [place for place in inner if not self._looks[place].points]
        among = inner if self._heavy() or not small else small
        if self._heavy():
            among = [place for place in inner if self._looks[place].points] or inner
        place = min(among, key=lambda place: self._looks[place + 1].epochs - self._looks[place - 1].epochs)
        self._features.pop(self._looks.pop(place).epochs, None)


def points_of(places: np.ndarray, furthest: float) -> bytes:
    """Return `places`, (n, 2), as int8 in C order, of which `furthest` becomes 127."""
    return np.rint(np.clip(places / (furthest or 1.0), -1, 1) * _FURTHEST).astype(np.int8).tobytes()
