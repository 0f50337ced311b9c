"""Pictures of every page for the documents: on a laptop in both themes and on a phone; and of what is for paper."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from digitdemo.bench.harness.browser import CANVAS, LAPTOP, PHONE, draw_stroke, running_browser
from digitdemo.bench.harness.server import running_app
from digitdemo.system import PROJECT

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = PROJECT / "docs" / "screenshots"
LOOKS: dict[str, dict[str, Any]] = {
    "laptop": LAPTOP,
    "dark": {**LAPTOP, "color_scheme": "dark"},
    "phone": PHONE,
}
PAPER: dict[str, Any] = {"viewport": {"width": 794, "height": 1123}}  # A4 at 96 pixels an inch
PAGES = {
    "play": "",
    "lessons": "lessons",
    "lesson": "lessons?lesson=little-data",
    "study": "lessons?lesson=damage",
    "lab": "lab?architecture=mlp",
    "sweep": "lab?architecture=mlp&hidden_layers=1&width=64&epochs=3",
    "mistakes": "mistakes?run=linear&digit=4&read_as=9",
    "inside": "inside?run=fast&image=2130&view=what-speaks-for-and-against",
    "about": "about",
    "worksheet": "lessons?lesson=little-data&print=worksheet",
}
_FOR_PAPER = ("worksheet",)  # of these, as printed
_COMES_TO_REST = 1500  # milliseconds: letters, pictures that fade in
_SWEPT = 30 * 60_000  # milliseconds: a sweep of 60 small trainings takes some minutes
_COLOURS = 256  # enough for pages, and a quarter of the bytes
_TWO = [(75, 95), (90, 65), (130, 48), (175, 60), (190, 100), (165, 145), (110, 195), (70, 232), (130, 225), (210, 230)]


def take_screenshots(names: Sequence[str], folder: Path = FOLDER, say: Callable[[str], None] = print) -> None:
    """Write a PNG of each of these pages in each look into `folder`, such as play_dark.png and worksheet_paper.png.

    Raises:
        ModuleNotFoundError: Playwright is not installed; tests/requirements.txt has it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as runs,
        running_app(DIGITDEMO_RUNS=runs) as app,
        running_browser() as browser,
    ):
        for look, options in {**LOOKS, "paper": PAPER}.items():
            for name in names:
                if (name in _FOR_PAPER) != (look == "paper"):
                    continue
                page = browser.new_page(**options)
                page.goto(f"http://127.0.0.1:{app.port}/{PAGES[name]}")
                _wait(page)
                if act := _ACTS.get(name):
                    act(page)
                if look == "paper":
                    page.emulate_media(media="print")
                    height = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
                    page.set_viewport_size({"width": PAPER["viewport"]["width"], "height": height})
                file = folder / f"{name}_{look}.png"
                page.screenshot(path=file)
                _shrink(file)
                say(f"{file.relative_to(folder.parent)}: {file.stat().st_size / 1000:.0f} kB")
                page.close()


def _wait(page: "Page") -> None:
    """Wait until a page is whole and its charts are drawn."""
    from playwright.sync_api import expect

    page.get_by_role("heading", level=1).wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    for chart in page.locator(".stPlotlyChart").all():
        chart.locator(".main-svg").first.wait_for()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    page.wait_for_timeout(_COMES_TO_REST)


def _draw(page: "Page") -> None:
    page.locator(CANVAS).wait_for()
    page.wait_for_timeout(_COMES_TO_REST)
    draw_stroke(page, _TWO, steps=6)
    page.locator(".answers:not(.provisional) .headline", has_text="read 2").wait_for()
    page.mouse.move(0, 0)
    page.wait_for_timeout(_COMES_TO_REST)


def _skip_prediction(page: "Page") -> None:
    page.locator(".st-key-skip button").click()
    page.locator(".st-key-lesson_head").wait_for()
    _wait(page)


def _sweep(page: "Page") -> None:
    """Sweep two knobs that share a graph, which takes minutes, and show the map with what it says."""
    page.get_by_role("tab", name="Sweep").click()
    for key, knob in (("sweep_knob", "Learning rate"), ("sweep_knob_2", "Training images")):
        page.locator(".st-key-sweep_start").scroll_into_view_if_needed()
        _wait(page)
        page.locator(f".st-key-{key} input").click()
        page.get_by_role("option", name=knob, exact=True).click()
    _wait(page)
    page.locator(".st-key-sweep_start button").click()
    page.get_by_text("60 of 60 trainings are done.").wait_for(timeout=_SWEPT)
    page.locator(".heat-map button.best").first.click()
    page.locator(".st-key-sweep_cell").wait_for()
    _wait(page)
    page.locator(".st-key-sweep_head").evaluate("head => head.scrollIntoView()")
    page.mouse.move(0, 0)
    page.wait_for_timeout(_COMES_TO_REST)


_ACTS: dict[str, Callable[["Page"], None]] = {"play": _draw, "study": _skip_prediction, "sweep": _sweep}


def _shrink(file: Path) -> None:
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
