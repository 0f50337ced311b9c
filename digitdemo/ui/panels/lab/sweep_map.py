"""The map of a sweep: a cell for each combination of values, which opens its runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from digitdemo.analysis.intervals import show_points
from digitdemo.config.describe import show_value
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.sweeps.found import Found
from digitdemo.sweeps.outcome import Outcome, Spread, outcome_of
from digitdemo.sweeps.sweep import Sweep
from digitdemo.sweeps.winner import Winner
from digitdemo.sweeps.words import cell_name, gap_in_words, percent_in_words
from digitdemo.texts import mark, number, tr, tr_n
from digitdemo.ui.charts.sweep import gap_dots, validation_dots
from digitdemo.ui.components.heat_map import HeatCell, HeatMap, Hue, State, show_heat_map
from digitdemo.ui.components.steady_chart import steady_chart
from digitdemo.ui.state import sweeping, widget_keys

_LEAST_RANGE = 0.01  # from the lightest to the darkest cell: less than a point is not to look like a world
_VALIDATION, _GAP = mark("Validation accuracy"), mark("Gap (train minus validation), points")


def outcomes_of(found: Found) -> tuple[Outcome, ...]:
    """Return what each cell came to so far, in the sweep's order."""
    return tuple(outcome_of(cell) for cell in found.cells)


def show_map(found: Found, outcomes: Sequence[Outcome], winner: Winner | None) -> None:
    """Show validation accuracy and gap: two maps where two knobs are swept, else dots, and a table that opens runs."""
    sweep, running = found.sweep, sweeping.now_training(found.sweep)
    of = partial(_cells, sweep=sweep, outcomes=outcomes, winner=winner, running=running)
    validation = of(_validation, "calm")
    gap = of(_gap, "warm")
    if len(sweep.axes) == 1:
        _one_knob(sweep, outcomes, validation, gap)
    else:
        _two_knobs(sweep, validation, gap, outcomes)


def _one_knob(
    sweep: Sweep, outcomes: Sequence[Outcome], validation: Sequence[HeatCell], gap: Sequence[HeatCell]
) -> None:
    (axis,) = sweep.axes
    label, names = KNOBS[axis.knob].label, _names(sweep, 0)
    if any(outcome.validation for outcome in outcomes):
        left, right = st.columns(2)
        with left:
            alt = tr("Validation accuracy over {knob}. {cells}", knob=label, cells=_said(validation))
            steady_chart(validation_dots(names, outcomes, label), key="sweep_validation", alt=alt)
        with right:
            alt = tr("Gap over {knob}. {cells}", knob=label, cells=_said(gap))
            steady_chart(gap_dots(names, outcomes, label), key="sweep_gap", alt=alt)
    table = HeatMap(
        caption=tr("Each row opens its runs"),
        across="",
        down=label,
        columns=[tr("Validation accuracy"), tr("Gap (points)")],
        rows=names,
        cells=list(zip(validation, gap, strict=True)),
    )
    with st.container(key="sweep_table"):
        _show(table, widget_keys.SWEEP_MAP, one_knob=True)


def _two_knobs(
    sweep: Sweep, validation: Sequence[HeatCell], gap: Sequence[HeatCell], outcomes: Sequence[Outcome]
) -> None:
    width = len(sweep.axes[1].values)
    down, across = (KNOBS[axis.knob].label for axis in sweep.axes)
    for column, title, cells, key, legend in zip(
        st.columns(2),
        (tr(_VALIDATION), tr(_GAP)),
        (validation, gap),
        (widget_keys.SWEEP_MAP, widget_keys.SWEEP_GAP_MAP),
        (_legend(_validation, outcomes, "calm"), _legend(_gap, outcomes, "warm")),
        strict=True,
    ):
        shown = HeatMap(
            caption=title,
            across=across,
            down=down,
            columns=_names(sweep, 1),
            rows=_names(sweep, 0),
            cells=[cells[first : first + width] for first in range(0, len(cells), width)],
            legend=legend,
        )
        with column:
            _show(shown, key, one_knob=False)


