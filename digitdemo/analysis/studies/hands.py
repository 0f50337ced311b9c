"""Other hands: how well models that learned from MNIST read digits that are not MNIST's."""

from __future__ import annotations

from dataclasses import dataclass

from digitdemo.analysis.intervals import Interval, accuracy_interval, gap_interval


@dataclass(frozen=True, kw_only=True)
class Share:
    """An accuracy, and the number of images or drawings that it was measured on."""

    accuracy: float
    n: int

    @property
    def interval(self) -> Interval:
        """Return its 95 % interval."""
        return accuracy_interval(self.accuracy, self.n)

    def lead(self, other: Share) -> Interval:
        """Return the 95 % interval of this accuracy minus another one, on other images."""
        return gap_interval(self.accuracy, self.n, other.accuracy, other.n)


@dataclass(frozen=True, kw_only=True)
class Hands:
    """The shipped models' accuracies on MNIST's test images, on drawings by strangers, and on our own templates.

    `drawings` are copied from benchmarks/results/drawings.json, the record of `python -m digitdemo bench drawings`: the
    drawings are not ours to pass on. `learned_templates` are the models that were trained on drawings from the same
    templates.
    """

    test: dict[str, Share]
    drawings: dict[str, Share]
    templates: dict[str, Share]
    learned_templates: tuple[str, ...]
