"""Accuracy of every shipped model on other people's drawings, over sizes, positions and pens on the canvas.

FILE is JSON: {"drawings": [{"label": 0 to 9, "writer": NAME, "strokes": [[[x, y], ...], ...]}, ...]}, y down, in any
unit. Each drawing is put on the canvas, is turned into the canvas' own strokes, and goes the way of a visitor's
drawing. Intervals are 95 %, with the number of drawings as the number of trials: how the same drawing fares in
another corner is no new evidence.
"""

import argparse
import functools
import itertools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from digitdemo.analysis.intervals import accuracy_interval
from digitdemo.bench.harness.beside import told_apart
from digitdemo.bench.harness.on_pages import found_one_by_one
from digitdemo.data.canvas_message import PEN, WIDTH, drawing_of
from digitdemo.data.drawn_digits import several_digits
from digitdemo.data.model_input import Way, input_from_strokes
from digitdemo.data.stroke_files import StrokeDrawing, read_stroke_file
from digitdemo.data.strokes import box_of
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.shipped import READER, shipped_classifiers, shipped_judge
from digitdemo.inference.touching import strokes_told_apart
from digitdemo.system import PROJECT

PENS = {"thin": 8, "default": PEN, "thick": 36}
SIZES = (0.25, 0.5, 0.75, 1.0)
POSITIONS = {
    "centre": (0.5, 0.5),
    "top left": (0, 0),
    "top right": (1, 0),
    "bottom left": (0, 1),
    "bottom right": (1, 1),
}
_MISTAKES = 40


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("file", type=Path, help="drawings as strokes, in JSON")
    parser.add_argument("--quick", action="store_true", help="only the default pen, only by strokes")
    parser.add_argument(
        "--picture",
        type=Path,
        default=PROJECT / "runs" / "drawings-mistakes.png",
        metavar="FILE",
        help="where to draw the worst mistakes of the best model; default runs/drawings-mistakes.png",
    )


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"models": {NAME: {"accuracy", "low", "high", "n"}}} at the default pen, and the details below it.

    "several" counts the drawings that are taken for more than one digit, of rows of them those that are told apart, and
    of pictures of such rows those in which each digit is found.

    Raises:
        DataError: the file is missing or no file of drawings.
        RunError: no shipped model can be used.
    """
    drawings = read_stroke_file(options.file)
    models = shipped_classifiers(needed=[READER])
    labels = np.array([drawing.label for drawing in drawings])
    pens = {"default": PEN} if options.quick else PENS
    ways: tuple[Way, ...] = ("strokes",) if options.quick else ("strokes", "pixels")
    several = _several(drawings, models[READER])
    results: dict[str, Any] = {"drawings": len(drawings), "several": several, "models": {}, "details": {}}
    answers: dict[str, np.ndarray] = {}
    for way in ways:
        shape = (len(drawings), len(pens), len(SIZES), len(POSITIONS))
        images = np.stack(
            [
                _image(on_canvas(drawing, pen, size, place), pen, way)
                for drawing in drawings
                for pen, size, place in itertools.product(pens.values(), SIZES, POSITIONS.values())
            ]
        )
        details = {}
        for name, model in models.items():
            probabilities = model.probabilities(images).reshape(*shape, 10)
            right = probabilities.argmax(-1) == labels[:, None, None, None]
            details[name] = _details(right, drawings, list(pens))
            if way == "strokes":
                at = list(pens).index("default")
                results["models"][name] = _share(right[:, at])
                answers[name] = probabilities[:, at]
                shown = images.reshape(*shape, 28, 28)[:, at]
        results["details"][way] = details
        _print(way, details, results["models"] if way == "strokes" else {})
    best = max(answers, key=lambda name: results["models"][name]["accuracy"])
    _draw_mistakes(options.picture, drawings, shown, answers[best])
    print(f"The worst mistakes of {best} are drawn in {options.picture}")
    return results


def _several(drawings: list[StrokeDrawing], reader: Classifier) -> dict[str, Any]:
    """Return how many drawings are taken for more than one digit, and the shares of rows that are told apart."""
    one = sum(several_digits(drawing.strokes) for drawing in drawings)
    print(f"Called several: {one} drawings of one digit")
    tell_apart = functools.partial(strokes_told_apart, judge=shipped_judge(), reader=reader)
    shares = {"told apart": told_apart(drawings, tell_apart), "found on pictures": found_one_by_one(drawings)}
    for what, kinds in shares.items():
        print(f"{what.capitalize()}:", ", ".join(f"{kind} {share:.1%}" for kind, share in kinds.items()))
    return {"of one digit": one, **shares}


def on_canvas(drawing: StrokeDrawing, pen: float, size: float, place: tuple[float, float]) -> list[np.ndarray]:
    """Return the strokes in pixels of the canvas: ink of that share of its side, at that position in the area."""
    low, high = box_of(drawing.strokes)
    room = max(WIDTH * size - pen, 1.0)  # for the pen's middle
    scale = room / max(float((high - low).max()), 1e-9)
    first = (np.array([WIDTH, WIDTH]) - pen - (high - low) * scale) * place + pen / 2
    return [(stroke - low) * scale + first for stroke in drawing.strokes]


def _image(strokes: list[np.ndarray], pen: float, way: Way) -> np.ndarray:
    model_input = input_from_strokes(drawing_of(strokes, pen), way)
    assert model_input is not None
    return model_input.image


def _share(right: np.ndarray) -> dict[str, Any]:
    """Return the accuracy of `right`, bool (drawings, ...), and its interval."""
    accuracy = float(right.mean())
    interval = accuracy_interval(accuracy, len(right))
    return {"accuracy": accuracy, "low": interval.low, "high": interval.high, "n": int(right.size)}


def _details(right: np.ndarray, drawings: list[StrokeDrawing], pens: list[str]) -> dict[str, Any]:
    """Return the accuracies by pen, size, place, digit and writer; `right` is bool (drawings, pens, sizes, positions).

    By size, place, digit and writer at the default pen.
    """
    default = right[:, pens.index("default")]

    def grouped(key: Callable[[StrokeDrawing], Any]) -> dict[str, Any]:
        keys = np.array([str(key(drawing)) for drawing in drawings])
        return {group: _share(default[keys == group]) for group in sorted(set(keys))}

    return {
        "pen": {pen: _share(right[:, number]) for number, pen in enumerate(pens)},
        "size": {f"{size:.0%}": _share(default[:, number]) for number, size in enumerate(SIZES)},
        "place": {place: _share(default[:, :, number]) for number, place in enumerate(POSITIONS)},
        "digit": grouped(lambda drawing: drawing.label),
        "writer": grouped(lambda drawing: drawing.writer),
    }


def _print(way: str, details: dict[str, Any], models: dict[str, Any]) -> None:
    names = list(details)
    print(f"\nBy {way}, accuracy in percent with its 95 % interval, default pen unless said otherwise")
    print(f"{'':22}", *(f"{name:>22}" for name in names))

    def row(title: str, shares: Iterable[dict[str, Any]]) -> None:
        cells = (f"{100 * s['accuracy']:6.2f} ({100 * s['low']:.2f}-{100 * s['high']:.2f})" for s in shares)
        print(f"{title:22}", *(f"{cell:>22}" for cell in cells), flush=True)

    if models:
        row("all", models.values())
    for quantity in details[names[0]]:
        for group in details[names[0]][quantity]:
            row(f"{quantity} {group}", (details[name][quantity][group] for name in names))


def _draw_mistakes(path: Path, drawings: list[StrokeDrawing], images: np.ndarray, probabilities: np.ndarray) -> None:
    """Draw the drawings whose label got the least probability on average, as the model sees them."""
    labels = np.array([drawing.label for drawing in drawings])
    mean = probabilities.mean((1, 2))
    believed = mean[np.arange(len(labels)), labels]
    wrong = [int(i) for i in np.argsort(believed) if believed[i] < 0.5][:_MISTAKES]
    columns, cell, text = 8, 112, 28
    rows = max(1, -(-len(wrong) // columns))
    sheet = Image.new("L", (columns * (cell + 8), rows * (cell + text)), 60)
    draw = ImageDraw.Draw(sheet)
    for number, i in enumerate(wrong):
        x, y = number % columns * (cell + 8) + 4, number // columns * (cell + text)
        draw.text((x, y + 1), f"{labels[i]} read as {mean[i].argmax()}", 255)
        draw.text((x, y + 13), f"{mean[i].max():.0%}, {drawings[i].writer}", 255)
        sheet.paste(Image.fromarray(images[i, -1, 0]).resize((cell, cell), Image.Resampling.NEAREST), (x, y + text - 2))
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)
