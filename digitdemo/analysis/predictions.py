"""What can be predicted of an experiment, and what its recorded runs say to that: exactly one choice is right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

from digitdemo.analysis.experiments.experiment import BROKEN, CURE, Experiment
from digitdemo.analysis.experiments.lesson import Changed, Course, Place, Ranged, Shape, Sketched, Slope
from digitdemo.analysis.figures import ArmRuns, fill_in
from digitdemo.analysis.intervals import show_points
from digitdemo.analysis.quantities import quantity
from digitdemo.runs.run import Run
from digitdemo.texts import mark, tr

SHAPES: dict[Shape, str] = {
    "together": mark("Train and test get high together"),
    "gap": mark("Train gets high, test stays behind"),
    "low": mark("Both stay low together"),
    "above": mark("Test lies above train"),
    "falls": mark("Test rises, then falls again"),
    "guess": mark("Nothing is learned: both stay at guessing"),
}
SAME = 0.01  # a change below one point: what three digits of an accuracy of 10,000 images can tell for sure

_STEPS = (0.02, 0.05, 0.1, 0.2)  # widths of the middle one of three ranges
_MARGIN = 0.005  # between a bound and all recorded runs, or as much as these lie apart

# Where one shape ends and the next begins: wide of what two seeds differ by.
_GUESSING = 0.2  # accuracy; one of ten digits is guessed at 0.1
_APART = 0.03  # train above test
_ABOVE = 0.02  # test above train
_FALL = 0.05  # of test since its best epoch
_LOW = 0.9


@dataclass(frozen=True)
class Choice:
    """One of three things to predict; `shape` is what to sketch for it, where there is a sketch."""

    label: str
    right: bool
    shape: Shape | Course | Slope | None = None


def ask(experiment: Experiment) -> str:
    """Return what is to be predicted, as the beginning of a sentence that each choice ends, or as a question."""
    match experiment.lesson.predict:
        case Sketched(arm=arm):
            return tr("How will the curves look with {name}?", name=name_of(experiment, arm))
        case Ranged(quantity=what, arm=arm):
            return tr("With {name}, {quantity} will be …", name=name_of(experiment, arm), quantity=quantity(what).name)
        case Changed(quantity=what):
            before, after = (name_of(experiment, arm) for arm in (BROKEN, CURE))
            return tr(
                "From {before} to {after}, {quantity} will …", before=before, after=after, quantity=quantity(what).name
            )


def name_of(experiment: Experiment, arm: str) -> str:
    """Return what one of the trainings is called in a lesson; the names of the two do not tell how it ends."""
    if arm in experiment.apart:
        return tr(experiment.apart[arm].label)
    return fill_in(tr(experiment.lesson.two[(BROKEN, CURE).index(arm)]), experiment, {})


def choices(experiment: Experiment, runs: ArmRuns) -> tuple[Choice, Choice, Choice]:
    """Return what can be predicted; right is the one that holds of the recorded runs on average."""
    match experiment.lesson.predict:
        case Sketched(choices=shapes, arm=arm):
            found = [shape_of(run) for run in runs[arm]]
            usual = max(set(found), key=found.count)
            first, second, third = (Choice(tr(SHAPES[shape]), shape == usual, shape) for shape in shapes)
        case Ranged(right=place, quantity=what, arm=arm):
            values = [quantity(what).of(run) for run in runs[arm]]
            low, high = bounds(values, place)
            is_right = [mean(values) < low, low <= mean(values) < high, mean(values) >= high]
            labels = (
                tr("below {share:.0%}", share=low),
                tr("{low:.0%} to {high:.0%}", low=low, high=high),
                tr("above {share:.0%}", share=high),
            )
            first, second, third = map(Choice, labels, is_right)
        case Changed(quantity=what):
            change = mean(changes(what, runs))
            labels = (
                tr("fall by more than {points:.0f} point", points=100 * SAME),
                tr("stay within {points:.0f} point", points=100 * SAME),
                tr("rise by more than {points:.0f} point", points=100 * SAME),
            )
            first, second, third = map(Choice, labels, [change < -SAME, abs(change) <= SAME, change > SAME])
    return first, second, third


def outcome(experiment: Experiment, runs: ArmRuns) -> str:
    """Return what became of what was to be predicted, in one sentence with its figures."""
    match experiment.lesson.predict:
        case Sketched(arm=arm):
            train, test = (mean(map(quantity(what).of, runs[arm])) for what in ("train", "test"))
            right = next(choice.label for choice in choices(experiment, runs) if choice.right)
            return tr(
                "{shape}: with {name}, train {train:.1%} and test {test:.1%} at the end "
                "(mean of {seeds} recorded trainings).",
                shape=right,
                name=name_of(experiment, arm),
                train=train,
                test=test,
                seeds=len(runs[arm]),
            )
        case Ranged(quantity=what, arm=arm):
            measured = mean(map(quantity(what).of, runs[arm]))
            return tr(
                "With {name}, {quantity} is {share:.1%} (mean of {seeds} recorded trainings).",
                name=name_of(experiment, arm),
                quantity=quantity(what).name,
                share=measured,
                seeds=len(runs[arm]),
            )
        case Changed(quantity=what):
            change = show_points(mean(changes(what, runs)), signed=True, decimals=1)
            name = quantity(what).name
            return tr(
                "{quantity} changes by {change} points (mean of {seeds} recorded pairs).",
                quantity=f"{name[0].upper()}{name[1:]}",
                change=change,
                seeds=len(runs[CURE]),
            )


def changes(what: str, runs: ArmRuns) -> list[float]:
    """Return by how much a quantity is higher in the second training than in the first, seed by seed."""
    of = quantity(what).of
    return [of(after) - of(before) for before, after in zip(runs[BROKEN], runs[CURE], strict=True)]


def bounds(values: Sequence[float], right: Place) -> tuple[float, float]:
    """Return two round fractions that part three ranges, so that all of `values` lie within the one that is right.

    Raises:
        ValueError: there are none.
    """
    margin = max(_MARGIN, max(values) - min(values))
    low, high = min(values) - margin, max(values) + margin
    # Where the first is right there is the more room the nearer to guessing; wide ranges are the ones to doubt.
    for step in reversed(_STEPS) if right == "first" else _STEPS:
        parts = round(1 / step)
        floor, ceiling = math.floor(low * parts + 1e-9), math.ceil(high * parts - 1e-9)
        begin = {"first": ceiling, "second": floor, "third": floor - 1}[right]
        fits = right != "second" or ceiling == floor + 1
        if fits and begin > 0 and begin + 1 < parts:
            return begin / parts, (begin + 1) / parts
    raise ValueError(f"{list(values)} lie in no {right} one of three ranges")


def shape_of(run: Run) -> Shape:
    """Return which of the sketched shapes a run's curves have."""
    last = run.history[-1]
    train, test = last.train_accuracy, last.test_accuracy
    if max(train, test) < _GUESSING:
        return "guess"
    if max(record.test_accuracy for record in run.history) - test > _FALL:
        return "falls"
    if test - train > _ABOVE:
        return "above"
    if train - test > _APART:
        return "gap"
    return "low" if train < _LOW else "together"
