"""What the tests share: small data, the drawing helper, the running app and the browser."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from digitdemo.bench.browser import running_browser
from digitdemo.bench.server import App, running_app
from digitdemo.data import Mnist, load_mnist

_IMPORT_LOG = Path(__file__).parent / "import_log"


@pytest.fixture(scope="session")
def small_mnist() -> Mnist:
    """The first 2,000 training and 500 test images: enough to learn something within a second."""
    whole = load_mnist()
    return Mnist(whole.x_train[:2000], whole.y_train[:2000], whole.x_test[:500], whole.y_test[:500])


@dataclass(frozen=True)
class LoggedApp:
    """A running app, its runs folder, and which of its processes imported TensorFlow or Keras."""

    app: App
    runs: Path
    import_log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.app.port}"

    def importers(self) -> set[int]:
        """Return the ids of the processes that imported TensorFlow or Keras so far."""
        text = self.import_log.read_text(encoding="utf-8") if self.import_log.exists() else ""
        return {int(line.split()[0]) for line in text.splitlines()}


def _logged_app(folder: Path) -> Iterator[LoggedApp]:
    log, runs = folder / "imports.txt", folder / "runs"
    paths = os.pathsep.join(filter(None, [str(_IMPORT_LOG), os.environ.get("PYTHONPATH")]))
    with running_app(DIGITDEMO_RUNS=str(runs), DIGITDEMO_IMPORT_LOG=str(log), PYTHONPATH=paths) as app:
        yield LoggedApp(app, runs, log)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoggedApp]:
    """The real app, started as a person would start it, shared by the tests that leave it whole."""
    yield from _logged_app(tmp_path_factory.mktemp("app"))


@pytest.fixture
def own_app(tmp_path: Path) -> Iterator[LoggedApp]:
    """The real app for one test alone, which may break it."""
    yield from _logged_app(tmp_path)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium: the system's, else Playwright's own, fetched if it is not there yet."""
    with running_browser() as chromium:
        yield chromium


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a desktop browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def ink_of(*strokes: list[tuple[float, float]], width: int = 280, height: int = 280, pen: int = 20) -> np.ndarray:
    """Return strokes, given as points, as ink: uint8 (height, width)."""
    from PIL import Image, ImageDraw

    picture = Image.new("L", (width, height))
    draw = ImageDraw.Draw(picture)
    for stroke in strokes:
        draw.line(stroke, fill=255, width=pen, joint="curve")
        for x, y in stroke:
            draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
    return np.asarray(picture)


SEVEN = [(70.0, 50.0), (200.0, 50.0), (180.0, 110.0), (150.0, 170.0), (135.0, 240.0)]
ONE = [(140.0, 40.0), (140.0, 240.0)]
