"""Train the atlas: some hundred small runs that the Lab's charts show behind one's own; written to assets."""

import argparse
from pathlib import Path

from digitdemo.cli.printing import CONSOLE
from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.foretelling import foretell
from digitdemo.jobs.pace import Pace
from digitdemo.runs.metrics import EpochMetrics
from digitdemo.runs.run import Run, ended_run
from digitdemo.sweeps.atlas import ATLAS, Entry, entry_of, read_atlas, write_atlas
from digitdemo.sweeps.atlas_plan import atlas_trainings, graph_of
from digitdemo.system import describe_machine, quiet
from digitdemo.texts.about_time import about_time

_SAVE_EVERY = 20  # trainings: whoever ends this goes on from there the next time


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add how much of it is trained, and where it is written."""
    parser.add_argument("--most", type=int, metavar="N", help="train at most so many that are missing; default all")
    parser.add_argument("--again", action="store_true", help="train also what is recorded")
    parser.add_argument("--output", type=Path, default=ATLAS, metavar="FILE", help=f"default: assets/{ATLAS.name}")


def run(options: argparse.Namespace) -> int:
    """Say how long it takes, train what is missing, and write it with its SHA-256 sum; return 1 if some is missing."""
    path: Path = options.output
    plan = atlas_trainings()
    known = (
        {} if options.again or not path.exists() else {config: one.entry for config, one in read_atlas(path).items()}
    )
    entries = {config: known[config] for config in plan if config in known}
    missing = [config for config in plan if config not in entries][: options.most]
    pace = Pace()
    CONSOLE.print(f"{len(entries)} of {len(plan)} are recorded. {len(missing)} to train: {_left(pace, missing)}.")
    try:
        _train(missing, entries, pace, path)
    finally:
        if missing and entries:
            _write(plan, entries, path)
    size = path.stat().st_size if path.exists() else 0
    CONSOLE.print(f"{len(entries)} of {len(plan)} are in {path.name}, {size:,} bytes.")
    return 0 if len(entries) == len(plan) else 1


def _train(missing: list[TrainConfig], entries: dict[TrainConfig, Entry], pace: Pace, path: Path) -> None:
    if not missing:
        return
    with quiet():
        from digitdemo.training.loop import forget  # slow: TensorFlow
    before = missing[0]
    for number, config in enumerate(missing):
        if graph_of(config) != graph_of(before):
            forget()  # its graphs are of no more use
        before = config
        trained = _trained(config)
        pace.see(trained)
        if entry := entry_of(trained):
            entries[config] = entry
            said = f"validation {entry.validation_accuracy:.2%}, {entry.seconds:.1f} s"
        else:
            said = f"{trained.outcome}, left out"
        left = _left(pace, missing[number + 1 :])
        CONSOLE.print(f"{number + 1}/{len(missing)} {_name(config)}: {said}; left: {left}", soft_wrap=True)
        if number % _SAVE_EVERY == _SAVE_EVERY - 1:
            _write(atlas_trainings(), entries, path)


def _trained(config: TrainConfig) -> Run:
    with quiet():
        from digitdemo.training.session import train_and_export
    history: list[EpochMetrics] = []
    ending = train_and_export(config, on_epoch=history.append)
    return ended_run(ending, run_id="unsaved", config=config, history=history, machine=describe_machine())


def _write(plan: list[TrainConfig], entries: dict[TrainConfig, Entry], path: Path) -> None:
    write_atlas([entries[config] for config in plan if config in entries], describe_machine(), path)


def _left(pace: Pace, configs: list[TrainConfig]) -> str:
    return about_time(foretell(pace, configs, 1, warm=1).seconds) if configs else "nothing"


def _name(config: TrainConfig) -> str:
    return " ".join(f"{name} {value}" for name, value in config.to_texts().items() if name in _TELLING)


_TELLING = ("architecture", "width", "filters", "dropout", "l2", "train_size", "label_noise", "seed")
