"""Between two digits: what models read in mixed pixels."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Way:
    """What a model reads on the way from one digit to another, by step, the ends among them.

    How many times it reads the `first` digit, how many the `second`, and how many times it is sure of what it reads.
    """

    first: tuple[int, ...]
    second: tuple[int, ...]
    sure: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Ways:
    """All models on the way between the two digits of `pairs` of test images.

    `agreed` says at each step in how many pairs all of them read the same digit, `thirds` which digit, 0 to 9, is read
    halfway how many times, by all models together, where it is neither of the two.
    """

    pairs: int
    models: dict[str, Way]
    agreed: tuple[int, ...]
    thirds: tuple[int, ...]

    def third(self, model: str) -> list[float]:
        """Return the share of pairs in which that model reads neither of the two, by step."""
        way = self.models[model]
        return [1 - (one + two) / self.pairs for one, two in zip(way.first, way.second, strict=True)]
