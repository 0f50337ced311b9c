"""How far the models' confidence can be trusted, and what is refused as "not sure" or "no digit".

The temperatures were fitted on validation images; here they are measured on the 10,000 test images and, if FILE is
given, on drawings (format as for `bench drawings`). What is no digit is drawn by the computer: letters and signs that
the judge has learned to refuse, others that it has never seen, invented signs, and scribbles. Signs that strangers
drew can be given, too, as JSON: a list of {"kind", "strokes"}, strokes as those of drawings.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from digitdemo.data.mnist import load_test_digits
from digitdemo.data.preprocessing import preprocess_strokes
from digitdemo.data.stranger_files import read_sign_file
from digitdemo.data.stroke_files import read_stroke_file
from digitdemo.data.strokes import Strokes, box_of
from digitdemo.data.templates import TRAINED_LETTERS, UNSEEN_LETTERS, letter, scribble, sign
from digitdemo.inference.answers import answer_of
from digitdemo.inference.calibration import calibration_error, reliability, softmax
from digitdemo.inference.saying_no import CERTAIN
from digitdemo.inference.shipped import shipped_classifiers, shipped_judge

_NON_DIGITS = 1000
_NINETY = (0.85, 0.95)  # answers with about 90 % confidence


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("file", type=Path, nargs="?", help="drawings as strokes, in JSON")
    parser.add_argument("--non-digits", type=Path, metavar="FILE", help="signs that are no digits as strokes, in JSON")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"models": {NAME: {SET: {...}}}, "no_digit", "not_sure", "confident": {SET: share}}, all in fractions.

    "confident" are those that the judge lets pass and the best model reads with at least 99 %.

    Raises:
        DataError: the file is missing or no file of drawings.
        ModelError, RunError: the best model or the judge is missing or damaged.
    """
    models, judge = shipped_classifiers(needed=["best"]), shipped_judge()
    images, labels = load_test_digits()
    digits = {"test": (images, labels)}
    if options.file:
        drawings = read_stroke_file(options.file)
        drawn = np.stack([_image(drawing.strokes) for drawing in drawings])
        digits["drawings"] = drawn, np.array([drawing.label for drawing in drawings])
    results: dict[str, Any] = {"models": {name: {"temperature": m.temperature} for name, m in models.items()}}
    print("model    temperature  images   accuracy  mean confidence  calibration error (before)  right at about 90 %")
    for name, model in models.items():
        for kind, (pictures, truth) in digits.items():
            figures = _figures(model.logits(pictures), model.temperature, truth)
            results["models"][name][kind] = figures
            ninety = figures["about_90"]
            right = f"{ninety['right']:.1%}" if ninety["count"] else "none"
            print(
                f"{name:8} {model.temperature:11.3f}  {kind:9} "
                f"{figures['accuracy']:7.2%} {figures['confidence']:16.2%} "
                f"{figures['calibration_error']:18.2%} ({figures['calibration_error_before']:.2%}) "
                f"{right:>14} of {ninety['count']}",
                flush=True,
            )
    rng = np.random.default_rng(2024)
    kinds: dict[str, Callable[[], Strokes]] = {
        "letters that it learned to refuse": lambda: letter(TRAINED_LETTERS, rng),
        "letters that it never saw": lambda: letter(UNSEEN_LETTERS, rng),
        "invented signs": lambda: sign(rng),
        "scribbles": lambda: scribble(rng),
    }
    pictures_of = {kind: found for kind, (found, _) in digits.items()} | {
        kind: np.stack([_image(draw()) for _ in range(_NON_DIGITS)]) for kind, draw in kinds.items()
    }
    if options.non_digits:
        signs = read_sign_file(options.non_digits)
        pictures_of["signs by strangers"] = np.stack([_image(drawn_sign.strokes) for drawn_sign in signs])
    print("\nThe judge finds no digit; that, or the best model is not sure of one; it reads one with 99 % or more")
    results |= {"no_digit": {}, "not_sure": {}, "confident": {}}
    for kind, pictures in pictures_of.items():
        found = models["best"].probabilities(pictures)
        refused = ~judge.sees_digits(pictures, drawn=kind != "test")
        unsure = np.array([answer_of(row).verdict == "not sure" for row in found])
        results["no_digit"][kind] = float(refused.mean())
        results["not_sure"][kind] = float((refused | unsure).mean())
        results["confident"][kind] = float((~refused & (found.max(1) >= CERTAIN)).mean())
        shares = (f"{results[what][kind]:7.2%}" for what in ("no_digit", "not_sure", "confident"))
        print(f"{kind:34}", *shares, f"of {len(pictures):,}")
    return results


def _image(strokes: Strokes) -> np.ndarray:
    low, high = box_of(strokes)
    steps = preprocess_strokes(strokes, float((high - low).max()))
    assert steps is not None
    return steps.image


def _figures(logits: np.ndarray, temperature: float, labels: np.ndarray) -> dict[str, Any]:
    probabilities = softmax(logits, temperature)
    low, high = _NINETY
    inside = [b for b in reliability(probabilities, labels, (0, low, high, 1.001)) if low <= b.confidence <= high]
    return {
        "accuracy": float((logits.argmax(1) == labels).mean()),
        "confidence": float(probabilities.max(1).mean()),
        "calibration_error": calibration_error(probabilities, labels),
        "calibration_error_before": calibration_error(softmax(logits), labels),
        "about_90": {
            "count": inside[0].count if inside else 0,
            "right": inside[0].accuracy if inside else None,
        },
    }
