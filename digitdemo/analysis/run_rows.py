"""Runs as rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from digitdemo.analysis.diagnosis import Verdict, diagnose
from digitdemo.analysis.difference import varying_knobs
from digitdemo.analysis.finding import name_of
from digitdemo.analysis.intervals import Interval
from digitdemo.analysis.validation import validation_of, why_no_validation
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.describe import show_value
from digitdemo.config.sections import NETWORK_KNOBS
from digitdemo.config.train_config import KNOBS, TrainConfig, matters
from digitdemo.runs.run import Run, outcome_name
from digitdemo.texts import mark, tr
from digitdemo.texts.said import within

TRUE_TRAIN = mark("Train, true labels")
KNOBS_THAT_DIFFER = mark("Knobs that differ")
COLUMNS = (
    mark("Run"),
    mark("Validation accuracy"),
    mark("Test accuracy"),
    mark("95% (test)"),
    mark("Gap (points)"),
    mark("Verdict"),
    mark("Time (s)"),
    mark("Train accuracy"),
    TRUE_TRAIN,
    mark("95% (validation)"),
    mark("Architecture"),
    mark("Parameters"),
    mark("Epochs"),
    KNOBS_THAT_DIFFER,
    mark("Ended"),
    mark("Temperature"),
)
_MOST_COLUMNS = 7


def run_rows(
    names: Sequence[str], runs: Sequence[Run], verdict_on: Callable[[Run], Verdict] = diagnose
) -> list[dict[str, Any]]:
    """Return a row of each run, its cells by column: accuracies in percent, the gap in points, time in seconds.

    The columns are some of `COLUMNS`, which are marked, and knobs by their labels.
    Every run needs a history. What runs are compared by comes first. Of the knobs only those have a cell that vary
    among the runs. Where a run has learned wrong labels, `TRUE_TRAIN` is a column, too; its cell is None where an
    earlier version did not measure that.
    """
    cells = knob_cells([run.config for run in runs], leave_out=("architecture", "epochs"))
    noisy = any(run.config.label_noise for run in runs)
    return [
        {"Run": name, **_row(run, verdict_on(run), _true_train(run) if noisy else {}, knobs)}
        for name, run, knobs in zip(names, runs, cells, strict=True)
    ]


def _true_train(run: Run) -> dict[str, float | None]:
    accuracy = run.kept.true_train_accuracy if run.config.label_noise else run.kept.train_accuracy
    return {TRUE_TRAIN: None if accuracy is None else 100 * accuracy}


def _row(run: Run, verdict: Verdict, true_train: dict[str, float | None], knobs: dict[str, Any]) -> dict[str, Any]:
    kept, validation = run.kept, validation_of(run)
    return {
        "Validation accuracy": 100 * validation.accuracy if validation else None,
        "Test accuracy": 100 * kept.test_accuracy,
        "95% (test)": _show(verdict.test_interval) if verdict.test_interval else "",
        "Gap (points)": 100 * (kept.train_accuracy - kept.test_accuracy),
        "Verdict": name_of(verdict.finding),
        "Time (s)": kept.elapsed_seconds,
        "Train accuracy": 100 * kept.train_accuracy,
        **true_train,
        "95% (validation)": _show(validation.interval) if validation else why_no_validation(run),
        "Architecture": show_value("architecture", run.config),
        "Parameters": parameters_of(run),
        "Epochs": kept.epoch,
        **knobs,
        "Ended": outcome_name(run.outcome),
        "Temperature": run.temperature,
    }


def _show(interval: Interval) -> str:
    return tr("{low:.2f} to {high:.2f}", low=100 * interval.low, high=100 * interval.high)


def knob_cells(configs: Sequence[TrainConfig], *, leave_out: Collection[str] = ()) -> list[dict[str, Any]]:
    """Return a table's cells for the knobs that vary among the configs: of each config, its values by column.

    A knob is a column, None where it does not matter; if more than seven vary, one column of text has all of them.
    """
    names = [name for name in varying_knobs(configs) if name not in leave_out]
    if len(names) > _MOST_COLUMNS:
        return [
            {
                KNOBS_THAT_DIFFER: ", ".join(
                    f"{within(KNOBS[name].label)} {show_value(name, config)}" for name in names if matters(name, config)
                )
            }
            for config in configs
        ]
    return [{KNOBS[name].label: _cell(name, config) for name in names} for config in configs]


def _cell(name: str, config: TrainConfig) -> Any:
    if not matters(name, config):
        return None
    return show_value(name, config) if KNOBS[name].kind is str else getattr(config, name)


def parameters_of(run: Run) -> int | None:
    """Return how many weights a run's model has; None where an earlier version did not count those of its network."""
    recipe = TrainConfig(architecture=run.config.architecture)
    if run.parameters is None and all(getattr(run.config, n) == getattr(recipe, n) for n in NETWORK_KNOBS):
        return ARCHITECTURES[run.config.architecture].parameters
    return run.parameters
