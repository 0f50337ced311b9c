"""What somebody does in a real browser while many use the app: draws, looks at the Lab's chart, loads the page anew."""

import contextlib
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from digitdemo.bench.harness.browser import CANVAS, LAPTOP, draw_stroke, running_browser
from digitdemo.bench.harness.seen_answer import clear_canvas, drawing, milliseconds_to_answer
from digitdemo.bench.harness.walk import SECONDS_BETWEEN, Found

if TYPE_CHECKING:
    from playwright.sync_api import Page

_CHART_EVERY = 4  # th drawing
_NICE = 10
_TICKS = ".st-key-lab_stage .ytick text"

# Resolves to the milliseconds from the next click to the picture with another range of the chart's accuracy.
_WATCH_CHART = f"""
() => {{ window.digitdemoChart = new Promise((resolve, fail) => {{
  const range = () => [...document.querySelectorAll('{_TICKS}')].map(tick => tick.textContent).join();
  const before = range();
  setTimeout(() => fail(new Error('no other chart within 30 s')), 30_000);
  addEventListener('click', () => {{
    const start = performance.now();
    const look = () => {{
      const changed = ![before, ''].includes(range());
      requestAnimationFrame(() => changed ? resolve(performance.now() - start) : look());
    }};
    requestAnimationFrame(look);
  }}, {{once: true, capture: true}});
}}); }}
"""


def visit_in_browser(port: int, seconds: float, seed: int, *, reload_every: float | None = None) -> Found:
    """Open the app on that port of 127.0.0.1 in a browser and use it for so long; return what was seen.

    The browser takes what the app leaves of the cores, as visitors' browsers have machines of their own. With
    `reload_every` the page is loaded anew after so many seconds, again and again. Whatever fails is a problem.
    """
    found = Found()
    try:
        with running_browser() as browser:
            _give_way()
            page = browser.new_page(**LAPTOP)
            page.on("pageerror", lambda error: found.problems.append(f"in the browser: {error}"))
            _use(page, f"http://127.0.0.1:{port}", seconds, random.Random(seed), found, reload_every)
    except Exception as error:  # whatever it is, the other visits go on and are measured
        found.problems.append(f"{type(error).__name__}: {error}")
    return found


def _give_way() -> None:
    """Have the browsers of this process step back.

    On Linux niceness counts within a session, and each browser has its own (man 7 sched, "The autogroup feature").
    """
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(OSError, psutil.Error):
            if "chrom" in process.name():
                Path(f"/proc/{process.pid}/autogroup").write_text(str(_NICE))


def _use(
    page: "Page", address: str, seconds: float, chance: random.Random, found: Found, reload_every: float | None
) -> None:
    until, number = time.monotonic() + seconds, 0
    loaded = _load(page, address)
    while time.monotonic() < until:
        number += 1
        found.words.append(milliseconds_to_answer(page, drawing(chance.randrange(1000)), draw_stroke) / 1000)
        _look(page, chance)
        clear_canvas(page)
        if reload_every and time.monotonic() - loaded > reload_every:
            loaded = _load(page, address)
        elif number % _CHART_EVERY == 0:
            found.charts.append(_milliseconds_to_chart(page, chance) / 1000)
        if page.get_by_test_id("stException").count():
            found.problems.append("in the browser: the page shows an exception")
    page.close()


def _load(page: "Page", address: str) -> float:
    """Load the first page and return when, by the monotonic clock, it could be drawn on."""
    page.goto(address)
    page.locator(CANVAS).wait_for()
    page.wait_for_timeout(1000)  # nobody draws sooner
    return time.monotonic()


def _milliseconds_to_chart(page: "Page", chance: random.Random) -> float:
    """Go to the Lab, see the chart with another range, and come back; return how long the other range took."""
    page.get_by_role("link", name="Lab").click()
    page.locator(_TICKS).first.wait_for()
    _look(page, chance)
    page.evaluate(_WATCH_CHART)
    page.get_by_text("0 to 100%", exact=True).click()
    milliseconds = float(page.evaluate("window.digitdemoChart"))
    _look(page, chance)
    page.get_by_role("link", name="Play").click()
    page.locator(CANVAS).wait_for()
    page.wait_for_timeout(1000)
    return milliseconds


def _look(page: "Page", chance: random.Random) -> None:
    page.wait_for_timeout(1000 * chance.uniform(0.3, 0.7) * SECONDS_BETWEEN)
