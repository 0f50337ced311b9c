"""Every lesson, on a phone's width, by keyboard alone: predicted, trained on the page, and answered.

A real browser opens the cards and presses Tab and Enter as a person does who has no mouse. A lesson that cannot be
taken so, or a page wider than the phone, ends the benchmark with what is missing.
"""

import argparse
import tempfile
import time
from typing import TYPE_CHECKING, Any

from digitdemo.analysis.experiments import EXPERIMENTS
from digitdemo.analysis.studies import STUDIES
from digitdemo.bench.harness.browser import PHONE, running_browser
from digitdemo.bench.harness.server import App, running_app

if TYPE_CHECKING:
    from playwright.sync_api import Page

_LESSONS = (*EXPERIMENTS, *STUDIES)
_PATIENCE_MS = 600_000  # two trainings on a slow machine
_MOST_KEYS = 120  # more than there is to focus on any of the pages
_SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
_FOCUSED = "wanted => document.activeElement.closest(wanted) !== null"
_WIDTH = "document.documentElement.scrollWidth"
_PREDICT, _TRAIN = ".st-key-predict_0", ".st-key-train_both"
_UNDER_WAY, _THINK = ".st-key-stop_lesson", ".st-key-think a"
_TOLD = ".st-key-lesson_head h2"  # says "Now find out", then what is trained, and at last what came out
_OUTCOMES = ("You were right", "Not this time")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--only", nargs="+", default=_LESSONS, choices=_LESSONS, help="default all")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"lessons": {NAME: {"keys", "seconds", "told"}}}: pressed keys, seconds in all, and the answer's heading.

    Raises:
        ModuleNotFoundError: Playwright is not installed; tests/requirements.txt has it.
        RuntimeError: a lesson cannot be taken so.
    """
    taken = {}
    with running_browser() as browser, tempfile.TemporaryDirectory() as runs, running_app(DIGITDEMO_RUNS=runs) as app:
        page = browser.new_page(**PHONE)
        page.set_default_timeout(_PATIENCE_MS)
        page.goto(f"http://127.0.0.1:{app.port}/lessons")
        for name in options.only:
            taken[name] = _take(page, app, name)
            print("{:16} {keys:4} keys {seconds:6.1f} s  {told}".format(name, **taken[name]), flush=True)
    return {"lessons": taken}


def _take(page: "Page", app: App, name: str) -> dict[str, Any]:
    begun, trains = time.perf_counter(), name in EXPERIMENTS or bool(STUDIES[name].trains)
    keys = _press(page, f'a[href$="lesson={name}"]')
    page.wait_for_url(f"**/lessons?lesson={name}")
    keys += _press(page, _PREDICT)
    page.locator(_TOLD).wait_for()
    if trains:
        keys += _press(page, _TRAIN)
        page.locator(_UNDER_WAY).wait_for()
        page.locator(_UNDER_WAY).wait_for(state="detached")
    told = page.locator(_TOLD).filter(has_text=_OUTCOMES[0]).or_(page.locator(_TOLD).filter(has_text=_OUTCOMES[1]))
    told.wait_for()
    words = told.inner_text()
    keys += _tab_to(page, _THINK)
    page.keyboard.press("Shift+Tab")
    keys += _press(page, 'a[href="lessons"]')  # back to the cards
    page.wait_for_url("**/lessons")
    return {"keys": keys, "seconds": time.perf_counter() - begun, "told": words}


def _press(page: "Page", wanted: str) -> int:
    """Go to what `wanted` selects by Tab, press Enter, and return how many keys that took."""
    keys = _tab_to(page, wanted)
    page.keyboard.press("Enter")
    return keys + 1


def _tab_to(page: "Page", wanted: str) -> int:
    page.locator(_SETTLED).wait_for()
    page.locator(wanted).first.wait_for()
    if (width := page.evaluate(_WIDTH)) > PHONE["viewport"]["width"]:
        raise RuntimeError(f"{page.url} is {width} pixels wide; a phone shows {PHONE['viewport']['width']}")
    for keys in range(1, _MOST_KEYS + 1):
        page.keyboard.press("Tab")
        if page.evaluate(_FOCUSED, wanted):
            return keys
    raise RuntimeError(f"{page.url}: {wanted} is not reached by Tab")
