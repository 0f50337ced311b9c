"""The vote: do several models together read better than the best of them alone?"""

from __future__ import annotations

from dataclasses import dataclass

from digitdemo.analysis.intervals import Interval, paired_interval
from digitdemo.analysis.mistakes import mcnemar_p_value


@dataclass(frozen=True, kw_only=True)
class Duel:
    """Two ways to answer the same images: how many each of them reads right alone."""

    only_first: int
    only_second: int

    @property
    def p_value(self) -> float:
        """Return the p value of McNemar's exact test."""
        return mcnemar_p_value(self.only_first, self.only_second)

    def difference(self, images: int) -> float:
        """Return the first's accuracy minus the second's."""
        return (self.only_first - self.only_second) / images

    def interval(self, images: int) -> Interval:
        """Return the 95 % interval of that difference."""
        return paired_interval(self.only_first, self.only_second, images)


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """How many of the test `images` are read right by each model, and by what is made of all their answers.

    `best` and `second` are the models with the highest accuracy on validation images. `vote` is the digit that most
    models read, `mean` the one with the highest mean probability, `without_best` the vote of all others; `nobody` is
    how many images no model reads right. In the duels the first is what is made of all answers.
    """

    images: int
    best: str
    second: str
    right: dict[str, int]
    vote: int
    mean: int
    without_best: int
    nobody: int
    vote_and_best: Duel
    mean_and_best: Duel
    without_and_second: Duel
