"""Trains every experiment, broken and cured, from three seeds, and records curves, configs and verdicts.

What was recorded with the same configuration is not trained again, but judged again.
Writes assets/experiments.json, which the Experiments page shows, its SHA-256 sum, and the table of docs/experiments.md.
"""

import argparse
import json
import statistics
from collections import Counter
from typing import Any

from digitdemo.analysis.diagnosis import diagnose
from digitdemo.analysis.experiments import EXPERIMENTS, RECORDED, RECORDED_SEEDS, recorded_runs
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.runs.checksums import record_checksums
from digitdemo.runs.metrics import EpochMetrics
from digitdemo.runs.run import Run, ended_run, run_to_dict
from digitdemo.system import PROJECT, describe_machine, quiet

_PAGE = PROJECT / "docs" / "experiments.md"
_LAST_HEADING = "|---|---|---|---|---|---|"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--only", nargs="+", choices=list(EXPERIMENTS), help="print these alone, and record nothing")
    parser.add_argument("--again", action="store_true", help="train also what is recorded; default: judge it anew")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"experiments": {NAME: {"changed", "intended", "broken" and "cured": accuracies and findings}}}."""
    known = {} if options.again or not RECORDED.exists() else {run.config: run for run in recorded_runs().values()}
    runs: dict[TrainConfig, Run] = {}
    found = {}
    for name in options.only or EXPERIMENTS:
        experiment = EXPERIMENTS[name]
        row: dict[str, Any] = {"changed": experiment.changed, "intended": experiment.finding}
        for cured in (False, True):
            configs = [experiment.config(cured=cured, seed=seed) for seed in RECORDED_SEEDS]
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
        record_checksums(RECORDED.name)
        _write_table([line for name, row in found.items() for line in _lines(name, row)])
    return {"experiments": found}


def _train(config: TrainConfig) -> Run:
    with quiet():
        from digitdemo.training.loop import forget
        from digitdemo.training.session import train_and_export
    history: list[EpochMetrics] = []
    ending = train_and_export(config, on_epoch=history.append)
    forget()
    return ended_run(ending, run_id="recorded", config=config, history=history, machine=describe_machine())


def _lines(name: str, row: dict[str, Any]) -> list[str]:
    """Return the two lines that the table has for an experiment."""
    experiment, lines = EXPERIMENTS[name], []
    for cured in (False, True):
        kind = "cured" if cured else "broken"
        about, config = row[kind], experiment.config(cured=cured)
        tests = [100 * accuracy for accuracy in about["test_accuracy"]]
        knobs = (
            f"{KNOBS[knob].label.lower()} {KNOBS[knob].show(getattr(config, knob))}" for knob in experiment.changed
        )
        counts = Counter(about["findings"])
        cells = (
            "" if cured else experiment.title,
            f"{kind}: {', '.join(knobs)}",
            f"{100 * about['train_accuracy']:.1f} %",
            f"{statistics.mean(tests):.1f} % ({min(tests):.1f} to {max(tests):.1f})",
            f"{about['seconds']:.0f} s",
            ", ".join(
                f if n == len(RECORDED_SEEDS) else f"{f} ({n} of {len(RECORDED_SEEDS)})" for f, n in counts.items()
            ),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _write_table(lines: list[str]) -> None:
    page = _PAGE.read_text(encoding="utf-8").splitlines()
    first = page.index(_LAST_HEADING) + 1
    after = next(number for number in range(first, len(page)) if not page[number].startswith("|"))
    _PAGE.write_text("\n".join([*page[:first], *lines, *page[after:]]) + "\n", encoding="utf-8")
