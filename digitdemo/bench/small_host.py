"""The app on a small host: seconds to start, to read a drawing and to train, and the memory that all of it takes.

The app is started in a control group of Linux with little memory and one core, 690 MB as the smallest that Streamlit
Community Cloud promises, then 1 GB. A browser outside draws digits, then trains each model by its recipe, one after the
other, and draws again while the last one trains. Memory is what cannot be dropped: copies of files in memory, of
TensorFlow's libraries above all, are read again when there is too little, which costs time. Exit status 1 where the
kernel had to kill a process. With --json it writes its table in docs/deploy.md, too. It takes root.
"""

import argparse
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from digitdemo.bench.harness.browser import LAPTOP, running_browser
from digitdemo.bench.harness.server import App, running_app
from digitdemo.bench.harness.small_host import SmallHost, small_host
from digitdemo.bench.latency import page_waits
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.system import PROJECT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGE = PROJECT / "docs" / "deploy.md"
_TABLE = re.compile(r"^\| memory of the host \|.*\n(?:\|.*\n)+", re.MULTILINE)
_SAMPLE_SECONDS = 0.2
_TRAINING_SECONDS = 1200.0


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    usual = ["linear", "fast", "cnn"]
    parser.add_argument("--memory", nargs="+", type=float, default=[690, 1000], help="MB of each host; 690 and 1000")
    parser.add_argument("--models", nargs="+", default=usual, choices=list(ARCHITECTURES), help=f"default {usual}")
    parser.add_argument("--strokes", type=int, default=10, help="how many are drawn each time; default 10")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return, by the host's MB, seconds, milliseconds and MB (10**6 bytes), and whom the kernel has killed.

    Raises:
        RuntimeError: no control group can be made here, or a training did not end.
        ModuleNotFoundError: Playwright is not installed; tests/requirements.txt has it.
    """
    hosts = {f"{memory:g}": _measure(memory, options.models, options.strokes) for memory in options.memory}
    if options.json:
        PAGE.write_text(_TABLE.sub(lambda _: table(hosts), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return {"hosts": hosts, "strokes": options.strokes, "failed": any(host["killed"] for host in hosts.values())}


def table(hosts: dict[str, dict[str, Any]]) -> str:
    """Return what was measured as the table of docs/deploy.md."""

    def row(what: str, of: Callable[[dict[str, Any]], str]) -> str:
        return f"| {what} | {' | '.join(of(host) for host in hosts.values())} |\n"

    def answer(host: dict[str, Any], name: str) -> str:
        return f"{host[name]['median']:,} ms ({host[name]['worst']:,} ms)"

    def megabytes(host: dict[str, Any], name: str) -> str:
        return f"{host['memory_mb'][name]:,} MB"

    def seconds(host: dict[str, Any], name: str) -> str:
        return f"{host['training_s'][name]:,.0f} s"

    models = list(next(iter(hosts.values()))["training_s"])
    labels = {name: ARCHITECTURES[name].label for name in models}
    return "".join(
        (
            f"| memory of the host | {' | '.join(f'{float(memory):,.0f} MB' for memory in hosts)} |\n",
            f"|---|{'---|' * len(hosts)}\n",
            row("the app starts within", lambda host: f"{host['start_s']:.0f} s"),
            row("a drawing is read within, at the median (at most)", lambda host: answer(host, "answer_ms")),
            row(
                f"the same while the {labels[models[-1]]} trains",
                lambda host: answer(host, "answer_while_training_ms"),
            ),
            *(row(f"training: {labels[name]}", partial(seconds, name=name)) for name in models),
            row("memory of the app that cannot be dropped", partial(megabytes, name="app")),
            row("the trainer's", partial(megabytes, name="trainer")),
            row("both at once", partial(megabytes, name="all")),
            row("processes killed for want of memory", lambda host: str(host["killed"])),
        )
    )


def _measure(memory: float, models: list[str], strokes: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as runs, small_host(memory) as host:
        begun = time.monotonic()
        with running_app(DIGITDEMO_RUNS=runs) as app:
            started = time.monotonic() - begun
            host.leave()
            with _watched(host, app) as peaks, running_browser() as browser:
                rest = page_waits(browser, app.port, strokes)
                page = browser.new_page(**LAPTOP)
                page.set_default_timeout(1000 * _TRAINING_SECONDS)
                *first, last = models
                seconds = {name: _train(page, app, name) for name in first}
                seconds[last], busy = _train_and_draw(browser, page, app, last, strokes)
        found = {
            "start_s": round(started, 1),
            "answer_ms": _milliseconds(rest),
            "answer_while_training_ms": _milliseconds(busy),
            "training_s": seconds,
            "memory_mb": {name: round(peak) for name, peak in peaks.items()},
            "killed": host.killed(),
        }
    print(f"{memory:g} MB, one core: {found}", flush=True)
    return found


def _milliseconds(times: list[float]) -> dict[str, float]:
    return {"median": round(float(np.median(times))), "worst": round(max(times))}


def _train(page: "Page", app: App, name: str) -> float:
    """Train by the recipe, and return the seconds from the click to the verdict."""
    clicked = _start(page, app, name)
    return _seconds_to_end(page, clicked)


def _train_and_draw(browser: "Browser", page: "Page", app: App, name: str, strokes: int) -> tuple[float, list[float]]:
    """Draw while that model trains; return the seconds of the training, and each answer's milliseconds."""
    clicked = _start(page, app, name)
    page.locator(".st-key-accuracy .js-plotly-plot").wait_for()  # the first epochs: it is well under way
    times = page_waits(browser, app.port, strokes)
    return _seconds_to_end(page, clicked), times


def _start(page: "Page", app: App, name: str) -> float:
    page.goto(f"http://127.0.0.1:{app.port}/lab?architecture={name}")
    page.locator(".st-key-start button:enabled").click()
    clicked = time.monotonic()
    page.locator(".st-key-stop button").wait_for()
    return clicked


def _seconds_to_end(page: "Page", clicked: float) -> float:
    """Wait until there is no Stop any more, and a verdict."""
    page.locator(".st-key-stop button").wait_for(state="detached")
    page.locator(".st-key-verdict_head").wait_for()
    return round(time.monotonic() - clicked, 1)


@contextmanager
def _watched(host: SmallHost, app: App) -> Iterator[dict[str, float]]:
    """Yield what grows to the largest MB of app, trainer and both that cannot be dropped."""
    peaks = {"app": 0.0, "trainer": 0.0, "all": 0.0}
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_SAMPLE_SECONDS):
            trainer = app.trainer()
            now = {
                "app": _anonymous_mb(app.process.pid),
                "trainer": _anonymous_mb(trainer.pid) if trainer else 0.0,
                "all": host.anonymous_mb(),
            }
            for name, value in now.items():
                peaks[name] = max(peaks[name], value)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peaks
    finally:
        over.set()
        watcher.join()
        peaks["with copies of files"] = host.peak_mb() or 0.0


def _anonymous_mb(process: int) -> float:
    """Return a process' memory that is no copy of a file, in MB; 0 once it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) * 1024 / 1e6 for line in status.splitlines() if line.startswith("RssAnon")), 0.0)
