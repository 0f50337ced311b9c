"""Whether verdicts name what a training was made to show, and whether the first remedy of each helps.

Every case of `verdict_cases.py` is trained from three seeds and judged; then its first remedy is trained from the same
seeds. Right: the verdict is the intended one. Opposite: it is one that leads the other way. A remedy helps if
validation accuracy rises and harms if test accuracy falls by more than 0.5 points, both in the mean of the seeds; where
the test images were disturbed, which validation images never are, test accuracy takes its place. Takes three quarters
of an hour on two slow cores. With --only, what the --json file says of the other cases from the same seeds stays in it.
"""

import argparse
import json
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from digitdemo.analysis.diagnosis import diagnose
from digitdemo.analysis.finding import Finding
from digitdemo.bench.harness.train_run import train_run
from digitdemo.bench.verdict_cases import CASES, Case
from digitdemo.bench.verdicts_page import write_page
from digitdemo.config.describe import config_name
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run import Run, run_from_dict, run_to_dict
from digitdemo.system import describe_machine

SEEDS = (0, 1, 2)
HARM = 0.005  # of test accuracy

# What sends the reader the other way: to a larger model instead of a smaller one, to larger steps instead of smaller.
_OPPOSITES: dict[Finding, tuple[Finding, ...]] = {
    "learning too slowly": ("learning rate too large", "diverged", "overfitting", "good fit"),
    "learning rate too large": ("learning too slowly", "still improving", "overfitting", "good fit"),
    "no gradient": ("overfitting", "good fit"),
    "too much regularization": ("overfitting", "good fit"),
    "noisy labels suspected": ("underfitting", "good fit"),
    "imbalanced": ("good fit",),
    "test images differ": ("good fit",),
    "overfitting": ("underfitting", "too much regularization", "still improving", "learning too slowly"),
    "still improving": ("overfitting", "good fit", "too much regularization"),
    "underfitting": ("overfitting", "good fit", "too much regularization"),
    "good fit": ("underfitting", "learning rate too large", "diverged", "no gradient"),
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--only", nargs="+", metavar="FINDING", help="the cases that were made to show these")
    parser.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS), metavar="SEED", help="default 0 1 2")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="keep the runs in FILE: what is in it isn't trained")
    parser.add_argument("--no-remedies", action="store_true", help="judge only")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"cases": [...], "right", "opposite", "helped", "harmed": shares, "by_cause": {CAUSE: share right}}."""
    cases = [case for case in CASES if not options.only or case.intended in options.only]
    rows = measure_rows(cases, options.seeds, Trained(options.keep), remedies=not options.no_remedies)
    if options.only and not options.no_remedies:
        rows = _with_recorded(rows, options)
    results = {"seeds": options.seeds, **shares(rows), "cases": rows}
    print(
        f"{len(rows)} cases: {results['right']:.1%} right, {results['opposite']:.1%} opposite; first remedies: "
        f"{results['helped']:.1%} of {results['remedies']} help, {results['harmed']:.1%} harm"
    )
    for cause, share in results["by_cause"].items():
        print(f"  {cause:26} {share:.0%} right")
    if len(rows) == len(CASES) and not options.no_remedies:
        write_page(results, describe_machine())
    return results


class Trained:
    """Runs by config: of earlier calls, if they were kept in a file, and those that are trained now."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        lines = file.read_text(encoding="utf-8").splitlines() if file and file.exists() else []
        runs = [run_from_dict("kept", json.loads(line)) for line in lines]
        self._runs = {run.config: run for run in runs}

    def run(self, config: TrainConfig) -> Run:
        """Return the run of that config."""
        if config not in self._runs:
            self._runs[config] = run = train_run(config)
            if self._file:
                with self._file.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(run_to_dict(run)) + "\n")
        return self._runs[config]


def measure_rows(
    cases: Iterable[Case], seeds: Sequence[int], trained: Trained, *, remedies: bool = True
) -> list[dict[str, Any]]:
    """Return what was found of each case, from all `seeds`, and print it."""
    rows = []
    for case in cases:
        rows.append(_judge(case, seeds, trained, remedies=remedies))
        print(_line(rows[-1]), flush=True)
    return rows


