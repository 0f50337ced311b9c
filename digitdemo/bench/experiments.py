"""Trains every experiment from five seeds, and records curves, configs and verdicts.

What was recorded with the same configuration is not trained again, but judged again. Writes
assets/experiments.json.gz, which the Lessons show, its SHA-256 sum, and docs/experiments.md.
"""

import argparse
import dataclasses
import statistics
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from digitdemo.analysis.cures import outcome_in_words, verdicts_in_words
from digitdemo.analysis.diagnosis import diagnose
from digitdemo.analysis.experiments import EXPERIMENTS
from digitdemo.analysis.experiments.experiment import Experiment
from digitdemo.analysis.figures import comparisons
from digitdemo.analysis.recorded import RECORDED, RECORDED_SEEDS, arm_runs, recorded_runs, write_recorded
from digitdemo.bench.experiments_page import PAGE, experiments_page
from digitdemo.bench.harness.train_run import train_run
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.checksums import record_checksums
from digitdemo.runs.run import Run

_Runs = dict[TrainConfig, Run]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument(
        "--only", nargs="+", default=[], choices=list(EXPERIMENTS), help="train these alone; default: all"
    )
    parser.add_argument("--again", action="store_true", help="train also what is recorded; default: judge it anew")
    parser.add_argument(
        "--take",
        nargs="+",
        default=[],
        type=Path,
        metavar="FILE",
        help=f"take over what other files like assets/{RECORDED.name} have recorded of these experiments",
    )


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"experiments": {NAME: {"intended", "outcome", "trainings": {ARM: ...}, "comparisons": [...]}}}.

    Of each training: the knobs that differ from the broken one's, and of every seed the accuracies and the finding. Of
    each comparison that a sentence makes: the mean difference, its interval, and whether what is said holds. An
    experiment that is not whole yet, and not among those to train, is left out.
    """
    runs = _known([*options.take, RECORDED])
    done = set() if options.again else set(runs)
    for name in options.only or EXPERIMENTS:
        missing = [config for config in _configs(EXPERIMENTS[name]) if config not in done]
        for config in missing:
            runs[config] = train_run(config)
            done.add(config)
        _judge(name, _by_arm(EXPERIMENTS[name], runs))
        if missing:
            _record(runs)  # whoever ends this goes on from here the next time
    _record({config: runs[config] for each in EXPERIMENTS.values() for config in _configs(each) if config in runs})
    recorded = recorded_runs(RECORDED)
    whole = {name: found for name in EXPERIMENTS if (found := arm_runs(recorded, name))}
    if len(whole) == len(EXPERIMENTS):
        PAGE.write_text(experiments_page(recorded), encoding="utf-8")
    else:
        print(f"{PAGE.name} stays as it was: not recorded are {', '.join(EXPERIMENTS.keys() - whole)}")
    return {"experiments": {name: _results(EXPERIMENTS[name], of_arm) for name, of_arm in whole.items()}}


def _known(files: list[Path]) -> _Runs:
    return {run.config: run for file in files if file.exists() for run in recorded_runs(file).values()}


def _configs(experiment: Experiment) -> list[TrainConfig]:
    return [experiment.config(arm, seed=seed) for arm in experiment.arms for seed in RECORDED_SEEDS]


def _by_arm(experiment: Experiment, runs: _Runs) -> dict[str, list[Run]]:
    return {arm: [runs[experiment.config(arm, seed=seed)] for seed in RECORDED_SEEDS] for arm in experiment.arms}


def _judge(name: str, of_arm: Mapping[str, list[Run]]) -> None:
    for arm, runs in of_arm.items():
        train = statistics.mean(run.kept.train_accuracy for run in runs)
        test = statistics.mean(run.kept.test_accuracy for run in runs)
        seconds = statistics.mean(run.kept.elapsed_seconds for run in runs)
        print(
            f"{name:16} {arm:10} train {train:.4f}, test {test:.4f}, {seconds:.1f} s: {verdicts_in_words(runs)}",
            flush=True,
        )
    for compared in comparisons(EXPERIMENTS[name].see, of_arm):
        if not compared.holds:
            print(f"{name:16} NOT SO: {compared}")


def _results(experiment: Experiment, of_arm: Mapping[str, list[Run]]) -> dict[str, Any]:
    return {
        "intended": experiment.finding,
        "outcome": outcome_in_words(experiment, of_arm),
        "trainings": {
            arm: {
                "changed": experiment.changed(arm),
                "train_accuracy": [run.kept.train_accuracy for run in runs],
                "test_accuracy": [run.kept.test_accuracy for run in runs],
                "seconds": statistics.mean(run.kept.elapsed_seconds for run in runs),
                "findings": [diagnose(run).finding for run in runs],
            }
            for arm, runs in of_arm.items()
        },
        "comparisons": [
            {**dataclasses.asdict(each), "holds": each.holds} for each in comparisons(experiment.see, of_arm)
        ],
    }


def _record(runs: Mapping[TrainConfig, Run]) -> None:
    write_recorded(runs.values(), RECORDED)
    record_checksums(RECORDED.name, RECORDED.parent)
