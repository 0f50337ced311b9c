"""A sweep as tables on a terminal: a row a value, or a map of two knobs."""

from collections.abc import Callable, Sequence
from typing import Any

from rich import box
from rich.table import Table

from digitdemo.config.train_config import KNOBS
from digitdemo.runs.run import Run
from digitdemo.sweeps.outcome import Outcome
from digitdemo.sweeps.sweep import Sweep
from digitdemo.sweeps.words import gap_in_words, percent_in_words

_NOTHING = "·"  # no seed is there yet


def sweep_tables(sweep: Sweep, outcomes: Sequence[Outcome], best: Outcome | None = None) -> list[Table]:
    """Return what the cells came to, in the sweep's order: one table, or two maps where two knobs are swept.

    `best` is set in bold.
    """
    if len(sweep.axes) == 1:
        return [_by_value(sweep, outcomes, best)]
    return [
        _map(sweep, outcomes, best, "Validation accuracy", _validation),
        _map(sweep, outcomes, best, "Gap (train minus validation, points)", _gap),
    ]


def training_line(sweep: Sweep, run: Run, seconds: float) -> str:
    """Return one training in a line, for a file or a pipe."""
    knobs = ", ".join(f"{axis.knob} {_shown(axis.knob, getattr(run.config, axis.knob))}" for axis in sweep.axes)
    kept = run.kept if run.outcome == "finished" else None  # one that failed may have no epoch
    if kept is None or kept.validation_accuracy is None:
        return f"{knobs}, seed {run.config.seed}: {run.outcome}, {seconds:.1f} s"
    gap = 100 * (kept.train_accuracy - kept.validation_accuracy)
    return (
        f"{knobs}, seed {run.config.seed}: validation {kept.validation_accuracy:.2%}, gap {gap:+.2f}, {seconds:.1f} s"
    )


def _by_value(sweep: Sweep, outcomes: Sequence[Outcome], best: Outcome | None) -> Table:
    (axis,) = sweep.axes
    table = Table(box=box.SIMPLE, collapse_padding=True)
    for heading in (axis.knob, "seeds", "validation accuracy", "gap (points)"):
        table.add_column(heading, justify="right")
    for value, outcome in zip(axis.values, outcomes, strict=True):
        row = (_shown(axis.knob, value), _seeds(outcome), _validation(outcome), _gap(outcome))
        table.add_row(*row, style="bold" if outcome is best else None)
    return table


def _map(
    sweep: Sweep, outcomes: Sequence[Outcome], best: Outcome | None, title: str, shown: Callable[[Outcome], str]
) -> Table:
    down, across = sweep.axes
    table = Table(title=title, box=box.SIMPLE, collapse_padding=True)
    table.add_column(f"{down.knob} \\ {across.knob}", justify="right")
    for value in across.values:
        table.add_column(_shown(across.knob, value), justify="right")
    for row, value in enumerate(down.values):
        cells = outcomes[row * len(across.values) : (row + 1) * len(across.values)]
        texts = [f"[bold]{shown(one)}[/bold]" if one is best else shown(one) for one in cells]
        table.add_row(_shown(down.knob, value), *texts)
    return table


def _validation(outcome: Outcome) -> str:
    return percent_in_words(outcome.validation) if outcome.validation else _without(outcome)


def _gap(outcome: Outcome) -> str:
    return gap_in_words(outcome.gap) if outcome.gap else _without(outcome)


def _without(outcome: Outcome) -> str:
    return "diverged" if outcome.diverged else _NOTHING


def _seeds(outcome: Outcome) -> str:
    return f"{len(outcome.found.runs)}/{len(outcome.found.cell.configs)}"


def _shown(knob: str, value: Any) -> str:
    return KNOBS[knob].show(value) if KNOBS[knob].kind is not str else str(value)
