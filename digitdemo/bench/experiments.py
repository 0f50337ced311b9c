"""Trains every experiment from five seeds, and records curves, configs and verdicts.

What was recorded with the same configuration is not trained again, but judged again. Writes
assets/experiments.json.gz, which the Lessons show, its SHA-256 sum, and docs/experiments.md.
"""

import argparse
import dataclasses
import statistics
from collections.abc import Mapping
from typing import Any

from digitdemo.analysis.cures import outcome_in_words, verdicts_in_words
from digitdemo.analysis.diagnosis import diagnose
from digitdemo.analysis.experiments import EXPERIMENTS
from digitdemo.analysis.figures import comparisons
from digitdemo.analysis.recorded import RECORDED, RECORDED_SEEDS, recorded_runs, write_recorded
from digitdemo.bench.experiments_page import PAGE, experiments_page
from digitdemo.bench.harness.train_run import train_run
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.checksums import record_checksums
from digitdemo.runs.run import Run


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--only", nargs="+", choices=list(EXPERIMENTS), help="print these alone, and record nothing")
    parser.add_argument("--again", action="store_true", help="train also what is recorded; default: judge it anew")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"experiments": {NAME: {"intended", "outcome", "trainings": {ARM: ...}, "comparisons": [...]}}}.

    Of each training: the knobs that differ from the broken one's, and of every seed the accuracies and the finding. Of
    each comparison that a sentence makes: the mean difference, its interval, and whether what is said holds.
    """
    known = {} if options.again or not RECORDED.exists() else {run.config: run for run in recorded_runs().values()}
    runs: dict[TrainConfig, Run] = {}
    found = {}
    for name in options.only or EXPERIMENTS:
        experiment = EXPERIMENTS[name]
        trainings = {}
        of_arm: dict[str, list[Run]] = {}
        for arm in experiment.arms:
            configs = [experiment.config(arm, seed=seed) for seed in RECORDED_SEEDS]
            runs |= {config: known.get(config) or train_run(config) for config in configs if config not in runs}
            of_arm[arm] = [runs[config] for config in configs]
            trainings[arm] = {
                "changed": experiment.changed(arm),
                "train_accuracy": [run.kept.train_accuracy for run in of_arm[arm]],
                "test_accuracy": [run.kept.test_accuracy for run in of_arm[arm]],
                "seconds": statistics.mean(run.kept.elapsed_seconds for run in of_arm[arm]),
                "findings": [diagnose(run).finding for run in of_arm[arm]],
            }
            train = statistics.mean(run.kept.train_accuracy for run in of_arm[arm])
            test = statistics.mean(run.kept.test_accuracy for run in of_arm[arm])
            print(
                f"{name:16} {arm:10} train {train:.4f}, test {test:.4f}, {trainings[arm]['seconds']:.1f} s: "
                f"{verdicts_in_words(of_arm[arm])}",
                flush=True,
            )
        compared = [{**dataclasses.asdict(each), "holds": each.holds} for each in comparisons(experiment.see, of_arm)]
        if not options.only:
            _record({**known, **runs})  # whoever ends this goes on from here the next time
        outcome = outcome_in_words(experiment, of_arm)
        for each in compared:
            if not each["holds"]:
                print(f"{name:16} NOT SO: {each}")
        found[name] = {
            "intended": experiment.finding,
            "outcome": outcome,
            "trainings": trainings,
            "comparisons": compared,
        }
    if not options.only:
        _record(runs)
        PAGE.write_text(experiments_page(recorded_runs()), encoding="utf-8")
    return {"experiments": found}


def _record(runs: Mapping[TrainConfig, Run]) -> None:
    write_recorded(runs.values())
    record_checksums(RECORDED.name)
