"""How far the maps of Look inside mark what an answer hangs on: ink is taken away and added where they say.

On some test images, by chance, the same for every model: a fifth of the ink is taken away, beginning with the pixels
that a map marks most as speaking for the model's answer, and, apart from that, ink is put on ten of the paper pixels
among the middle 20 x 20 that it marks most as having to stay paper. Beside it the same with random pixels, and, on the
first of the images, by the map of the same network untrained. What counts is how far the log-odds of the answer fall,
and how often it turns into another. Sources: W. Samek and others, "Evaluating the visualization of what a deep neural
network has learned", arXiv:1509.06321; J. Adebayo and others, "Sanity checks for saliency maps", arXiv:1810.03292.
"""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, get_args

import numpy as np

from digitdemo.data.mnist import load_test_digits
from digitdemo.inference.calibration import log_odds
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.inside import load_inside
from digitdemo.inference.saliency import Kind, saliency_maps
from digitdemo.inference.shipped import FIRST_TO_ANSWER, SHIPPED, shipped_classifiers
from digitdemo.runs.files import MODEL_FILE
from digitdemo.system import quiet

_UNTRAINED = 50  # images that the untrained networks are asked about, too
_TAKEN, _ADDED = 0.2, 10  # share of the ink, number of pixels
_MARGIN = 4  # pixels of paper around the middle 20 x 20
# What a map is asked for, and which sign says so: ink that speaks for the answer, and paper that has to stay so. A
# patch of paper says nothing about paper, nor one of ink about ink.
_TESTS: dict[str, dict[Kind, int]] = {"taken": {"gradient": 1, "paper": 1}, "added": {"gradient": -1, "ink": 1}}


