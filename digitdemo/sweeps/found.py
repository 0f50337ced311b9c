"""What of a sweep is there: the runs that belong to its cells, so that none is trained or counted twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from digitdemo.analysis.comparison import needs_no_training
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run import Run
from digitdemo.sweeps.sweep import Cell, Sweep


def tells(run: Run) -> bool:
    """Return whether a run settles its config's training: it ended by itself, from no drawings, and was validated.

    One that diverged would diverge again.
    """
    return needs_no_training(run) or (run.outcome == "diverged" and run.own is None)


@dataclass(frozen=True)
class FoundCell:
    """A cell, and those of its trainings that are there, in the order of the seeds; `all_there` says if that is all."""

    cell: Cell
    runs: tuple[Run, ...]

    @property
    def all_there(self) -> bool:
        """Whether none of its trainings is missing."""
        return len(self.runs) == len(self.cell.configs)

    @property
    def finished(self) -> tuple[Run, ...]:
        """Those that have an accuracy: the others have diverged."""
        return tuple(run for run in self.runs if run.outcome == "finished")


@dataclass(frozen=True)
class Found:
    """A sweep and the run of each config that is there."""

    sweep: Sweep
    runs: dict[TrainConfig, Run]

    @property
    def missing(self) -> tuple[TrainConfig, ...]:
        """The trainings that are not there yet, in the order in which they come."""
        return tuple(config for config in self.sweep.trainings if config not in self.runs)

    @property
    def cells(self) -> tuple[FoundCell, ...]:
        """All cells in the sweep's order."""
        return tuple(
            FoundCell(cell, tuple(self.runs[config] for config in cell.configs if config in self.runs))
            for cell in self.sweep.cells
        )


def found_in(sweep: Sweep, runs: Iterable[Run]) -> Found:
    """Return what of `sweep` is among `runs`. A run belongs to the training whose config it has, knob by knob.

    Of several with the same config the first counts: a second one is no second seed.
    """
    wanted = frozenset(sweep.trainings)
    found: dict[TrainConfig, Run] = {}
    for run in runs:
        if run.config in wanted and tells(run):
            found.setdefault(run.config, run)
    return Found(sweep, found)