def _show(shown: HeatMap, key: str, *, one_knob: bool) -> None:
    opened = sweeping.opened_place()
    place = None if opened is None else (opened[0], 0 if one_knob else opened[1])
    show_heat_map(shown, opened=place, key=key, on_cell=partial(sweeping.take_cell, key, one_knob))


def _names(sweep: Sweep, which: int) -> list[str]:
    axis = sweep.axes[which]
    first = [cell.configs[0] for cell in sweep.cells]
    by_value = {getattr(config, axis.knob): config for config in first}
    return [show_value(axis.knob, by_value[value]) for value in axis.values]


_Measured = Callable[[Outcome], Spread | None]


def _validation(outcome: Outcome) -> Spread | None:
    return outcome.validation


def _gap(outcome: Outcome) -> Spread | None:
    return outcome.gap


def _cells(
    measured: _Measured,
    hue: Hue,
    *,
    sweep: Sweep,
    outcomes: Sequence[Outcome],
    winner: Winner | None,
    running: TrainConfig | None,
) -> list[HeatCell]:
    ends = _ends(measured, outcomes)
    return [
        _cell(sweep, outcome, measured, hue, ends, running, best=bool(winner and winner.outcome is outcome))
        for outcome in outcomes
    ]


def _cell(
    sweep: Sweep,
    outcome: Outcome,
    measured: _Measured,
    hue: Hue,
    ends: tuple[float, float],
    running: TrainConfig | None,
    *,
    best: bool,
) -> HeatCell:
    spread, found, name = measured(outcome), outcome.found, cell_name(sweep, outcome.found.cell)
    is_running = running in found.cell.configs
    if spread is None:
        return _without(outcome, name, hue, is_running=is_running)
    seeds = tr_n("{done} of {n} seed", "{done} of {n} seeds", len(found.cell.configs), done=len(found.runs))
    says = tr("{cell}: {value}, {seeds}.", cell=name, value=_in_words(measured, spread), seeds=seeds)
    low, high = ends
    return HeatCell(
        text=_brief(measured, spread),
        shade=(spread.mean - low) / (high - low),
        says=says,
        state="running" if is_running else "done" if outcome.whole else "part",
        hue=hue,
        best=best,
    )


def _without(outcome: Outcome, name: str, hue: Hue, *, is_running: bool) -> HeatCell:
    """Return a cell without a number: nothing of it is trained yet, or all of it has diverged."""
    state: State = "running" if is_running else "diverged" if outcome.diverged else "missing"
    says = tr("{cell}: diverged.", cell=name) if outcome.diverged else tr("{cell}: nothing yet.", cell=name)
    text = {"running": "…", "diverged": tr("diverged"), "missing": ""}[state]
    return HeatCell(text=text, shade=None, says=says, state=state, hue=hue)


def _in_words(measured: _Measured, spread: Spread) -> str:
    if measured is _gap:
        return tr("gap {points} points", points=gap_in_words(spread))
    return tr("validation accuracy {accuracy}", accuracy=percent_in_words(spread))


def _brief(measured: _Measured, spread: Spread) -> str:
    return show_points(spread.mean, signed=True, decimals=1) if measured is _gap else number(spread.mean, ".1%")


def _ends(measured: _Measured, outcomes: Sequence[Outcome]) -> tuple[float, float]:
    """Return the means of the lightest and the darkest cell; no gap, and what is below, has no colour."""
    means = [spread.mean for outcome in outcomes if (spread := measured(outcome))]
    low, high = min(means, default=0.0), max(means, default=1.0)
    return low, max(high, low + _LEAST_RANGE)


def _legend(measured: _Measured, outcomes: Sequence[Outcome], hue: Hue) -> tuple[str, str, Hue] | None:
    if not any(measured(outcome) for outcome in outcomes):
        return None
    low, high = (Spread((), end, None) for end in _ends(measured, outcomes))
    return _brief(measured, low), _brief(measured, high), hue


def _said(cells: Sequence[HeatCell]) -> str:
    return " ".join(cell.says for cell in cells)
