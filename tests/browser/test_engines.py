"""The first visit in Firefox and in WebKit, Safari's engine: answers while one draws, layers, Teach mine, a chart.

`test_first_visit.py` and `test_teach.py` walk it in Chromium, where what is taught is trained: here a script plays the
trainer, as what it hands on is all that an engine may make something else of. An engine that is not installed is left
out, and the test's summary says which package has it.
"""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from digitdemo.bench.harness.engines import Engine, find_firefox, find_webkit, running_firefox, running_webkit
from digitdemo.bench.harness.server import running_app
from digitdemo.data.canvas_message import WIDTH
from tests.conftest import SEVEN, until

# Finds elements inside the shadows of components, too.
_FIND = """
globalThis.findAll ??= (selector, root = document) => {
  const shadows = [...root.querySelectorAll('*')].flatMap(element => element.shadowRoot ?? []);
  return [...root.querySelectorAll(selector), ...shadows.flatMap(shadow => findAll(selector, shadow))];
}
"""
_REST = 0.3  # seconds in which most pages that are being made would move, and a fold opens
# How many pixels are bright on each sheet of a layer's maps.
_BRIGHT = """findAll('.sheet canvas').map(sheet => Array.from(
  sheet.getContext('2d').getImageData(0, 0, sheet.width, sheet.height).data
).filter((value, i) => i % 4 === 0 && value > 128).length)
"""


@pytest.fixture(params=["Firefox", "WebKit"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The browsers that are installed beside Chromium."""
    if request.param == "Firefox":
        if (path := find_firefox()) is None:
            pytest.skip("Firefox is not installed: apt-get install firefox-esr")
        with running_firefox(path) as firefox:
            yield firefox
    else:
        if (paths := find_webkit()) is None:
            pytest.skip("WebKit is not installed: apt-get install webkit2gtk-driver xvfb")
        with running_webkit(*paths) as webkit:
            yield webkit


@dataclass(frozen=True)
class HeldApp:
    """An app whose trainings last for as long as the file `hold` is there."""

    url: str
    hold: Path


@pytest.fixture(scope="module")
def held_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HeldApp]:
    folder = tmp_path_factory.mktemp("held")
    runs, hold = folder / "runs", folder / "hold"
    held = {"DIGITDEMO_STAND_IN": "held_trainer", "DIGITDEMO_HOLD": str(hold)}
    with running_app(DIGITDEMO_RUNS=str(runs), **held) as app:
        yield HeldApp(f"http://127.0.0.1:{app.port}", hold)


class Walk:
    """What a person does and sees in an engine."""

    def __init__(self, engine: Engine, url: str) -> None:
        self.engine = engine
        engine.go_to(url)
        engine.evaluate(f"({_FIND}, globalThis.faults = [], addEventListener('error', e => faults.push(e.message)), 0)")

    def texts(self, selector: str) -> list[str]:
        return self.engine.evaluate(f"findAll({json.dumps(selector)}).map(found => found.textContent)")

    def sees(self, selector: str, text: str) -> None:
        until(lambda: any(text in found for found in self.texts(selector)))

    def box(self, selector: str, text: str = "") -> list[float]:
        """Return left, top, width and height of the first such element, once the page has come to rest."""
        found = f"findAll({json.dumps(selector)}).find(e => e.textContent.includes({json.dumps(text)}))"
        rest = "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
        box = f"(b => b && {rest} ? [b.x, b.y, b.width, b.height] : null)({found}?.getBoundingClientRect())"
        since, there = 0.0, None

        def still() -> list[float] | None:
            nonlocal since, there
            before, there = there, self.engine.evaluate(box)
            if there != before:
                since = time.monotonic()
            return there if time.monotonic() - since > _REST else None

        return until(still)

    def click(self, selector: str, text: str) -> None:
        left, top, width, height = self.box(selector, text)
        self.engine.press([(left + width / 2, top + height / 2)])
        self.engine.release()

    def opens(self, text: str) -> bool:
        """Click on a fold and return whether that has opened it: a page that is being made may move under the mouse."""
        self.click("summary", text)
        time.sleep(_REST)
        return any(text in fold for fold in self.texts("details[open] > summary"))


def test_the_first_visit(held_app: HeldApp, engine: Engine):
    walk = Walk(engine, held_app.url)
    until(lambda: walk.opens("See it think"))
    until(lambda: len(engine.evaluate(_BRIGHT)) == 3)  # the convolutions of the fast CNN
    assert engine.evaluate(_BRIGHT) == [0, 0, 0]
    left, top, width, _ = walk.box("canvas.upper-canvas")
    seven = [(left + x * width / WIDTH, top + y * width / WIDTH) for x, y in SEVEN]
    engine.press(seven)
    walk.sees(".answers.provisional .headline", "So far: 7")  # while the pen is down
    until(lambda: min(engine.evaluate(_BRIGHT)) > 5)
    engine.release()
    walk.sees(".answers:not(.provisional) .headline", "models read 7")

    held_app.hold.touch()
    walk.click("button", "Teach mine")
    until(lambda: any(re.match(r"YOURS7(9\d|>?99\.\d)%", text) for text in walk.texts(".row:enabled")))
    held_app.hold.unlink()
    walk.sees(".sparkline .words", "Done. It reads 9")
    walk.sees(".row:enabled", "1. Yours7")

    walk.click("[data-testid=stTopNavLink]", "Lab")
    until(lambda: engine.evaluate("findAll('.st-key-accuracy .js-plotly-plot path.js-line').length") >= 2)
    assert engine.evaluate("faults") == []
