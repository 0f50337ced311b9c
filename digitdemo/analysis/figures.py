"""The figures in an experiment's sentences, made from its recorded runs: none can go stale.

In a sentence stands `{WHAT:WHERE}`. WHAT is a quantity (`digitdemo/analysis/quantities.py`) or a knob, WHERE one of the
experiment's trainings: `{test:broken}` becomes the mean over the seeds, `{train_size:cure}` the knob's value. Two
trainings compare: `{test:broken<cure}` becomes by how much the second is higher, with the 95 % interval over seeds, and
says that this is surely so; `>` the same of lower, and `=` that they lie surely within `ALIKE` of each other.
"""

from __future__ import annotations

import math
import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from digitdemo.analysis.experiments.experiment import Experiment
from digitdemo.analysis.intervals import Interval, mean_interval, show_points
from digitdemo.analysis.quantities import Unit, quantity
from digitdemo.config.describe import show_value
from digitdemo.config.train_config import KNOBS
from digitdemo.runs.run import Run
from digitdemo.texts import number, tr

ArmRuns = Mapping[str, Sequence[Run]]  # of each of an experiment's trainings, one run a seed, in the order of the seeds

# Half a point of accuracy is what two seeds of one small network lie apart by.
ALIKE = 0.005

_IN_PERCENT = ("label_noise", "rare_share")  # knobs whose value is a share of the images

_COMPARED = re.compile(r"(\w+)([<>=])(\w+)")


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two trainings of an experiment by one quantity: the mean of b minus a over the seeds, and its 95 % interval."""

    quantity: str
    a: str
    b: str
    sign: str
    difference: float
    interval: Interval

    @property
    def holds(self) -> bool:
        """Whether what the sentence says of the two is surely so."""
        low, high = self.interval.low, self.interval.high
        if self.sign == "=":
            return low > -ALIKE and high < ALIKE
        return low > 0 if self.sign == "<" else high < 0

    @property
    def words(self) -> str:
        """How far they lie apart, without a sign where the sentence says which is higher."""
        unit = quantity(self.quantity).unit
        difference, low, high = self.difference, self.interval.low, self.interval.high
        if self.sign == ">":
            difference, low, high = -difference, -high, -low
        if unit == "times":
            return tr(
                "{ratio} times (95%: {low} to {high})", ratio=_times(difference), low=_times(low), high=_times(high)
            )
        assert unit in ("share", "points")
        return tr(
            "{points} points (95%: {low} to {high})", points=_points(difference), low=_points(low), high=_points(high)
        )


def fill_in(text: str, experiment: Experiment, runs: ArmRuns) -> str:
    """Return `text` with its figures filled in.

    Raises:
        KeyError: it names a quantity, knob or training that is not there.
    """
    return "".join(
        before + (_figure(what, where or "", experiment, runs) if what else "")
        for before, what, where, _ in string.Formatter().parse(text)
    )


def comparisons(text: str, runs: ArmRuns) -> Iterator[Comparison]:
    """Yield the comparisons that a text makes, in their order."""
    for _, what, where, _ in string.Formatter().parse(text):
        if what and (compared := _COMPARED.fullmatch(where or "")):
            yield _compare(what, compared, runs)


def effect_in_words(experiment: Experiment, runs: ArmRuns) -> str:
    """Return the first comparison that an experiment makes, signed: "Test accuracy: +2.1 points (95%: 1.9 to 2.3)"."""
    first = next(comparisons(experiment.see, runs))
    low, high = first.interval.low, first.interval.high
    name = quantity(first.quantity).name
    return tr(
        "{what}: {difference} points (95% interval: {low} to {high}).",
        what=f"{name[0].upper()}{name[1:]}",
        difference=show_points(first.difference, signed=True, decimals=1),
        low=_points(low),
        high=_points(high),
    )


def _figure(what: str, where: str, experiment: Experiment, runs: ArmRuns) -> str:
    if compared := _COMPARED.fullmatch(where):
        return _compare(what, compared, runs).words
    if what in KNOBS:
        config = experiment.config(where)
        return number(getattr(config, what), ".0%") if what in _IN_PERCENT else show_value(what, config)
    measured = quantity(what)
    return _show(mean(measured.of(run) for run in runs[where]), measured.unit)


def _compare(what: str, compared: re.Match[str], runs: ArmRuns) -> Comparison:
    a, sign, b = compared.groups()
    of = quantity(what).of
    differences = [of(after) - of(before) for before, after in zip(runs[a], runs[b], strict=True)]
    return Comparison(
        quantity=what, a=a, b=b, sign=sign, difference=mean(differences), interval=mean_interval(differences)
    )


def _show(value: float, unit: Unit) -> str:
    if unit == "share":
        return number(value, ".1%")
    if unit == "points":
        return tr("{points} points", points=_points(value))
    return tr("{ratio} times", ratio=_times(value)) if unit == "times" else number(value, ",.0f")


def _points(fraction: float) -> str:
    return show_points(fraction, decimals=1)


def _times(logarithm: float) -> str:
    """Return a ratio to two significant digits, given its natural logarithm."""
    ratio = math.exp(logarithm)
    return number(round(ratio, 1 - math.floor(math.log10(ratio))), ",.10g")
