"""The real app and a real Chromium, and what a person does in it."""

import contextlib
import re
import signal
import threading
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, ViewportSize, expect

from digitdemo.bench.harness.browser import CANVAS, PHONE, draw_stroke, running_browser
from digitdemo.bench.harness.server import App, running_app
from tests.conftest import PATIENCE, until

expect.set_options(timeout=1000 * PATIENCE)


@dataclass(frozen=True)
class LoggedApp:
    """A running app, its runs folder, and which of its processes imported TensorFlow or Keras."""

    app: App
    runs: Path
    import_log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.app.port}"

    def importers(self) -> dict[int, str]:
        """Return the processes that imported TensorFlow or Keras so far: what Python was to run, by their ids."""
        text = self.import_log.read_text(encoding="utf-8") if self.import_log.exists() else ""
        return {int(number): command for number, _, command in (line.partition(" ") for line in text.splitlines())}


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoggedApp]:
    """The real app, started as a person would start it, shared by all tests: to start another one costs as much."""
    folder = tmp_path_factory.mktemp("app")
    log, runs = folder / "imports.txt", folder / "runs"
    # A trainer that had nothing to do for minutes is not started anew: TensorFlow takes it eight seconds of CPU.
    rest = {"DIGITDEMO_IDLE_MINUTES": "60"}
    with running_app(DIGITDEMO_RUNS=str(runs), DIGITDEMO_IMPORT_LOG=str(log), **rest) as app:
        yield LoggedApp(app, runs, log)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium: the system's, else Playwright's own, fetched if it is not there yet."""
    with running_browser(one_process=True) as chromium:
        yield chromium


# The first file of the process that begins with the second half of them, by time.
_SECOND_HALF = "test_lab_runs.py"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let the browser tests begin, as they last longest: whoever is done with the rest has something left to take.

    Of several processes two have a browser and an app. Each process begins with as many tests, in the order of all.
    """
    here, processes = Path(__file__).parent, getattr(config, "workerinput", {}).get("workercount", 1)
    first = [item for item in items if item.path.parent == here and item.path.name < _SECOND_HALF]
    second = [item for item in items if item.path.parent == here and item.path.name >= _SECOND_HALF]
    others = [item for item in items if item.path.parent != here]
    before = len(items) // processes - len(first) if processes > 1 else 0
    items[:] = [*first, *others[: max(0, before)], *second, *others[max(0, before) :]]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let fixtures know that their test failed, and have the app say what it was doing then."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
        app = getattr(item, "funcargs", {}).get("app")
        if report.failed and isinstance(app, LoggedApp) and hasattr(signal, "SIGUSR1"):
            app.app.process.send_signal(signal.SIGUSR1)  # tests/child_processes/sitecustomize.py
    return report


FAILED = pytest.StashKey[bool]()


