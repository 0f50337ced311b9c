"""Trains every experiment, broken and cured, from three seeds, and records curves, configs and what is said of them.

What was recorded with the same configuration is not trained again, but judged again.
Writes assets/experiments.json, which the Experiments page shows, and prints the figures of docs/experiments.md.
"""

import argparse
import json
import statistics
from typing import Any

from digitdemo.config import TrainConfig
from digitdemo.diagnosis import diagnose
from digitdemo.experiments import EXPERIMENTS, RECORDED, SEEDS, recorded_runs
from digitdemo.machine import describe_machine
from digitdemo.metrics import EpochMetrics
from digitdemo.quiet import quiet
from digitdemo.runs import Outcome, Run, run_to_dict


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--only", nargs="+", choices=list(EXPERIMENTS), help="print these alone, and record nothing")
    parser.add_argument("--again", action="store_true", help="train also what is recorded; default: judge it anew")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"experiments": {NAME: {"changed", "intended", "broken" and "cured": accuracies and findings}}}."""
    known = {} if options.again else {run.config: run for run in recorded_runs().values()}
    runs: dict[TrainConfig, Run] = {}
    found = {}
    for name in options.only or EXPERIMENTS:
        experiment = EXPERIMENTS[name]
        row: dict[str, Any] = {"changed": experiment.changed, "intended": experiment.finding}
        for cured in (False, True):
            configs = [experiment.config(cured=cured, seed=seed) for seed in SEEDS]
            runs |= {config: known.get(config) or _train(config) for config in configs if config not in runs}
            pair = [runs[config] for config in configs]
            row["cured" if cured else "broken"] = {
                "train_accuracy": statistics.mean(run.kept.train_accuracy for run in pair),
                "test_accuracy": [run.kept.test_accuracy for run in pair],
                "seconds": statistics.mean(run.kept.elapsed_seconds for run in pair),
                "findings": [diagnose(run).finding for run in pair],
            }
        found[name] = row
        for kind in ("broken", "cured"):
            about = row[kind]
            print(
                f"{name:16} {kind:6} train {about['train_accuracy']:.4f}, test "
                f"{', '.join(f'{accuracy:.4f}' for accuracy in about['test_accuracy'])}, {about['seconds']:.1f} s: "
                f"{', '.join(about['findings'])}",
                flush=True,
            )
    if not options.only:
        RECORDED.write_text(json.dumps([run_to_dict(run) for run in runs.values()]) + "\n", encoding="utf-8")
    return {"experiments": found}


def _train(config: TrainConfig) -> Run:
    with quiet():
        from digitdemo import training
        from digitdemo.models import build_model
    model = build_model(config)
    history: list[EpochMetrics] = []
    outcome: Outcome = "finished"
    reason = ""
    try:
        history.extend(training.train(config, model=model))
    except training.Diverged as error:
        outcome, reason = "diverged", str(error)
    training.forget()
    return Run(
        id="recorded",
        config=config,
        history=tuple(history),
        outcome=outcome,
        reason=reason,
        machine=describe_machine(),
        parameters=model.count_params(),
    )
