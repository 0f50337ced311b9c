"""Time from a stroke's end to the answer on the page, the server's share of it, and the time of a cold start.

The first is measured in a real browser by the page's own clock: from the pointer's going up to the first picture on the
screen with the new answer in words, and to the one with the chart of all models, too; 200 ms of both is the canvas
waiting for a next stroke. The server's share is the functions that the page calls: reading the canvas' message,
preprocessing, the answers of the models that answer first, and the chart. The cold start goes from `streamlit run` to a
canvas that can be drawn on. The browser takes its share of the same cores.
"""

import argparse
import tempfile
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from digitdemo.bench.harness.browser import CANVAS, draw_stroke, running_browser
from digitdemo.bench.harness.server import running_app
from digitdemo.data.canvas_message import STRIP, drawing_of, read_drawing, write_message
from digitdemo.data.model_input import input_from_strokes
from digitdemo.data.strokes import box_of
from digitdemo.data.templates import pen_digit
from digitdemo.inference.answers import answer_all
from digitdemo.inference.shipped import FIRST_TO_ANSWER, shipped_classifiers
from digitdemo.ui.charts.answers import Bars, answers_chart

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LIMITS_MS = {"page_median": 350, "page_95": 450, "server_median": 30, "cold_start": 5000}
_WARM_UP = 5

# Resolves to the milliseconds from the next time that the pointer goes up to the picture with the answer in words, and
# to the one with every model's bars.
_WATCH = """
models => { window.digitdemoLatency = new Promise(resolve => {
  const said = () => /model.? read|disagree|look like a digit/.test(document.querySelector('h4')?.innerText ?? '');
  const drawn = () => document.querySelectorAll('.st-key-answers .textpoint').length === models;
  addEventListener('pointerup', () => {
    const start = performance.now();
    let words = null;
    // What is there when a frame begins is painted in it: the next frame's beginning is after that.
    const look = () => {
      const [saidNow, drawnNow] = [said(), drawn()];
      requestAnimationFrame(() => {
        if (saidNow && words === null) words = performance.now() - start;
        if (drawnNow) resolve([words, performance.now() - start]); else look();
      });
    };
    requestAnimationFrame(look);
  }, {once: true, capture: true});
}); }
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--strokes", type=int, default=100, help="how many are drawn in the browser; default 100")
    parser.add_argument("--starts", type=int, default=3, help="how often the app is started cold; default 3")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return medians and 95th percentiles in milliseconds, beside their limits.

    Raises:
        ModuleNotFoundError: Playwright is not installed; tests/requirements.txt has it.
        RunError: a model that answers first is missing or damaged.
    """
    server = _server_ms(options.strokes)
    with running_browser() as browser:
        starts = []
        for _ in range(options.starts):
            page, begun = browser.new_page(), time.perf_counter()
            with tempfile.TemporaryDirectory() as runs, running_app(DIGITDEMO_RUNS=runs) as app:
                page.goto(f"http://127.0.0.1:{app.port}/draw")
                page.locator(CANVAS).wait_for()
                starts.append(1000 * (time.perf_counter() - begun))
            page.close()
        with tempfile.TemporaryDirectory() as runs, running_app(DIGITDEMO_RUNS=runs) as app:
            words, charts = page_waits(browser, app.port, options.strokes)
    results: dict[str, Any] = {
        "page_median": float(np.median(words)),
        "page_95": float(np.quantile(words, 0.95)),
        "chart_median": float(np.median(charts)),
        "chart_95": float(np.quantile(charts, 0.95)),
        "server_median": float(np.median(server)),
        "server_95": float(np.quantile(server, 0.95)),
        "cold_start": float(np.median(starts)),
    }
    for name, value in results.items():
        limit = f"(limit {LIMITS_MS[name]} ms)" if name in LIMITS_MS else ""
        print(f"{name:14} {value:7.1f} ms {limit}")
    return {"milliseconds": results, "limits": LIMITS_MS, "strokes": options.strokes, "starts": options.starts}


def _drawing(number: int) -> list[np.ndarray]:
    """Return a digit of one stroke in pixels of the drawing area, another one for each number."""
    label = (2, 3, 5, 6, 7, 8, 9, 0)[number % 8]
    rng = np.random.default_rng(number)
    strokes = next(s for s in iter(lambda: pen_digit(label, rng), None) if len(s) == 1)
    low, high = box_of(strokes)
    return [(stroke - low) / (high - low).max() * 200 + 40 for stroke in strokes]


def _server_ms(count: int) -> list[float]:
    shipped = shipped_classifiers(needed=FIRST_TO_ANSWER)
    models = {name: shipped[name] for name in FIRST_TO_ANSWER}
    times = []
    for number in range(_WARM_UP + count):
        message = write_message(drawing_of([stroke + np.array([0, STRIP]) for stroke in _drawing(number)]))
        begun = time.perf_counter()
        model_input = input_from_strokes(read_drawing(message))
        assert model_input is not None
        found = answer_all(models, model_input.image, models["best"])
        answers_chart([Bars(name, "blue", answer) for name, answer in found.by_model.items()]).to_json()
        times.append(1000 * (time.perf_counter() - begun))
    return times[_WARM_UP:]


def page_waits(browser: "Browser", port: int, count: int) -> tuple[list[float], list[float]]:
    """Draw `count` strokes in the app on that port of 127.0.0.1, one after the other.

    Return the milliseconds from each one's end to the answer in words, and to the chart.
    """
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"http://127.0.0.1:{port}/draw")
    page.locator(CANVAS).wait_for()
    times = []
    for number in range(_WARM_UP + count):
        page.evaluate(_WATCH, len(FIRST_TO_ANSWER))
        for stroke in _drawing(number):
            draw_stroke(page, [tuple(point) for point in stroke.tolist()[::4]], steps=2)
        times.append(page.evaluate("window.digitdemoLatency"))
        page.wait_for_timeout(300)  # a person looks at it, and the page comes to rest
        page.get_by_role("button", name="Clear").click()
        page.locator(".st-key-answers").wait_for(state="detached")
        page.wait_for_timeout(300)
    page.close()
    words, charts = zip(*times[_WARM_UP:], strict=True)
    return list(words), list(charts)
