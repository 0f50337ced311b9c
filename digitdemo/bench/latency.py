"""Time from a stroke's end to the server's answer on the page, the server's share of it, and the time of a cold start.

The first is measured in a real browser by the page's own clock, with mouse and with finger: from the pointer's going up
to the first picture on the screen with the server's answer to that stroke, which the page marks off from what its own
networks say while one draws. The first answer after a page load is measured for itself. The server's share is the
functions that the page calls: reading the canvas' message, preprocessing, and the answers of the models that answer
first, in words. The cold start goes from `streamlit run` to a canvas that can be drawn on. The browser takes its share
of the same cores.
"""

import argparse
import tempfile
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from digitdemo.bench.harness.browser import CANVAS, LAPTOP, PHONE, draw_stroke, draw_with_finger, running_browser
from digitdemo.bench.harness.seen_answer import clear_canvas, drawing, milliseconds_to_answer
from digitdemo.bench.harness.server import running_app
from digitdemo.data.canvas_message import drawing_of, read_drawing, write_message
from digitdemo.data.model_input import input_from_strokes
from digitdemo.inference.answers import answer_all
from digitdemo.inference.shipped import FIRST_TO_ANSWER, shipped_classifiers, shipped_judge
from digitdemo.inference.words import words_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LIMITS_MS = {
    "mouse_median": 120,
    "mouse_95": 150,
    "touch_median": 120,
    "touch_95": 150,
    "first_median": 150,
    "server_median": 30,
    "cold_start": 5000,
}
_WARM_UP = 5
_FINGER = {**PHONE, "is_mobile": False}  # a phone's screen and a finger, in the desktop's browser


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--strokes", type=int, default=100, help="how many are drawn with each pointer; default 100")
    parser.add_argument("--loads", type=int, default=10, help="how often the page is loaded for a first stroke")
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
                page.goto(f"http://127.0.0.1:{app.port}")
                page.locator(CANVAS).wait_for()
                starts.append(1000 * (time.perf_counter() - begun))
            page.close()
        with tempfile.TemporaryDirectory() as runs, running_app(DIGITDEMO_RUNS=runs) as app:
            mouse, touch = (page_waits(browser, app.port, options.strokes, finger=finger) for finger in (False, True))
            first = [page_waits(browser, app.port, 1, warm_up=0)[0] for _ in range(options.loads)]
    results: dict[str, Any] = {
        "mouse_median": float(np.median(mouse)),
        "mouse_95": float(np.quantile(mouse, 0.95)),
        "touch_median": float(np.median(touch)),
        "touch_95": float(np.quantile(touch, 0.95)),
        "first_median": float(np.median(first)),
        "server_median": float(np.median(server)),
        "server_95": float(np.quantile(server, 0.95)),
        "cold_start": float(np.median(starts)),
    }
    for name, value in results.items():
        limit = f"(limit {LIMITS_MS[name]} ms)" if name in LIMITS_MS else ""
        print(f"{name:14} {value:7.1f} ms {limit}")
    counts = {name: getattr(options, name) for name in ("strokes", "loads", "starts")}
    return {"milliseconds": results, "limits": LIMITS_MS, **counts}


def _server_ms(count: int) -> list[float]:
    shipped = shipped_classifiers(needed=FIRST_TO_ANSWER)
    models, judge = {name: shipped[name] for name in FIRST_TO_ANSWER}, shipped_judge()
    times = []
    for number in range(_WARM_UP + count):
        message = write_message(drawing_of(drawing(number)))
        begun = time.perf_counter()
        model_input = input_from_strokes(read_drawing(message))
        assert model_input is not None
        words_of(answer_all(models, model_input.image, judge, drawn=True), str)
        times.append(1000 * (time.perf_counter() - begun))
    return times[_WARM_UP:]


def page_waits(
    browser: "Browser", port: int, count: int, *, finger: bool = False, warm_up: int = _WARM_UP
) -> list[float]:
    """Draw `count` strokes in the app on that port of 127.0.0.1, one after the other, with mouse or finger.

    Return the milliseconds from each one's end to the server's answer. `warm_up` strokes before them do not count.
    """
    page = browser.new_page(**(_FINGER if finger else LAPTOP))
    page.goto(f"http://127.0.0.1:{port}")
    page.locator(CANVAS).wait_for()
    page.wait_for_timeout(1000)  # nobody draws sooner
    times = []
    for number in range(warm_up + count):
        draw = draw_with_finger if finger else draw_stroke
        times.append(milliseconds_to_answer(page, drawing(number), draw))
        page.wait_for_timeout(300)  # a person looks at it, and the page comes to rest
        clear_canvas(page)
        page.wait_for_timeout(300)
    page.close()
    return times[warm_up:]
