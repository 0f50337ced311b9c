"""Whether the page's own answers, given while one draws, are those of the server, and how long a frame of them takes.

In a real browser: the digits of 1,000 test images against LiteRT's; with FILE, the digits of other people's drawings
(as `bench drawings` reads them), whose points are given to the page as the pointer's positions, against those of the
server for the same drawing; and milliseconds from a pointer's position to the answers of the five models that answer
first and of the visitor's own.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from digitdemo.bench.drawings import SIZES, on_canvas
from digitdemo.bench.harness.browser import running_browser
from digitdemo.bench.harness.live_page import UNPACK, as_text, live_page, shipped_network
from digitdemo.data.canvas_message import FINENESS, PEN, WIDTH, drawing_of
from digitdemo.data.mnist import load_test_digits
from digitdemo.data.model_input import input_from_strokes
from digitdemo.data.stroke_files import read_stroke_file
from digitdemo.data.strokes import Strokes
from digitdemo.data.templates import pen_digit
from digitdemo.inference.shipped import FIRST_TO_ANSWER, shipped_classifiers

if TYPE_CHECKING:
    from playwright.sync_api import Page

MODELS = ("linear", "mlp", "cnn", "fast", "best", "lenet")
# Those of the Play page, with YOURS, which is a fast CNN.
_ON_PLAY = {**{name: name for name in FIRST_TO_ANSWER}, "yours": "fast"}
LIMITS = {"same_on_test_images": 1.0, "same_on_drawings": 0.995, "frame_ms": 8.0}
_IMAGES = 1000
_MIDDLE = (0.5, 0.5)
_FRAMES_OF = 40  # drawings

_SET_UP = """
async ([networks, geometry]) => {
  const {Engine} = await import('/engine.js');
  globalThis.engine = new Engine();
  engine.setGeometry(geometry);
  for (const [id, network] of Object.entries(await (UNPACK)(networks))) engine.setNetwork(id, network);
}""".replace("UNPACK", UNPACK)
_READ_IMAGES = """
images => images.map(image => {
  engine.setPictures([image]);
  return Object.fromEntries(Object.entries(engine.state().answers).map(([id, {probabilities}]) => [id, probabilities]));
})"""
_DRAW = """
drawings => {
  engine.setPictures([]);
  const milliseconds = [];
  const found = drawings.map((strokes, number) => {
    engine.setStrokes([], `drawing ${number}`);
    let state;
    for (const [first, ...positions] of strokes) {
      engine.beginStroke(first);
      for (const position of positions) {
        engine.continueStroke(position, false);
        if (number < FRAMES_OF) milliseconds.push(engine.state().milliseconds);
      }
      engine.endStroke();
    }
    state = engine.state();
    const answers = Object.fromEntries(Object.entries(state.answers).map(([id, {digit}]) => [id, digit]));
    return {image: Array.from(state.image), answers};
  });
  return {found, milliseconds};
}""".replace("FRAMES_OF", str(_FRAMES_OF))


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("file", type=Path, nargs="?", help="drawings as strokes, in JSON, to compare answers on, too")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return shares of equal answers by model, and milliseconds a frame, beside their limits.

    Raises:
        DataError: MNIST's files or the file of drawings are missing or something else.
        RunError: a shipped model is missing or damaged.
        ModuleNotFoundError: Playwright is not installed; tests/requirements.txt has it.
    """
    with running_browser() as browser:
        page = live_page(browser)
        page.evaluate(_SET_UP, [_networks(_ON_PLAY), _geometry()])
        results: dict[str, Any] = {"frame_ms": _frame_ms(page)}
        page.evaluate(_SET_UP, [_networks({name: name for name in MODELS}), _geometry()])
        results["test_images"] = _on_test_images(page)
        if options.file:
            drawings = [
                on_canvas(drawing, PEN, size, _MIDDLE) for size in SIZES for drawing in read_stroke_file(options.file)
            ]
            results["drawings"] = _on_drawings(page, drawings)
    return {**results, "limits": LIMITS}


def _networks(names: Mapping[str, str]) -> str:
    return as_text({name: shipped_network(model) for name, model in names.items()})


def _geometry() -> dict[str, float]:
    return {"width": WIDTH, "pen": PEN, "fineness": FINENESS}


def _on_test_images(page: "Page") -> dict[str, Any]:
    images = load_test_digits()[0][:_IMAGES]
    read = page.evaluate(_READ_IMAGES, images.reshape(len(images), -1).tolist())
    results = {}
    for name, model in shipped_classifiers(needed=MODELS).items():
        if name in MODELS:
            expected, found = model.probabilities(images), np.array([answers[name] for answers in read])
            same = int((expected.argmax(1) == found.argmax(1)).sum())
            most = float(np.abs(expected - found).max())
            results[name] = {"same": same, "of": len(images), "largest_difference": most}
            print(f"test images  {name:8} {same:5} of {len(images)} the same, probabilities within {most:.5f}")
    return results


def _on_drawings(page: "Page", drawings: Sequence[Strokes]) -> dict[str, Any]:
    inputs = [input_from_strokes(drawing_of(drawing)) for drawing in drawings]
    images = np.stack([model_input.image for model_input in inputs if model_input])
    found = page.evaluate(_DRAW, [[(stroke * FINENESS).tolist() for stroke in drawing] for drawing in drawings])[
        "found"
    ]
    equal = sum(np.array_equal(image.ravel(), one["image"]) for image, one in zip(images, found, strict=True))
    print(f"drawings     {equal} of {len(images)} images are the same to the pixel")
    results: dict[str, Any] = {"same_images": equal, "of": len(images), "models": {}}
    for name, model in shipped_classifiers(needed=MODELS).items():
        if name in MODELS:
            expected = model.probabilities(images).argmax(1)
            same = int((expected == [one["answers"][name] for one in found]).sum())
            results["models"][name] = same
            print(f"drawings     {name:8} {same:5} of {len(images)} the same, {same / len(images):.2%}")
    total = sum(results["models"].values()) / len(MODELS) / len(images)
    print(f"drawings     all      {total:.2%} the same (limit {LIMITS['same_on_drawings']:.1%})")
    return {**results, "same": total}


def _frame_ms(page: "Page") -> dict[str, float]:
    rng = np.random.default_rng(0)
    drawings = []
    for number in range(_FRAMES_OF):
        strokes = pen_digit(number % 10, rng)
        low = np.concatenate(list(strokes)).min(0)
        size = (np.concatenate(list(strokes)).max(0) - low).max()
        drawings.append([(((stroke - low) / size * 0.7 * WIDTH + 40) * FINENESS).tolist() for stroke in strokes])
    times = page.evaluate(_DRAW, drawings)["milliseconds"]
    times = page.evaluate(_DRAW, drawings)["milliseconds"]  # compiled by now, as after a stroke or two
    result = {"median": float(np.median(times)), "95": float(np.quantile(times, 0.95)), "frames": len(times)}
    print(f"a frame      {result['median']:.2f} ms, 95 % {result['95']:.2f} ms (limit {LIMITS['frame_ms']:.0f} ms)")
    return result
