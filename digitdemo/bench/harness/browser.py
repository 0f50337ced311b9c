"""A real Chromium for the benchmarks that need one, and for the tests: the system's, else Playwright's own."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitdemo.data.canvas_message import WIDTH

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CANVAS = "[data-testid=stBidiComponentIsolated] canvas.upper-canvas"
# A laptop's and a phone's screen, as options of Playwright's new_page.
LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 720}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
# Of several lists Chromium takes the last: what Playwright turns off and may matter here, and two pages that Chromium
# loads into the address bar of every window, which nobody sees, as soon as the app's own page is there.
_FEATURES_OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "MediaRouter",
    "OptimizationHints",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
)
# By which each page has a process of its own, and the next page in the same window another one.
_APART = ("IsolateOrigins", "site-per-process")
_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")


@contextlib.contextmanager
def running_browser(*, one_process: bool = False) -> Iterator["Browser"]:
    """Start the browser that is installed ($DIGITDEMO_BROWSER names another), or fetch Chromium; end it at last.

    With `one_process` all pages share a process, which has compiled the app's JavaScript after the first of them: a
    page is there with a third less work, but waits for what others do at the same time.

    Raises:
        ModuleNotFoundError: Playwright is not installed; tests/requirements.txt has it.
    """
    from playwright.sync_api import sync_playwright

    found = os.environ.get("DIGITDEMO_BROWSER") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    with sync_playwright() as playwright:
        if found is None and not Path(playwright.chromium.executable_path).exists():
            subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)
        off = (*_FEATURES_OFF, *(_APART if one_process else ()))
        limit = ("--renderer-process-limit=1",) if one_process else ()
        arguments = (*_ARGUMENTS, f"--disable-features={','.join(off)}", *limit)
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


def draw_stroke(page: "Page", points: Iterable[tuple[float, float]], steps: int = 8) -> None:
    """Draw a stroke with the mouse; points are in units of `WIDTH`, (0, 0) is the drawing area's upper left corner."""
    (x, y), *rest = on_page(page, points)
    page.mouse.move(x, y)
    page.mouse.down()
    for x, y in rest:
        page.mouse.move(x, y, steps=steps)
    page.mouse.up()


def draw_with_finger(page: "Page", points: Iterable[tuple[float, float]], steps: int = 8) -> None:
    """Draw a stroke with a finger, as `draw_stroke` does with the mouse, in a page that has touch."""
    start, *rest = on_page(page, points)
    touch = page.context.new_cdp_session(page)

    def send(kind: str, *fingers: tuple[float, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in fingers]})

    send("touchStart", start)
    for end in rest:
        for step in range(1, steps + 1):
            share = step / steps
            send("touchMove", (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
        start = end
    send("touchEnd")
    touch.detach()


def on_page(page: "Page", points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return where points of the drawing area, in units of `WIDTH`, are on the page as it is scrolled now."""
    box = page.locator(CANVAS).bounding_box()
    assert box is not None
    scale = box["width"] / WIDTH
    return [(box["x"] + x * scale, box["y"] + y * scale) for x, y in points]