_Change = Callable[[np.ndarray, np.ndarray], np.ndarray]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--images", type=int, default=200, metavar="N", help="how many test images; default 200")
    parser.add_argument(
        "--models", nargs="+", default=FIRST_TO_ANSWER, metavar="NAME", help="shipped models; default %(default)s"
    )


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"models": {NAME: {"taken" or "added": {ORDER: {"fall", "turned"}}, "likeness": {MAP: {...}}}}}.

    ORDER is a map's kind, that with ", untrained", or "random"; "fall" the mean fall of the log-odds, "turned" the
    share of answers that are another then. The likeness of the trained and the untrained network's maps is the mean
    rank correlation of their pixels, "signed" and of their "magnitudes".

    Raises:
        DataError: MNIST is missing or damaged.
        RunError: a model is no shipped one, or damaged.
    """
    models = shipped_classifiers(needed=options.models)
    images = load_test_digits()[0]
    chosen = images[np.random.default_rng(0).choice(len(images), options.images, replace=False)]
    results: dict[str, Any] = {"images": len(chosen), "untrained_images": min(_UNTRAINED, len(chosen)), "models": {}}
    print(f"{len(chosen)} test images, the first {results['untrained_images']} for the untrained networks")
    for name in options.models:
        results["models"][name] = figures = _figures(models[name], _untrained(name), chosen)
        for test in _TESTS:
            for order, found in figures[test].items():
                fallen = f"log-odds fall by {found['fall']:5.1f}, {found['turned']:4.0%} of the answers turn"
                print(f"{name:8} ink {test} by {order:21} {fallen}")
        for kind, found in figures["likeness"].items():
            likeness = f"signed {found['signed']:.2f}, magnitudes {found['magnitudes']:.2f}"
            print(f"{name:8} rank correlation with the untrained, {kind}: {likeness}", flush=True)
    return results


def _figures(model: Classifier, untrained: Classifier, images: np.ndarray) -> dict[str, Any]:
    """Return all figures of one model on `images`, uint8 (n, 28, 28)."""
    digits = model.logits(images).argmax(1)
    few = images[:_UNTRAINED]
    maps = [_maps(model, image, digit) for image, digit in zip(images, digits, strict=True)]
    plain = [_maps(untrained, image, digit) for image, digit in zip(few, digits, strict=False)]
    by_chance = np.random.default_rng(1).random(images.shape)
    figures: dict[str, Any] = {}
    for test, signs in _TESTS.items():
        orders = {"random": by_chance}
        for kind, sign in signs.items():
            orders[kind] = np.array([sign * found[kind] for found in maps])
            orders[f"{kind}, untrained"] = np.array([sign * found[kind] for found in plain])
        figures[test] = {name: _fall(model, images, digits, order, _CHANGES[test]) for name, order in orders.items()}
    figures["likeness"] = {}
    for kind in get_args(Kind):
        pairs = [(one[kind], other[kind]) for one, other in zip(maps, plain, strict=False)]
        signed = _mean_rank_correlation(pairs)
        magnitudes = _mean_rank_correlation([(np.abs(one), np.abs(other)) for one, other in pairs])
        figures["likeness"][kind] = {"signed": signed, "magnitudes": magnitudes}
    return figures


def _maps(model: Classifier, image: np.ndarray, digit: int) -> dict[Kind, np.ndarray]:
    return {kind: values[digit] for kind, values in saliency_maps(model.logits, image).items()}


def _untrained(name: str) -> Classifier:
    """Return the network of a shipped run as it was before its training, as fast as the trained one."""
    with quiet():  # TensorFlow's start
        from digitdemo.training.conversion import convert
        from digitdemo.training.export import export_model
        from digitdemo.training.networks import build_model

    inside = load_inside(SHIPPED, name)
    assert inside is not None
    model = build_model(SHIPPED.load(name).config)
    model.set_weights(inside.weights(0))
    with quiet(), tempfile.TemporaryDirectory() as folder:
        export_model(model, convert(model), Path(folder))
        return Classifier((Path(folder) / MODEL_FILE).read_bytes())


def _fall(
    model: Classifier, images: np.ndarray, digits: np.ndarray, orders: np.ndarray, change: _Change
) -> dict[str, float]:
    """Return what becomes of the answers `digits` to as many of the images as there are orders, float (n, 28, 28)."""
    falls, turned = [], []
    for image, digit, order in zip(images, digits, orders, strict=False):
        logits = model.logits(np.stack([image, change(image, order)]))
        before, after = log_odds(logits, int(digit))
        falls.append(before - after)
        turned.append(logits[1].argmax() != digit)
    return {"fall": float(np.mean(falls)), "turned": float(np.mean(turned))}


def _with_less(image: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Return an image, uint8 (28, 28), without `_TAKEN` of its ink: the pixels where `order` is highest."""
    pixels = np.argsort(np.where(image > 0, -order, np.inf), axis=None)
    ink = np.cumsum(image.reshape(-1)[pixels], dtype=np.int64)
    changed = image.reshape(-1).copy()
    changed[pixels[ink <= _TAKEN * ink[-1]]] = 0
    return changed.reshape(image.shape)


def _with_more(image: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Return an image, uint8 (28, 28), with ink on the `_ADDED` pixels of its middle paper where `order` is highest."""
    middle = np.zeros(image.shape, bool)
    middle[_MARGIN:-_MARGIN, _MARGIN:-_MARGIN] = True
    pixels = np.argsort(np.where(middle & (image == 0), -order, np.inf), axis=None)
    changed = image.reshape(-1).copy()
    changed[pixels[:_ADDED]] = 255
    return changed.reshape(image.shape)


def _mean_rank_correlation(pairs: Sequence[tuple[np.ndarray, np.ndarray]]) -> float:
    """Return the mean of Spearman's rank correlations of the pixels of two maps."""
    ranks = (tuple(values.reshape(-1).argsort().argsort() for values in pair) for pair in pairs)
    return float(np.mean([np.corrcoef(one, other)[0, 1] for one, other in ranks]))


_CHANGES: dict[str, _Change] = {"taken": _with_less, "added": _with_more}
