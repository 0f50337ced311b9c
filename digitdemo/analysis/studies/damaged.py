"""How many of the same test images models read right when these are damaged: counts, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass

from digitdemo.analysis.intervals import Interval, accuracy_interval, paired_interval

BREAKS = 0.1  # damage that makes a model misread so many more of the same images is said to break it


@dataclass(frozen=True)
class Damage:
    """How many of the same `images` a model reads right as they are, and what damage of each kind changes.

    Of every kind, by its strengths from the weakest: `lost` are read right as they are and wrong when damaged,
    `gained` the other way round.
    """

    images: int
    right: int
    lost: dict[str, tuple[int, ...]]
    gained: dict[str, tuple[int, ...]]

    def accuracy(self, kind: str, level: int) -> float:
        """Return the accuracy at a level, 0 for the images as they are."""
        change = self.gained[kind][level - 1] - self.lost[kind][level - 1] if level else 0
        return (self.right + change) / self.images

    def fall(self, kind: str, level: int) -> float:
        """Return by how much the accuracy is lower than on the images as they are."""
        return self.accuracy(kind, 0) - self.accuracy(kind, level)

    def fall_interval(self, kind: str, level: int) -> Interval:
        """Return the 95 % interval of that fall, by the images that changed; `level` is at least 1."""
        return paired_interval(self.lost[kind][level - 1], self.gained[kind][level - 1], self.images)

    def accuracy_interval(self, kind: str, level: int) -> Interval:
        """Return the 95 % interval of the accuracy at a level, by the number of images."""
        return accuracy_interval(self.accuracy(kind, level), self.images)

    def breaks_at(self, kind: str) -> int | None:
        """Return the lowest level that breaks the model, or None."""
        levels = range(1, len(self.lost[kind]) + 1)
        return next((level for level in levels if self.fall(kind, level) > BREAKS), None)