# Tells what the policy of the app's headers has refused: its directive, what was asked for, and by whom.
_REFUSED = """
addEventListener('securitypolicyviolation', event =>
  digitdemoRefused(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


class Windows:
    """Opens pages, and keeps those that are done with: a window costs more than the page that is loaded into it.

    Each page has its first visitor's storage, media and size when it is opened again, but a history that goes back.
    `refused` is what the app's Content Security Policy has kept pages from.
    """

    def __init__(self, browser: Browser) -> None:
        self.refused: list[str] = []
        self._browser = browser
        self._free: dict[str, list[Page]] = defaultdict(list)
        self._kinds: dict[Page, str] = {}
        self._at_play: dict[str, Page] = {}

    def open(
        self,
        *,
        viewport: ViewportSize | None = None,
        color_scheme: str = "light",
        reduced_motion: str = "no-preference",
        **device: object,
    ) -> Page:
        """Return a blank page; `device` are those of Playwright's options of a context that cannot change later."""
        kind = str(sorted(device.items()))
        if self._free[kind]:
            page = self._free[kind].pop()
        else:
            context = self._browser.new_context(**device)
            context.set_default_timeout(1000 * PATIENCE)
            context.expose_function("digitdemoRefused", lambda told: self.refused.append(told))
            context.add_init_script(_REFUSED)
            page = context.new_page()
            page.on("pageerror", lambda error: print(f"error of the page: {error}"))
            self._kinds[page] = kind
        page.set_viewport_size(viewport or {"width": 1280, "height": 720})
        page.emulate_media(color_scheme=color_scheme, reduced_motion=reduced_motion)
        return page

    def open_play(self, app: LoggedApp, device: dict[str, Any]) -> Page:
        """Return the Play page with an empty canvas, as the last one who had it on this device has left it."""
        page = self._at_play.pop(str(device), None)
        if page is None:
            page = self.open(**device)
            page.goto(app.url)
        page.set_viewport_size(device["viewport"])
        if urlsplit(page.url).path != "/":
            go(page, "Play")
        expect(page.locator(CANVAS)).to_be_visible()
        settle(page)
        if (clear := page.get_by_role("button", name="Clear")).is_enabled():
            clear.click()
        expect(page.locator(EMPTY)).to_be_visible()
        settle(page)
        return page

    def leave_play(self, page: Page, device: dict[str, Any]) -> None:
        """Leave a page, with no more on Play than a drawing, for the next one who asks for it."""
        self._at_play[str(device)] = page

    def put_back(self, page: Page) -> None:
        """Leave what is shown, so that its visit ends, and take the page for the next one who asks."""
        # An empty page, or one that tells of an error, has no storage.
        page.evaluate("() => { try { localStorage.clear(); sessionStorage.clear(); } catch {} }")
        page.goto("about:blank")
        page.context.clear_cookies()  # the next one is another visitor
        self._free[self._kinds[page]].append(page)

    def throw_away(self, page: Page) -> None:
        page.context.close()


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    return Windows(browser)


