"""The vote: do several models together read better than the best of them alone?"""

from __future__ import annotations

from dataclasses import dataclass

from digitdemo.analysis.intervals import Interval, paired_interval
from digitdemo.analysis.mistakes import SIGNIFICANCE_LEVEL, mcnemar_p_value
from digitdemo.analysis.predictions import Choice
from digitdemo.analysis.studies.models import model_name
from digitdemo.analysis.studies.study import Choices, Study
from digitdemo.texts import mark, number, tr


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


def _choices(record: Ballot) -> Choices:
    duel = record.vote_and_best
    told = duel.p_value < SIGNIFICANCE_LEVEL
    return (
        Choice(tr("fewer test digits right than the best one"), told and duel.only_first < duel.only_second),
        Choice(tr("about as many: the test set cannot tell them apart"), not told),
        Choice(tr("more test digits right than the best one"), told and duel.only_first > duel.only_second),
    )


def _outcome(record: Ballot) -> str:
    return tr(
        "The vote misreads {vote} of {images:,} test digits, {best} alone {alone}.",
        vote=record.images - record.vote,
        images=record.images,
        best=model_name(record.best),
        alone=record.images - record.right[record.best],
    )


def _see(record: Ballot) -> str:
    duel, others = record.vote_and_best, record.without_and_second
    return tr(
        "{vote_only} digits are read right by the vote alone, {best_only} by {best} alone ({p}). The mean of all "
        "probabilities misreads {mean} ({mean_p}). Without {best}, the vote of the other {others} misreads {without}, "
        "and the best of them alone, {second}, {second_wrong} ({without_p}). {nobody} digits are read right by no "
        "model at all.",
        vote_only=duel.only_first,
        best_only=duel.only_second,
        best=model_name(record.best),
        p=_p(duel),
        mean=record.images - record.mean,
        mean_p=_p(record.mean_and_best),
        others=len(record.right) - 1,
        without=record.images - record.without_best,
        second=model_name(record.second),
        second_wrong=record.images - record.right[record.second],
        without_p=_p(others),
        nobody=record.nobody,
    )


def _p(duel: Duel) -> str:
    return f"p < {number(0.001, 'g')}" if duel.p_value < 0.001 else f"p = {number(duel.p_value, '.2g')}"


VOTE: Study[Ballot] = Study(
    record=Ballot,
    question=mark("Do eight models together read better than the best of them?"),
    setting=mark(
        "Eight ready-made models read the 10,000 test digits. Each has one vote, and the digit with the most votes "
        "wins. The best single model is the one that read the most validation images right: the test digits choose "
        "nothing."
    ),
    ask=mark("The vote of all eight reads …"),
    choices=_choices,
    outcome=_outcome,
    see=_see,
    limits=mark(
        "p is from McNemar's exact test: it says how often two equally good models would split the digits on which "
        "they differ at least this unevenly. Each model was trained once; another training may differ. Models that "
        "learned from the same images fail at the same digits."
    ),
    think=mark("When does a vote help most: if the voters are good, or if they make different mistakes?"),
    age=14,
    minutes=10,
    lab=dict(architecture="fast"),
)
