"""docs/reliability.md, made from what is recorded: what is promised, which tests hold it, and what was measured.

To promise something more is one entry of `PROMISES`.
"""

import json
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from digitdemo.bench.harness.load_limits import memory_comes_back, no_problems, words_in_time
from digitdemo.system import PROJECT

PAGE = PROJECT / "docs" / "reliability.md"
_RESULTS = PROJECT / "benchmarks" / "results"

_WIDTH = 120  # columns
_NOT_YET = "not measured yet"
_NOT_KEPT = "**not kept here:** "
_SHARED = (
    "Who draws, trains and looks on in `bench load` does so on the server's own cores: the sessions as they are, "
    "the two browsers with what the app leaves."
)
_HEAD = """# What can be relied on

Each promise, the tests that hold it, and what was measured of it. Each figure comes from the command in its row, which
ends with exit status 1 where the promise is broken, and is recorded in `benchmarks/results/`. What was measured and not
kept says so. This page is written from there by `python -m digitdemo bench reliability`, and `tests/test_measured.py`
compares the two. How much may be asked of the app is in [SECURITY.md](../SECURITY.md) and printed by
`python -m digitdemo limits`; what a visitor sees of each fault, and its test, in [faults.md](faults.md).

"""
_TABLE = ("| promise | test | command | measured |", "|---|---|---|---|")

Results = Mapping[str, Any]


def _in_limits(results: Results) -> bool:
    return not results.get("failed")


@dataclass(frozen=True)
class Promise:
    """What is promised, the tests that hold it, the benchmark that measures it, its options, and what that found.

    `kept` says whether that is within the promise, of which a benchmark may measure several.
    """

    says: str
    tests: tuple[str, ...]
    bench: str
    options: str
    figure: Callable[[Results], str]
    kept: Callable[[Results], bool] = _in_limits


def _waits(figures: Results) -> str:
    shown = {"50%": "half", "95%": "95 %", "99%": "99 %"}
    parts = [f"{shown[name]} within {figures[name]:.2f} s" for name in shown]
    return f"{', '.join(parts)}, the worst {figures['worst']:.2f} s ({figures['count']:,})"


def _words(results: Results) -> str:
    drawing = results["drawing"]
    return f"{_waits(drawing['sessions']['words'])}; in two browsers, on the screen: " + _waits(
        drawing["in_browsers"]["words"]
    )


def _charts(results: Results) -> str:
    drawing = results["drawing"]
    return f"{_waits(drawing['sessions']['charts'])}; in two browsers, on the screen: " + _waits(
        drawing["in_browsers"]["charts"]
    )


def _queue(results: Results) -> str:
    drawing = results["drawing"]
    return f"{5 * drawing['queueing']} trainings of {drawing['queueing']} visitors behind a long one: kept"


def _load_memory(results: Results) -> str:
    drawing = results["drawing"]
    return f"web process {drawing['most_web_mb']:.0f} MB, trainer {drawing['most_trainer_mb']:.0f} MB at most"


def _errors(results: Results) -> str:
    drawing = results["drawing"]
    acts = sum(drawing[who][what]["count"] for who in ("sessions", "in_browsers") for what in ("words", "charts"))
    return f"{len(drawing['problems'])} in {acts:,} answers"


def _back(results: Results) -> str:
    coming = results["coming_and_going"]
    return (
        f"{coming['before_mb']:.0f} MB before, {coming['after_mb']:.0f} MB after {coming['rounds']} times "
        f"{results['visitors']} visitors"
    )


def _soak(results: Results) -> str:
    marks = results["marks"]
    memory = ", ".join(f"{mark['web_mb']:.0f}" for mark in marks)
    return (
        f"{len(results['problems'])} errors in {results['seconds'] / 60:.0f} minutes, {results['visits']} visits, "
        f"{results['trainings']} trainings, {results['trainers']} trainers that ended; web process {memory} MB, "
        f"{marks[0]['files']} and {marks[-1]['files']} files, {marks[0]['threads']} and {marks[-1]['threads']} threads"
    )


def _class(results: Results) -> str:
    seconds = results["seconds"]
    return f"95 % within {seconds['95%']:.2f} s, the worst {seconds['worst']:.2f} s"


def _crash(results: Results) -> str:
    found = [results[kind] for kind in ("sqlite", "postgresql")]
    kills, saved = (sum(one[name] for one in found) for name in ("kills", "saved"))
    return f"{sum(len(one['losses']) for one in found)} of {saved:,} runs lost by {kills} kills"


def _latency(results: Results) -> str:
    found = results["milliseconds"]
    return f"95 % within {found['mouse_95']:.0f} ms by mouse, {found['touch_95']:.0f} ms by finger"


