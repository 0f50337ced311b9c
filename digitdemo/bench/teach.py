"""Teach mine: seconds from the click to the first step and to the right answer, and how often the answer moves.

A digit is drawn on the Play page in a real browser. When the trainer that the page has started waits, the button is
clicked; the page's own clock tells when the answer of YOURS changes. The browser takes its share of the same cores.
What handing over costs is measured in this process: the time of one of them, and its share of the time between two.
"""

import argparse
import statistics
import tempfile
import time
from typing import TYPE_CHECKING, Any

from digitdemo.bench.harness.browser import CANVAS, LAPTOP, draw_stroke, running_browser
from digitdemo.bench.harness.server import App, running_app
from digitdemo.config.lesson import LESSON
from digitdemo.runs.live_weights import LiveWeights
from digitdemo.runs.metrics import Probe

if TYPE_CHECKING:
    from playwright.sync_api import Page

LIMITS = {"first_step_s": 1.5, "changes_a_second": 2.0, "share": 0.05}
_STROKE = [(100, 90), (320, 90), (270, 200), (220, 360)]
_DIGIT = 7
_HANDED_OVER = 20
_START_SECONDS = 120.0

# Takes note of each change of the answer of YOURS: milliseconds since the click, and the digit.
_WATCH = """
() => {
  window.lesson = [];
  let clicked = null;
  let last = '';
  addEventListener('click', () => { clicked ??= performance.now(); }, {capture: true});
  globalThis[Symbol.for('digitdemo.engine')].subscribe(({answers: {yours}}) => {
    const now = yours && yours.logits.join();
    if (clicked !== null && now && now !== last) window.lesson.push([performance.now() - clicked, yours.digit]);
    last = now ?? last;
  });
}
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--lessons", type=int, default=3, help="each in an app of its own; default 3")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return medians over the lessons, in seconds, and the cost of handing over, beside their limits.

    Raises:
        ModuleNotFoundError: Playwright is not installed; tests/requirements.txt has it.
        RuntimeError: the page started no trainer.
    """
    lessons = []
    with running_browser() as browser:
        for _ in range(options.lessons):
            with tempfile.TemporaryDirectory() as runs, running_app(DIGITDEMO_RUNS=runs) as app:
                page = browser.new_page(**LAPTOP)
                lessons.append(_lesson(page, app))
                page.close()
    results = {name: statistics.median(lesson[name] for lesson in lessons) for name in lessons[0]} | _cost()
    for name, value in results.items():
        print(f"{name:20} {value:7.3f} {f'(limit {LIMITS[name]})' if name in LIMITS else ''}")
    return {**results, "limits": LIMITS, "lessons": options.lessons}


def _lesson(page: "Page", app: App) -> dict[str, float]:
    page.goto(f"http://127.0.0.1:{app.port}/")
    page.locator(CANVAS).wait_for()
    _wait_for_trainer(app)
    draw_stroke(page, _STROKE)
    page.wait_for_timeout(1000)
    page.evaluate(_WATCH)
    page.get_by_role("button", name="Teach mine").click()
    begun = time.perf_counter()
    page.get_by_role("button", name="Open in Lab").wait_for(timeout=600_000)
    changes = [(milliseconds / 1000, digit) for milliseconds, digit in page.evaluate("window.lesson")]
    first, last = changes[0][0], changes[-1][0]
    wrong = [number for number, (_, digit) in enumerate(changes) if digit != _DIGIT]
    right = changes[wrong[-1] + 1 if wrong else 0][0]
    return {
        "first_step_s": first,
        "right_s": right,
        "changes_a_second": (len(changes) - 1) / (last - first),
        "whole_s": time.perf_counter() - begun,
    }


def _wait_for_trainer(app: App) -> None:
    """Wait until the trainer is there and has nothing more to do."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        trainer = app.trainer()
        if trainer is not None and trainer.cpu_times().user > 1 and trainer.cpu_percent(1.0) < 5:
            return
        time.sleep(0.1)
    raise RuntimeError(f"no trainer was ready after {_START_SECONDS:.0f} s; has this machine too little memory?")


def _cost() -> dict[str, float]:
    from digitdemo.jobs.protocol import Live, Probed, encode
    from digitdemo.training import loop
    from digitdemo.training.evaluation import Evaluator
    from digitdemo.training.graphs import graphs_of
    from digitdemo.training.image_bank import mnist_bank
    from digitdemo.training.pacing import Pacer
    from digitdemo.training.prober import SECONDS_BETWEEN, Prober

    def hear_probe(probe: Probe) -> None:
        encode(Probed(job="lesson", probe=probe))  # as the trainer does

    def hear(live: LiveWeights) -> None:
        encode(Live(job="lesson", live=live))

    for _ in loop.prepare(LESSON):
        pass
    graphs, bank, pacer = graphs_of(LESSON), mnist_bank(), Pacer()
    train_slice = Evaluator(graphs, bank, bank.prepare(LESSON), pacer)
    prober = Prober(graphs, train_slice, Evaluator(graphs, bank, bank.mnist_test_indices, pacer), hear_probe, hear)
    seconds = []
    for _ in range(_HANDED_OVER):
        begun = time.perf_counter()
        prober.probe(0)
        seconds.append(time.perf_counter() - begun)
    median = statistics.median(seconds)
    return {"handing_over_s": median, "share": median / SECONDS_BETWEEN}
