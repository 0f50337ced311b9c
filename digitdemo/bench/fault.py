"""What Look inside blames for misread digits: of the test set, and of other people's drawings brought to 28 x 28.

Of every shipped model up to 200 misread test images are judged, with the other shipped models as the ones that are
asked; the same models read 64 tiny changes of each. FILE has drawings as for `bench drawings`; each is put on the
canvas in half its size, in the middle, and is brought to 28 x 28 pixels in the three ways of the Play page.
"""

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import numpy as np

from digitdemo.bench.drawings import on_canvas
from digitdemo.data.canvas_message import PEN, drawing_of
from digitdemo.data.mnist import load_test_digits
from digitdemo.data.model_input import ModelInput, Way, input_from_strokes, input_from_test_set
from digitdemo.data.stroke_files import read_stroke_file
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.fault import Culprit, find_fault
from digitdemo.inference.perturbations import tiny_changes
from digitdemo.inference.shipped import shipped_classifiers

_MOST = 200  # test images of each kind a model
_SIZE, _MIDDLE = 0.5, (0.5, 0.5)
_STRICTER = 2 / 3  # a majority that could be asked for instead
_CULPRITS = [culprit for culprit in get_args(Culprit) if culprit != "nobody"]

_Digits = Mapping[str, np.ndarray]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--drawings", type=Path, metavar="FILE", help="drawings as strokes, in JSON")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"models": {NAME: {"test": {...}, "drawings": {WAY: {...}}}}}; shares are fractions.

    Raises:
        DataError: the file is missing or no file of drawings.
        RunError: no shipped model can be used.
    """
    models = shipped_classifiers()
    results: dict[str, Any] = {"models": {name: {} for name in models}}
    images, labels = load_test_digits()
    inputs = [input_from_test_set(n, image, int(labels[n])) for n, image in enumerate(images)]
    shown, references = _read(models, inputs)
    _print_heading(f"{len(images):,} test images", "tiny changes read right, and of images read right")
    for name, model in models.items():
        misread, read_right = (_some(shown[name] != labels, is_misread) for is_misread in (True, False))
        figures = _blamed(name, misread, labels, shown, references)
        tiny = [
            np.array([(model.logits(tiny_changes(images[n])).argmax(1) == labels[n]).mean() for n in indices])
            for indices in (misread, read_right)
        ]
        figures |= {"tiny": float(tiny[0].mean()), "tiny_ever": float((tiny[0] > 0).mean())}
        figures |= {"tiny_of_right": float(tiny[1].mean())}
        results["models"][name]["test"] = figures
        _print(name, figures, f"{figures['tiny']:.1%} {figures['tiny_of_right']:.1%}")
    if options.drawings is None:
        return results
    drawings = read_stroke_file(options.drawings)
    labels = np.array([drawing.label for drawing in drawings])
    canvases = [drawing_of(on_canvas(drawing, PEN, _SIZE, _MIDDLE), PEN) for drawing in drawings]
    results["drawings"] = len(drawings)
    for way in get_args(Way):
        shown, references = _read(models, [found for canvas in canvases if (found := input_from_strokes(canvas, way))])
        _print_heading(f"{len(drawings):,} drawings by {way}")
        for name in models:
            figures = _blamed(name, np.flatnonzero(shown[name] != labels), labels, shown, references)
            results["models"][name].setdefault("drawings", {})[way] = figures
            _print(name, figures)
    return results


def _read(models: Mapping[str, Classifier], inputs: Sequence[ModelInput]) -> tuple[_Digits, _Digits]:
    """Return what every model reads in inputs as they are shown, and in their references: int (n,) by its name."""
    shown, references = np.stack([i.image for i in inputs]), np.stack([i.reference for i in inputs])
    return (
        {name: model.logits(shown).argmax(1) for name, model in models.items()},
        {name: model.logits(references).argmax(1) for name, model in models.items()},
    )


def _some(misread: np.ndarray, is_misread: bool) -> np.ndarray:
    """Return the indices of at most `_MOST` images, by chance, that are misread, bool (n,), or not."""
    return np.sort(np.random.default_rng(0).permutation(np.flatnonzero(misread == is_misread))[:_MOST])


def _blamed(name: str, misread: np.ndarray, labels: np.ndarray, shown: _Digits, references: _Digits) -> dict[str, Any]:
    """Return how often what is blamed for the digits with these indices, which that model misreads."""
    others = np.array([digits for other, digits in references.items() if other != name]).T
    cases = [(int(labels[n]), int(shown[name][n]), int(references[name][n]), others[n].tolist()) for n in misread]
    found = Counter(find_fault(*case).culprit for case in cases)
    stricter = Counter(find_fault(*case, majority=_STRICTER).culprit for case in cases)
    return {
        "misread": int((shown[name] != labels).sum()),
        "judged": len(misread),
        "blamed": {culprit: found[culprit] for culprit in _CULPRITS},
        "unknown_by_two_thirds": stricter["unknown"],
    }


def _print_heading(title: str, more: str = "") -> None:
    print(f"\n{title:24} {'judged':>8}", *(f"{culprit:>12}" for culprit in _CULPRITS), f" {more}")


def _print(name: str, figures: dict[str, Any], more: str = "") -> None:
    counts = (f"{count:12}" for count in figures["blamed"].values())
    print(f"{name:24} {figures['judged']:8}", *counts, f" {more}", flush=True)
