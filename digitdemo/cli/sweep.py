"""Train every combination of one or two knobs' values from several seeds, and say which is best, and how surely."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.live import Live

from digitdemo.cli.knob_options import add_knobs, config_of
from digitdemo.cli.printing import CONSOLE
from digitdemo.cli.sweep_tables import sweep_tables, training_line
from digitdemo.cli.sweep_trainings import trainings
from digitdemo.config.knob import ConfigError
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.jobs.foretelling import foretell
from digitdemo.jobs.pace import Pace
from digitdemo.runs.owners import NOBODY
from digitdemo.runs.quota import default_quota
from digitdemo.runs.run import Run
from digitdemo.runs.store import RunStore, default_store
from digitdemo.sweeps.found import Found, found_in, tells
from digitdemo.sweeps.outcome import outcome_of
from digitdemo.sweeps.room import refuse_without_room
from digitdemo.sweeps.sweep import MOST_SEEDS, Axis, Sweep, axis_from_text
from digitdemo.sweeps.values import architecture_for, usual_values
from digitdemo.sweeps.winner import winner_of
from digitdemo.sweeps.words import (
    best_sentence,
    curse_sentence,
    diverged_sentence,
    interval_sentence,
    progress_sentence,
)
from digitdemo.texts.about_time import about_time

_SEEDS = 3  # from which on an interval means something
_INTERRUPTED = 130


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the swept knobs with their values, the seeds, and the knobs of what is swept around."""
    parser.add_argument("--knob", required=True, metavar="KNOB", help="what to sweep, such as width")
    parser.add_argument("--values", metavar="A,B,…", help="its values; default: some of its range")
    parser.add_argument("--knob2", metavar="KNOB", help="a second knob: every value of one with every value of it")
    parser.add_argument("--values2", metavar="A,B,…", help="the values of that; default: some of its range")
    parser.add_argument(
        "--seeds", type=int, default=_SEEDS, metavar="N", help=f"1 to {MOST_SEEDS}, from --seed on; default {_SEEDS}"
    )
    parser.add_argument(
        "--again", action="store_true", help="train what is there once more, and say whether the numbers are the same"
    )
    add_knobs(parser)


def run(options: argparse.Namespace) -> int:
    """Say how long it takes, train what is missing while a table grows, and end with what the whole of it says.

    What is done is kept when it is interrupted, and not trained again the next time.
    """
    sweep = _sweep(options)
    store = default_store()
    found = found_in(sweep, _runs(store))
    refuse_without_room(sweep.trainings, default_quota().everybody)
    configs = sweep.trainings if options.again else found.missing
    CONSOLE.print(progress_sentence(found))
    trained: list[Run] = []
    interrupted = False
    if configs:
        try:
            _train(configs, store, found, trained)
        except KeyboardInterrupt:
            interrupted = True
    before, found = found.runs, found_in(sweep, [*found.runs.values(), *trained])
    _print_outcome(found)
    if options.again and (twice := [one for one in trained if one.config in before]):
        same = sum(_numbers(one) == _numbers(before[one.config]) for one in twice)
        CONSOLE.print(f"Trained once more: {same} of {len(twice)} have the same numbers.")
    if interrupted:
        CONSOLE.print("Interrupted. What is done is kept; the same command goes on from here.")
        return _INTERRUPTED
    return 1 if found.missing else 0


def _sweep(options: argparse.Namespace) -> Sweep:
    axes = [_axis(options.knob, options.values)]
    if options.knob2:
        axes.append(_axis(options.knob2, options.values2))
    elif options.values2:
        raise ConfigError("values2", "not allowed without --knob2; give that, too")
    if options.architecture is None and "architecture" not in (axis.knob for axis in axes):
        options.architecture = architecture_for(*(axis.knob for axis in axes))
    return Sweep(config_of(options), tuple(axes), options.seeds)


def _axis(knob: str, values: str | None) -> Axis:
    knob = knob.replace("-", "_")
    if values is not None or knob not in KNOBS:
        return axis_from_text(knob, values or "")
    if not (usual := usual_values(knob)):
        raise ConfigError(knob, "has no values by default; give --values")
    return Axis(knob, usual)


def _runs(store: RunStore) -> list[Run]:
    """Return the runs of the command line, the earliest saved first."""
    ids = [one.id for one in store.of(NOBODY).listed()]
    loaded = store.load_all(ids)
    return [loaded[run_id] for run_id in ids if run_id in loaded]


def _train(configs: Sequence[TrainConfig], store: RunStore, found: Found, trained: list[Run]) -> None:
    """Train these, keep what is new and settles its training, and add each to `trained`; the tables grow meanwhile.

    Raises:
        KeyboardInterrupt: by Ctrl-C; what is under way is not kept.
    """

    def keep(one: Run, files: Path) -> None:
        if tells(one) and one.config not in found.runs:
            store.save(one, files)

    pace = Pace()
    with trainings(store, keep) as where:
        at_once = where.at_once
        CONSOLE.print(f"{len(configs)} to train{_where(at_once)}: {_time(pace, configs, at_once)}.")
        with Live(console=CONSOLE, transient=True, auto_refresh=False) as live:
            if CONSOLE.is_terminal:
                live.update(_so_far(found, _time(pace, configs, at_once)), refresh=True)
            for one in where.train(configs):
                pace.see(one.run)
                trained.append(one.run)
                if not CONSOLE.is_terminal:
                    CONSOLE.print(training_line(found.sweep, one.run, one.seconds), soft_wrap=True)
                elif left := _left(configs, trained):
                    so_far = found_in(found.sweep, [*found.runs.values(), *trained])
                    live.update(_so_far(so_far, _time(pace, left, where.at_once, warm=where.at_once)), refresh=True)


def _left(configs: Sequence[TrainConfig], trained: Sequence[Run]) -> list[TrainConfig]:
    done = {one.config for one in trained}
    return [config for config in configs if config not in done]


def _where(at_once: int) -> str:
    return f", {at_once} at once" if at_once > 1 else ""


def _time(pace: Pace, configs: Sequence[TrainConfig], at_once: int, *, warm: int = 0) -> str:
    return about_time(foretell(pace, configs, at_once, warm=warm).seconds)


def _so_far(found: Found, left: str) -> RenderableType:
    tables = sweep_tables(found.sweep, [outcome_of(cell) for cell in found.cells])
    return Group(*tables, f"{progress_sentence(found)} Left: {left}.")


def _print_outcome(found: Found) -> None:
    outcomes = tuple(outcome_of(cell) for cell in found.cells)
    winner = winner_of(outcomes)
    for table in sweep_tables(found.sweep, outcomes, best=winner.outcome if winner else None):
        CONSOLE.print(table)
    CONSOLE.print(interval_sentence(found.sweep))
    if diverged := diverged_sentence(outcomes):
        CONSOLE.print(diverged)
    if winner:
        CONSOLE.print(best_sentence(found.sweep, winner))
        CONSOLE.print(curse_sentence(winner))


def _numbers(run_: Run) -> tuple[object, ...]:
    kept = run_.kept
    return kept.train_accuracy, kept.train_loss, kept.validation_accuracy, kept.test_accuracy, kept.test_loss
