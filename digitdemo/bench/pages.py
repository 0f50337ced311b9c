"""How fast the pages come: first contentful paint, a canvas to draw on, a change of page, and the bytes loaded.

Measured in Chromium by the page's own clock, on a screen of a laptop and on one of a phone, this once more with a
processor half as fast, which has no limits. Cold is a browser that has never been here, warm one that has; the server
has answered others before. A page has come when its title is painted, and has come whole when the server has sent the
last of it.
"""

import argparse
import tempfile
from typing import TYPE_CHECKING, Any

import numpy as np

from digitdemo.bench.harness.browser import CANVAS, LAPTOP, PHONE, running_browser
from digitdemo.bench.harness.server import running_app
from digitdemo.bench.harness.traffic import Traffic
from digitdemo.texts import LANGUAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# After which a page is at rest when the next click comes: what it loads late is there, and its charts are drawn, which
# the first time takes the Lab more than a second.
_AT_REST_MS = 2000
LIMITS_MS = {"first_paint": 1000, "canvas": 2000, "switch": 400}
# Screens, and how many times slower than this machine's the processor is.
_PROFILES: dict[str, tuple[dict[str, Any], int]] = {
    "laptop": (LAPTOP, 1),
    "phone": (PHONE, 1),
    "slow phone": (PHONE, 2),
}

# Takes note of when the canvas is there, which its script makes once it listens to the pen.
_NOTE_CANVAS = """
const look = () => {
  const components = document.querySelectorAll('[data-testid=stBidiComponentIsolated]');
  const canvas = [...components].map(one => one.shadowRoot?.querySelector('canvas.upper-canvas')).find(Boolean);
  if (canvas?.getBoundingClientRect().width) window.digitdemoCanvas = performance.now();
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
# Clicks a link of the navigation, and resolves to the milliseconds to its page's title, painted, and to all of it.
_SWITCH = """
name => new Promise(resolve => {
  const links = document.querySelectorAll('[data-testid=stTopNavLink], [data-testid=stSidebarNavLink]');
  const link = [...links].find(link => link.innerText.includes(name));
  const title = () => document.querySelector('h1')?.innerText;
  const [before, start] = [title(), performance.now()];
  let seen = null;
  link.click();
  const look = () => {
    const there = title() && title() !== before;
    const whole = document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning';
    requestAnimationFrame(() => {
      if (there && seen === null) seen = performance.now() - start;
      if (there && whole) resolve([seen, performance.now() - start]); else look();
    });
  };
  requestAnimationFrame(look);
})
"""
_LINKS = "[data-testid=stTopNavLink], [data-testid=stSidebarNavLink]"
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--repeats", type=int, default=5, help="how many new browsers come; default 5")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return medians in milliseconds beside their limits, and the bytes that each page loads, by profile.

    Raises:
        ModuleNotFoundError: Playwright is not installed; tests/requirements.txt has it.
    """
    results: dict[str, Any] = {}
    with (
        running_browser() as browser,
        tempfile.TemporaryDirectory() as runs,
        running_app(DIGITDEMO_RUNS=runs) as app,
    ):
        url = f"http://127.0.0.1:{app.port}/"
        _visit(browser, url, {})  # others were here before
        for name, (profile, slowdown) in _PROFILES.items():
            visits = [_visit(browser, url, profile, slowdown) for _ in range(options.repeats)]
            results[name] = _medians(visits)
            _print(name, results[name])
    return {"profiles": results, "limits": LIMITS_MS, "repeats": options.repeats}


def _visit(browser: "Browser", url: str, profile: dict[str, Any], slowdown: int = 1) -> dict[str, Any]:
    """Open the first page in a new browser, open it again, and go to all others twice."""
    context = browser.new_context(**profile)
    page = context.new_page()
    page.add_init_script(_NOTE_CANVAS)
    traffic = Traffic(context, page)
    traffic.session.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    found: dict[str, Any] = {"cold": _load(page, traffic, url), "warm": _load(page, traffic, url)}
    if (button := page.get_by_test_id("stExpandSidebarButton")).is_visible():
        button.click()
    page.locator(_LINKS).first.wait_for()
    links = [name.strip().split("\n")[-1] for name in page.locator(_LINKS).all_inner_texts()]
    names = [name for name in links if name not in LANGUAGES.values()]
    for temperature in ("cold", "warm"):
        found[temperature]["pages"] = {}
        for name in [*names[1:], names[0]]:
            traffic.kilobytes()
            seen, whole = page.evaluate(_SWITCH, name)
            page.wait_for_timeout(_AT_REST_MS)
            found[temperature]["pages"][name] = {"switch": seen, "whole": whole, "kilobytes": traffic.kilobytes()}
    context.close()
    return found


def _load(page: "Page", traffic: Traffic, url: str) -> dict[str, Any]:
    traffic.kilobytes()
    page.goto(url)
    page.locator(CANVAS).wait_for()
    page.wait_for_timeout(1500)  # what comes after it counts among the bytes
    return {
        "first_paint": page.evaluate(_PAINT),
        "canvas": page.evaluate("window.digitdemoCanvas"),
        "kilobytes": traffic.kilobytes(),
    }


def _medians(visits: list[Any]) -> Any:
    """Return the median of each figure of these visits, which all have the same ones."""
    if isinstance(visits[0], dict):
        return {name: _medians([visit[name] for visit in visits]) for name in visits[0]}
    return round(float(np.median(visits)), 1)


def _print(profile: str, figures: dict[str, Any]) -> None:
    for temperature, all_of_it in figures.items():
        print(f"{profile}, {temperature}: {all_of_it['kilobytes']:,.0f} kB")
        for name in ("first_paint", "canvas"):
            print(f"  {name:12} {all_of_it[name]:7.0f} ms (limit {LIMITS_MS[name]} ms)")
        for name, page in all_of_it["pages"].items():
            print(
                f"  to {name:12} {page['switch']:5.0f} ms (limit {LIMITS_MS['switch']} ms), "
                f"whole {page['whole']:5.0f} ms, {page['kilobytes']:6,.0f} kB"
            )
