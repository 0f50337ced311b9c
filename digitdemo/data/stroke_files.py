"""Files of drawings as pen strokes with their labels, for measuring."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from digitdemo.data.mnist import DataError


@dataclass(frozen=True)
class StrokeDrawing:
    """One drawing: the digit that was meant (0 to 9), who drew it, and the strokes, float arrays (n, 2), y down."""

    label: int
    writer: str
    strokes: tuple[np.ndarray, ...]


def read_stroke_file(path: Path) -> list[StrokeDrawing]:
    """Return the drawings in a JSON file {"drawings": [{"label", "writer", "strokes": [[[x, y], ...], ...]}, ...]}.

    Raises:
        DataError: no such file, or it is anything else.
    """
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["drawings"]
        drawings = [_drawing(entry, number) for number, entry in enumerate(entries)]
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror})") from error
    except (LookupError, TypeError, ValueError) as error:
        raise DataError(f"{path}: not a file of drawings ({error})") from error
    if not drawings:
        raise DataError(f"{path}: there are no drawings in it")
    return drawings


def _drawing(entry: Any, number: int) -> StrokeDrawing:
    strokes = tuple(np.array(stroke, float)[:, :2] for stroke in entry["strokes"] if len(stroke))
    label = entry["label"]
    if type(label) is not int or not 0 <= label <= 9:
        raise ValueError(f"drawing {number}: label {label!r} is not allowed; give 0 to 9")
    if not strokes or not all(np.isfinite(stroke).all() for stroke in strokes):
        raise ValueError(f"drawing {number}: no strokes, or points that are not finite")
    return StrokeDrawing(label, str(entry.get("writer", "")), strokes)
