"""The tables of docs/verdicts.md, made from what `bench verdicts` measured."""

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from digitdemo.bench.verdict_cases import CASES
from digitdemo.system import PROJECT

PAGE = PROJECT / "docs" / "verdicts.md"

_FIRST = "## Measured"


def write_page(results: Mapping[str, Any], machine: str) -> None:
    """Write the tables of `results` in the place of those on the page; what stands above them stays."""
    above = PAGE.read_text(encoding="utf-8").split(_FIRST)[0]
    PAGE.write_text(above + measured_part(results, machine), encoding="utf-8")


def measured_part(results: Mapping[str, Any], machine: str) -> str:
    """Return the page from its measured part on."""
    rows = results["cases"]
    lines = [
        _FIRST,
        "",
        f"{len(rows)} configurations, each from {len(results['seeds'])} seeds, and the first remedy of each from the "
        "same seeds, by",
        "",
        "```sh",
        "python -m digitdemo bench verdicts --json benchmarks/results/verdicts.json",
        "```",
        "",
        f"on {machine}. A remedy helps if validation accuracy rises and harms if test accuracy falls by more than 0.5 "
        "points, in the mean of the seeds; where the test images were disturbed, test accuracy stands for both.",
        "",
        "| | share |",
        "|---|---|",
        f"| the verdict is the intended one | {results['right']:.1%} |",
        f"| it is an opposite one | {results['opposite']:.1%} |",
        f"| the first remedy helps (of {results['remedies']}) | {results['helped']:.1%} |",
        f"| the first remedy harms | {results['harmed']:.1%} |",
        "",
        "| made to show | configurations | verdict right | first remedy helps |",
        "|---|---|---|---|",
        *_by_cause(results),
        "",
        "## Every configuration",
        "",
    ]
    for why, group in _groups(rows):
        lines += [
            f"**{group[0]['intended'].capitalize()}.** {why}",
            "",
            "| training | verdicts | train | test | first remedy | validation | test |",
            "|---|---|---|---|---|---|---|",
            *(_case_line(row) for row in group),
            "",
        ]
    return "\n".join(lines).replace("%", " %")


def _by_cause(results: Mapping[str, Any]) -> Iterable[str]:
    for cause, share in results["by_cause"].items():
        rows = [row for row in results["cases"] if row["intended"] == cause]
        tried = [row for row in rows if "remedies" in row]
        helped = f"{sum(row['helps'] for row in tried)} of {len(tried)}" if tried else ""
        yield f"| {cause} | {len(rows)} | {share:.0%} | {helped} |"


def _groups(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Return the rows in groups of the same cause and reason, in the order of `CASES`."""
    reasons = {str(case.knobs): case.why for case in CASES}
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(reasons[str(row["knobs"])], []).append(row)
    return list(groups.items())


def _case_line(row: Mapping[str, Any]) -> str:
    counts = Counter(row["findings"])
    verdicts = ", ".join(name if len(counts) == 1 else f"{name} ({count})" for name, count in counts.items())
    cells = [row["name"], verdicts, *(f"{statistics.mean(row[of]):.1%}" for of in ("train", "test"))]
    if "remedies" in row:
        gains = (row["validation_gain"], row["test_gain"])
        cells += [
            " / ".join(dict.fromkeys(row["remedies"])),
            *("" if gain is None else f"{100 * gain:+.1f}" for gain in gains),
        ]
    else:
        cells += ["", "", ""]
    return f"| {' | '.join(cells)} |"