def _memory(results: Results) -> str:
    return f"{results['web_mb']['rest']:.0f} MB, trainer {results['trainer_peak_mb']['small']:.0f} MB at most"


def _hostile(results: Results) -> str:
    kinds = results["kinds"].values()
    mb, seconds, delay = (max(kind["worst"][bar] for kind in kinds) for bar in ("mb", "seconds", "delay_s"))
    return (
        f"{results['escaped']} errors in {results['cases']:,} cases; at worst {mb:.0f} MB, {seconds:.2f} s, "
        f"and a neighbour's delay of {delay:.2f} s; a whole run, whose model is measured anew, "
        f"{results['whole_run_s']:.2f} s"
    )


def _small_host(results: Results) -> str:
    parts = [
        f"{mb} MB: {host['memory_mb']['all']:.0f} MB, {host['killed']} processes ended, an answer in "
        f"{host['answer_ms']['median']:.0f} ms, while it trains in {host['answer_while_training_ms']['median']:,.0f} ms"
        for mb, host in results["hosts"].items()
    ]
    return "; ".join(parts)


_LOAD = ("tests/bench/test_load.py",)

PROMISES = (
    Promise(
        "Whoever draws alone is answered within 150 ms, 95 times of 100",
        ("tests/browser/test_play.py",),
        "latency",
        "--strokes 40",
        _latency,
    ),
    Promise(
        "Of 50 who draw while one trains, 95 % have their answer within 0.3 s",
        _LOAD,
        "load",
        "",
        _words,
        words_in_time,
    ),
    Promise("The Lab's chart follows the knobs meanwhile", _LOAD, "load", "", _charts, no_problems),
    Promise("Nobody meets an error meanwhile", _LOAD, "load", "", _errors, no_problems),
    Promise(
        "Nobody's second training before everybody's first; all come to an end",
        ("tests/jobs/test_turns.py", "tests/jobs/test_queue.py"),
        "load",
        "",
        _queue,
        no_problems,
    ),
    Promise("All that takes no more memory than a small server has", _LOAD, "load", "", _load_memory, no_problems),
    Promise("At rest the app has 240 MB", ("tests/test_measured.py",), "memory", "", _memory),
    Promise("Of visitors who have gone no more than 20 MB stay", _LOAD, "load", "", _back, memory_comes_back),
    Promise(
        "On one core with 690 MB or 1 GB one draws and trains, and nothing is ended for want of memory",
        ("tests/bench/test_small_host.py",),
        "small-host",
        "",
        _small_host,
    ),
    Promise(
        "Whatever a stranger sends in one message costs at most 50 MB and 1 s, delays others by at most 0.3 s, and "
        "fails nowhere",
        ("tests/bench/test_hostile.py", "tests/data/test_picture_bombs.py"),
        "hostile",
        "",
        _hostile,
    ),
    Promise("Half an hour of use leaves it as it was", ("tests/bench/test_soak.py",), "soak", "", _soak),
    Promise(
        "What a class's learner shows is on all boards within 2 s",
        ("tests/visitors/test_classes.py",),
        "class",
        "",
        _class,
    ),
    Promise(
        "A run that was said to be saved is there, whatever is killed",
        ("tests/bench/test_crash.py", "tests/runs/test_store.py"),
        "crash",
        "--kills 200",
        _crash,
    ),
)


def recorded() -> dict[str, Results]:
    """Return what is recorded of each benchmark that a promise names, by its name; what is not yet is left out."""
    files = {
        name: _RESULTS / f"{name.replace('-', '_')}.json"
        for name in dict.fromkeys(promise.bench for promise in PROMISES)
    }
    return {name: json.loads(file.read_text(encoding="utf-8")) for name, file in files.items() if file.exists()}


def reliability_page(records: Mapping[str, Results]) -> str:
    """Return the whole page, by what is recorded of each benchmark."""
    rows = [_row(promise, records.get(promise.bench)) for promise in PROMISES]
    machines = dict.fromkeys(records[name]["machine"] for name in records)
    foot = textwrap.fill(f"Measured on {'; '.join(machines)}. {_SHARED}", _WIDTH)
    return _HEAD + "\n".join([*_TABLE, *rows]) + f"\n\n{foot}\n"


def _row(promise: Promise, results: Results | None) -> str:
    tests = ", ".join(f"`{test}`" for test in promise.tests)
    command = f"`python -m digitdemo bench {' '.join(filter(None, (promise.bench, promise.options)))}`"
    figure = _NOT_YET
    if results is not None:
        figure = ("" if promise.kept(results) else _NOT_KEPT) + promise.figure(results)
    return f"| {promise.says} | {tests} | {command} | {figure} |"
