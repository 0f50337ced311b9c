"""What a sweep shows, in plain sentences: which cell is best, how surely, and what choosing it has flattered."""

from __future__ import annotations

from digitdemo.analysis.intervals import show_points
from digitdemo.config.train_config import KNOBS
from digitdemo.sweeps.found import Found
from digitdemo.sweeps.outcome import Outcome, Spread
from digitdemo.sweeps.sweep import Cell, Sweep
from digitdemo.sweeps.winner import Winner
from digitdemo.texts import number, tr, tr_n
from digitdemo.texts.said import within

_NAMED = 3  # cells that are as good: more are counted


def cell_name(sweep: Sweep, cell: Cell) -> str:
    """Return a cell by its knobs, such as "width 32, dropout 0.2"."""
    return ", ".join(
        f"{within(KNOBS[axis.knob].label)} {KNOBS[axis.knob].show(value)}"
        for axis, value in zip(sweep.axes, cell.values, strict=True)
    )


def percent_in_words(spread: Spread | None) -> str:
    """Return an accuracy with its interval, such as "96.12% (95.80 to 96.44)"; "none" where there is none."""
    if spread is None:
        return tr("none")
    mean = number(spread.mean, ".2%")
    if spread.interval is None:
        return mean
    low, high = 100 * spread.interval.low, 100 * spread.interval.high
    return tr("{mean} ({low:.2f} to {high:.2f})", mean=mean, low=low, high=high)


def gap_in_words(spread: Spread | None) -> str:
    """Return a gap in points with its interval, such as "+1.20 (0.90 to 1.50)"; "none" where there is none."""
    if spread is None:
        return tr("none")
    mean = show_points(spread.mean, signed=True)
    if spread.interval is None:
        return mean
    low, high = show_points(spread.interval.low), show_points(spread.interval.high)
    return tr("{mean} ({low} to {high})", mean=mean, low=low, high=high)


def progress_sentence(found: Found) -> str:
    """Return how much of a sweep is there: "12 of 18 trainings are done."."""
    done, all_ = found.sweep.size - len(found.missing), found.sweep.size
    return tr_n("{done} of {n} training is done.", "{done} of {n} trainings are done.", all_, done=done)


def best_sentence(sweep: Sweep, winner: Winner) -> str:
    """Return which cell reads validation images best, and whether the seeds can tell it from the others."""
    best = tr(
        "Best on validation: {name}, {accuracy}.",
        name=cell_name(sweep, winner.outcome.found.cell),
        accuracy=percent_in_words(winner.validation),
    )
    return f"{best} {_how_surely(sweep, winner)}"


def _how_surely(sweep: Sweep, winner: Winner) -> str:
    if winner.alike is None:
        return tr("So few seeds cannot tell it from the others: take at least 3.")
    if not winner.alike:
        return tr("It beats each of the others by more than seeds would.")
    if len(winner.alike) > _NAMED:
        return tr("The seeds cannot tell it from {n} of the other {all}.", n=len(winner.alike), all=winner.among - 1)
    names = "; ".join(cell_name(sweep, other.found.cell) for other in winner.alike)
    return tr("The seeds cannot tell it from: {names}.", names=names)


def curse_sentence(winner: Winner) -> str:
    """Return what choosing the best of many has flattered, and its accuracy on images that had no say."""
    if winner.contenders == 1:
        curse = tr("No other comes near, so luck has hardly helped it.")
    else:
        curse = tr(
            "{n} may be equally good, so luck helped the best of them: if they are, it looks {luck} points better than "
            "it is (the winner's curse).",
            n=winner.contenders,
            luck=show_points(winner.luck),
        )
    test = tr(
        "Believe its test accuracy, {accuracy}: those images had no say in the choice.",
        accuracy=percent_in_words(winner.test),
    )
    return f"{curse} {test}"


def interval_sentence(sweep: Sweep) -> str:
    """Return what the intervals are."""
    if sweep.seeds == 1:
        return tr("One seed: how much another one would change is not known.")
    return tr(
        "In brackets: the 95% interval of the mean of {seeds} seeds, by Student's t.",
        seeds=sweep.seeds,
    )


def diverged_sentence(outcomes: tuple[Outcome, ...]) -> str:
    """Return how many trainings have diverged, and what that means for their cells; "" where none has."""
    count = sum(outcome.diverged for outcome in outcomes)
    if not count:
        return ""
    return tr_n(
        "{n} training diverged: its cell cannot be the best.",
        "{n} trainings diverged: their cells cannot be the best.",
        count,
    )