@pytest.fixture
def new_page(windows: Windows, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Opens a page as `Windows.open` does; a failed test prints its text. Nothing may be refused by the policy."""
    pages: list[Page] = []
    windows.refused.clear()

    def open_page(**options: object) -> Page:
        pages.append(windows.open(**options))
        return pages[-1]

    yield open_page
    for page in pages:
        if request.node.stash.get(FAILED, False):
            _say_what_is_on(page)
            windows.throw_away(page)
        else:
            windows.put_back(page)
    assert windows.refused == []


def _say_what_is_on(page: Page) -> None:
    state = page.evaluate("() => document.querySelector('[data-test-script-state]')?.dataset.testScriptState")
    print(f"{page.url}, {state}\n{page.locator('body').inner_text()}\nlines: {list(traces(page))}")


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page of a desktop browser."""
    return new_page(viewport={"width": 1280, "height": 900})


def _play(app: LoggedApp, windows: Windows, request: pytest.FixtureRequest, device: dict[str, Any]) -> Iterator[Page]:
    windows.refused.clear()
    page = windows.open_play(app, device)
    yield page
    if request.node.stash.get(FAILED, False):
        _say_what_is_on(page)
        windows.throw_away(page)
    else:
        windows.leave_play(page, device)
    assert windows.refused == []


@pytest.fixture
def play(app: LoggedApp, windows: Windows, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The Play page of a desktop browser with an empty canvas: for tests that leave no more on it than a drawing.

    They share one page and one visit, as to load it takes longer than most of what they do.
    """
    yield from _play(app, windows, request, {"viewport": {"width": 1280, "height": 900}})


@pytest.fixture
def play_on_phone(app: LoggedApp, windows: Windows, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The same on a phone."""
    yield from _play(app, windows, request, PHONE)


QUICK = "architecture=linear&epochs=1"
LONG = "architecture=mlp&epochs=50&train_size=10000"  # it outlasts whatever is done meanwhile, and is stopped
LONG_NAME = "MLP 512-512, epochs 50, training images 10,000"


@contextlib.contextmanager
def resting(app: LoggedApp) -> Iterator[None]:
    """Have the trainer rest nearly all the time: its training goes on, but takes neither browser nor app a core.

    It gets on by a step now and then, as one that says nothing would be taken for dead.
    """
    trainer, ended = app.app.trainer(), threading.Event()
    assert trainer is not None

    def rest() -> None:
        with contextlib.suppress(psutil.NoSuchProcess):
            while not ended.is_set():
                trainer.suspend()
                ended.wait(1)
                trainer.resume()
                ended.wait(0.03)

    thread = threading.Thread(target=rest)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def open_lab(page: Page, app: LoggedApp, query: str = "") -> None:
    page.goto(f"{app.url}/lab?{query}")
    expect(page.locator(START)).to_be_enabled()


def open_play(page: Page, app: LoggedApp) -> None:
    page.goto(app.url)
    expect(page.locator(EMPTY)).to_be_visible()


def drawing_area(page: Page) -> FloatRect:
    """Return where the drawing area is, once it is there and nothing above it will move it."""
    expect(page.locator(CANVAS)).to_be_visible()
    settle(page)
    box = page.locator(CANVAS).bounding_box()
    assert box is not None
    return box


def draw(page: Page, stroke: Iterable[tuple[float, float]]) -> None:
    drawing_area(page)
    draw_stroke(page, stroke)


def settle(page: Page) -> None:
    """Wait until the page has been made to its end: until then what is on it may move."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def go(page: Page, name: str) -> None:
    page.get_by_test_id("stTopNavLink").filter(has_text=name).click()


START = ".st-key-start button"  # trains what the knobs say


def start(page: Page) -> None:
    page.locator(START).click()


def ended(page: Page, name: str) -> Locator:
    """The head of the verdict on a training of that name, which has ended: until then it has no number."""
    return page.locator(".st-key-verdict_head").filter(has_text=name)


def verdict(page: Page, word: str) -> Locator:
    """The verdict's heading, if it is that word."""
    return page.get_by_role("heading", level=2, name=word)


def open_tab(page: Page, name: str) -> None:
    """Open a tab of the runs in the Lab, which is filled only then."""
    page.get_by_role("tab", name=name).click()
    expect(page.get_by_role("tabpanel", name=name)).to_have_text(re.compile(r"\S"))


def stop(page: Page) -> None:
    page.locator(".st-key-stop button").click()  # Streamlit has a "Stop" of its own while a page is being made


def choose(field: Locator, option: str) -> None:
    """Choose an option of a selectbox, whose list closes when the page scrolls and holds only what is in sight."""
    field.click()
    field.fill(option)
    field.page.get_by_role("option", name=option, exact=True).click()


EMPTY = ".answers .headline:text-is('Draw a digit')"  # what the Play page says before the first stroke


def answers(page: Page) -> Locator:
    """The models' rows on the Play page that have an answer."""
    return page.locator(".answers .row:enabled")


def headline(page: Page, words: str) -> Locator:
    """What the models' answers come to, if it is these words."""
    return page.locator(".answers .headline", has_text=words)


def traces(page: Page) -> dict[str, list[float]]:
    """Return what the accuracy chart draws: the name of each line and its values; nothing while there is no chart."""
    return page.evaluate(
        "() => Object.fromEntries((document.querySelector('.st-key-accuracy .js-plotly-plot')?.data ?? [])"
        ".map(line => [line.name, Array.from(line.y._inputArray ?? line.y)]))"
    )


def swipe(page: Page, x: float, y: float) -> None:
    """Swipe up from a point of the page, and wait until the page has moved."""
    scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
    before, touch = page.evaluate(scrolled), page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 16):
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - 10 * step}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    until(lambda: page.evaluate(scrolled) > before + 50)


def as_css(colour: str) -> str:
    """Return a colour such as "#1e60d2" as the browser's computed styles have it."""
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"