def _with_recorded(rows: list[dict[str, Any]], options: argparse.Namespace) -> list[dict[str, Any]]:
    """Return `rows` and those that are recorded of the other cases, in the order of `CASES`."""
    recorded = json.loads(options.json.read_text(encoding="utf-8")) if options.json and options.json.exists() else {}
    others = recorded["cases"] if recorded.get("seeds") == options.seeds else []
    found = {str(row["knobs"]): row for row in (*others, *rows)}
    return [found[str(case.knobs)] for case in CASES if str(case.knobs) in found]


def _judge(case: Case, seeds: Iterable[int], trained: Trained, *, remedies: bool) -> dict[str, Any]:
    configs = [case.config(seed) for seed in seeds]
    runs = [trained.run(config) for config in configs]
    verdicts = [diagnose(run) for run in runs]
    row: dict[str, Any] = {
        "name": config_name(configs[0]),
        "knobs": case.knobs,
        "intended": case.intended,
        "also": list(case.also),
        "findings": [verdict.finding for verdict in verdicts],
        "train": [run.kept.train_accuracy for run in runs],
        "validation": [run.kept.validation_accuracy for run in runs],
        "test": [run.kept.test_accuracy for run in runs],
        "seconds": statistics.mean(run.kept.elapsed_seconds for run in runs),
    }
    if remedies and all(verdict.tries for verdict in verdicts):
        cured = [trained.run(verdict.tries[0].config) for verdict in verdicts]
        row["remedies"] = [verdict.tries[0].label for verdict in verdicts]
        row["validation_gain"] = _gain(cured, runs, "validation_accuracy")
        row["test_gain"] = _gain(cured, runs, "test_accuracy")
        row["helps"] = _judged_gain(row) > 0
    return row


def _gain(cured: list[Run], runs: list[Run], of: str) -> float | None:
    pairs = [(getattr(new.kept, of), getattr(old.kept, of)) for new, old in zip(cured, runs, strict=True)]
    if any(value is None for pair in pairs for value in pair):
        return None
    return statistics.mean(new - old for new, old in pairs)


def _right(row: dict[str, Any], finding: Finding) -> bool:
    return finding in (row["intended"], *row["also"])


def shares(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the shares of verdicts and of first remedies, and of verdicts by cause, in `rows`."""
    judged = [(row, finding) for row in rows for finding in row["findings"]]
    of_cause = Counter(row["intended"] for row, _ in judged)
    right_of_cause = Counter(row["intended"] for row, finding in judged if _right(row, finding))
    tried = [row for row in rows if "remedies" in row]
    return {
        "right": _share(_right(row, finding) for row, finding in judged),
        "opposite": _share(finding in _OPPOSITES[row["intended"]] for row, finding in judged),
        "remedies": len(tried),
        "helped": _share(row["helps"] for row in tried),
        "harmed": _share(row["test_gain"] < -HARM for row in tried),
        "by_cause": {cause: right_of_cause[cause] / of_cause[cause] for cause in of_cause},
    }


def _judged_gain(row: dict[str, Any]) -> float:
    disturbed = row["intended"] == "test images differ" or row["validation_gain"] is None
    return row["test_gain"] if disturbed else row["validation_gain"]


def _share(of: Iterable[bool]) -> float:
    values = list(of)
    return sum(values) / len(values) if values else 0.0


def _line(row: dict[str, Any]) -> str:
    wrong = [finding for finding in row["findings"] if not _right(row, finding)]
    line = (
        f"{'WRONG' if wrong else 'right'} {row['name'][:90]}: {row['intended']}; {', '.join(row['findings'])}; "
        f"train {statistics.mean(row['train']):.3f}, test {statistics.mean(row['test']):.3f}, {row['seconds']:.1f} s"
    )
    if "remedies" in row:
        line += f"; {'helps' if row['helps'] else 'FAILS'} {'HARMS ' if row['test_gain'] < -HARM else ''}"
        line += f"{_judged_gain(row):+.3f}, test {row['test_gain']:+.3f}: {' / '.join(dict.fromkeys(row['remedies']))}"
    return line
