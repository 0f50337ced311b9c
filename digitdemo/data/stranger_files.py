"""Files of what strangers wrote, to measure with: a folder of pictures, arrays of digits, strokes of what is none."""

import csv
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from digitdemo.data.mnist import DataError

MANIFEST = "manifest.csv"
NO_DIGIT = "none"  # the label of what is no digit

_SIDE = 28


@dataclass(frozen=True)
class LabelledPicture:
    """A picture's file, the digit that it shows (0 to 9; None: it shows none), and what kind of picture it is."""

    path: Path
    label: int | None
    kind: str


@dataclass(frozen=True, eq=False)
class Sign:
    """Something drawn that is no digit: of which kind, and its strokes, float arrays (n, 2), y down, in any unit."""

    kind: str
    strokes: tuple[np.ndarray, ...]


def read_manifest(folder: Path) -> list[LabelledPicture]:
    """Return the pictures that `manifest.csv` in `folder` lists: columns file, label (0 to 9 or none), kind.

    Raises:
        DataError: no such file, no picture in it, or a row with another label or a file outside the folder.
    """
    path = folder / MANIFEST
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeError, csv.Error) as error:
        raise DataError(f"{path}: cannot be read ({error})") from error
    if not rows:
        raise DataError(f"{path}: there are no pictures in it")
    return [_labelled(folder, row, number) for number, row in enumerate(rows, 2)]


def read_digit_arrays(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return the arrays of an .npz file: `x`, uint8 (n, 28, 28), 255 = ink, and `y`, their digits, int64 (n,).

    Raises:
        DataError: no such file, or arrays of another type or shape.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            images, labels = arrays["x"], arrays["y"].astype(np.int64)
    except Exception as error:  # numpy's readers raise anything where bytes make no sense to them
        raise DataError(f"{path}: cannot be read as arrays x and y ({error})") from error
    if images.dtype != np.uint8 or labels.ndim != 1 or images.shape != (labels.size, _SIDE, _SIDE) or not labels.size:
        given = f"x is {images.dtype} {images.shape}, y {labels.shape}"
        raise DataError(f"{path}: {given}; give uint8 (n, 28, 28) and (n,)")
    if labels.min() < 0 or labels.max() > 9:
        raise DataError(f"{path}: y: {labels.min()} to {labels.max()} are not allowed; give 0 to 9")
    return images, labels


def read_sign_file(path: Path) -> list[Sign]:
    """Return what is drawn in a JSON file: a list of {"kind", "strokes"}, or {"drawings": that list}.

    Raises:
        DataError: no such file, or it is anything else.
    """
    try:
        found = msgspec.json.decode(path.read_bytes(), type=_Drawings | list[_Sign])
    except (OSError, msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise DataError(f"{path}: not a file of drawings ({error})") from error
    entries = found.drawings if isinstance(found, _Drawings) else found
    if not entries:
        raise DataError(f"{path}: there are no drawings in it")
    return [_sign(entry, number, path) for number, entry in enumerate(entries)]


class _Sign(msgspec.Struct):
    strokes: list[list[tuple[float, float]]]
    kind: str = ""
    label: int | str | None = None


class _Drawings(msgspec.Struct):
    drawings: list[_Sign]


def _labelled(folder: Path, row: dict[str, str], number: int) -> LabelledPicture:
    name, label = row.get("file") or "", (row.get("label") or "").strip()
    path = folder / name
    if not name or not path.resolve().is_relative_to(folder.resolve()):
        raise DataError(f"{MANIFEST}, line {number}: file {name!r} is not allowed; give a file of the folder")
    if label != NO_DIGIT and label not in set("0123456789"):
        raise DataError(f"{MANIFEST}, line {number}: label {label!r} is not allowed; give 0 to 9, or {NO_DIGIT}")
    return LabelledPicture(path, None if label == NO_DIGIT else int(label), (row.get("kind") or "").strip())


def _sign(entry: _Sign, number: int, path: Path) -> Sign:
    if entry.label not in (None, NO_DIGIT):
        raise DataError(f"{path}: drawing {number}: label {entry.label!r} is not allowed; give {NO_DIGIT}")
    strokes = tuple(np.array(stroke, float) for stroke in entry.strokes if stroke)
    if not strokes:
        raise DataError(f"{path}: drawing {number}: there are no strokes")
    return Sign(entry.kind, strokes)
