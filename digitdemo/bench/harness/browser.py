"""A real Chromium for the benchmarks that need one, and for the tests: the system's, else Playwright's own."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from digitdemo.data.canvas_message import STRIP

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CANVAS = "[data-testid=stBidiComponentIsolated] canvas.upper-canvas"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")


@contextlib.contextmanager
def running_browser() -> Iterator["Browser"]:
    """Start the browser that is installed ($DIGITDEMO_BROWSER names another), or fetch Chromium; end it at last.

    Raises:
        ModuleNotFoundError: Playwright is not installed; tests/requirements.txt has it.
    """
    from playwright.sync_api import sync_playwright

    found = os.environ.get("DIGITDEMO_BROWSER") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    with sync_playwright() as playwright:
        if found is None and not Path(playwright.chromium.executable_path).exists():
            subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


def draw_stroke(page: "Page", points: Iterable[tuple[float, float]], steps: int = 8) -> None:
    """Draw a stroke with the mouse; points are in the drawing area, (0, 0) is its upper left corner."""
    box = page.locator(CANVAS).bounding_box()
    assert box is not None
    (x, y), *rest = [(box["x"] + x, box["y"] + STRIP + y) for x, y in points]
    page.mouse.move(x, y)
    page.mouse.down()
    for x, y in rest:
        page.mouse.move(x, y, steps=steps)
    page.mouse.up()
