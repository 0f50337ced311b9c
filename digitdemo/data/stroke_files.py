"""Drawings as pen strokes with their labels: as JSON files, and the strokes of one drawing as a row of a database.

A file is {"drawings": [{"label", "strokes": [[[x, y], ...], ...]}, ...]}, y down. What else is known of a drawing may
stand beside that: who drew it, "writer", and "held_out". "area" of the file is the side of the square that it was drawn
in; without it each drawing may have a unit of its own.
"""

import codecs
import dataclasses
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from digitdemo.data.canvas_message import WIDTH
from digitdemo.data.mnist import DataError
from digitdemo.data.pictures import PictureError
from digitdemo.data.strokes import FARTHEST, MOST_POINTS, MOST_STROKES, Strokes, box_of, spaced
from digitdemo.texts import tr

MOST_DRAWING_BYTES = 8_000  # of one drawing, kept: a digit has 1,000 to 4,000
MOST_KEPT_STROKES = 100  # of one drawing: a digit has one to five
MOST_FILE_BYTES = 4_500_000  # of a file from a stranger: 500 such drawings; Streamlit takes 5 MB
MOST_IN_FILE = 500
_MOST_ENTRY_BYTES = 500_000  # of one drawing in such a file: 10,000 points, each with time and pressure
_MOST_WRITER_BYTES = 1_000
_DECIMALS = 1
_FINENESS = 64  # points are kept in as many steps of the drawing's longer side; the models' picture of it has 20
_ON_CANVAS = 200.0  # units of `WIDTH` that the longer side gets where a file does not say how large its area is


@dataclass(frozen=True, eq=False)
class StrokeDrawing:
    """One drawing: the digit that was meant (0 to 9), who drew it, and the strokes, float arrays (n, 2), y down.

    `held_out` says whether it is only tested with or may be learned from; None: nobody has said.
    """

    label: int
    writer: str
    strokes: tuple[np.ndarray, ...]
    held_out: bool | None = None


def read_stroke_file(path: Path) -> list[StrokeDrawing]:
    """Return the drawings in a JSON file, in the file's own unit.

    Raises:
        DataError: no such file, or it is anything else.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror})") from error
    return [_drawing(entry, number, str(path)) for number, entry in enumerate(_read(data, str(path)).drawings)]


def read_stranger_file(data: bytes, name: str) -> Iterator[StrokeDrawing]:
    """Yield the drawings of a file that a visitor gives, at most `MOST_IN_FILE`, in units of the canvas.

    One by one: as arrays the strokes may take fifty times as much as in the file.

    Raises:
        DataError: it is too large, or anything else; the message calls it `name`, and says what is allowed.
    """
    if len(data) > MOST_FILE_BYTES:
        sizes = _kilobytes(len(data), MOST_FILE_BYTES)
        raise DataError(tr("{name}: {size:,} kB are too many; at most {most:,} kB", name=name, **sizes))
    entries = (file := _read(data, name)).drawings
    area = _area(file.area, name)
    if len(entries) > MOST_IN_FILE:
        raise DataError(
            tr("{name}: {n:,} drawings are too many; at most {most:,}", name=name, n=len(entries), most=MOST_IN_FILE)
        )
    for number, entry in enumerate(entries):
        here = f"{name}: {tr('drawing {number}', number=number)}"
        if (size := len(memoryview(entry.strokes))) > _MOST_ENTRY_BYTES:
            sizes = _kilobytes(size, _MOST_ENTRY_BYTES)
            raise DataError(tr("{name}: {size:,} kB are too many; at most {most:,} kB", name=here, **sizes))
        try:
            drawing = _drawing(entry, number, name)
            check_strokes(drawing.strokes)
        except PictureError as error:
            raise DataError(f"{here}: {error}") from error
        yield dataclasses.replace(drawing, strokes=_on_canvas(drawing.strokes, area))


def drawings_on_canvas(drawings: Iterable[StrokeDrawing]) -> list[StrokeDrawing]:
    """Return drawings that have units of their own, each brought to the middle of the canvas."""
    return [dataclasses.replace(drawing, strokes=_on_canvas(drawing.strokes, None)) for drawing in drawings]


def write_stroke_file(drawings: Iterable[StrokeDrawing], about: str) -> bytes:
    """Return the file of drawings in units of the canvas; `about` says what they are."""
    entries = [
        {
            "label": drawing.label,
            **({"writer": drawing.writer} if drawing.writer else {}),
            **({"held_out": drawing.held_out} if drawing.held_out is not None else {}),
            "strokes": _plain(drawing.strokes),
        }
        for drawing in drawings
    ]
    return json.dumps({"about": about, "area": WIDTH, "drawings": entries}, separators=(",", ":")).encode()


def check_strokes(strokes: Strokes) -> None:
    """Refuse strokes that the canvas could not have sent.

    Raises:
        PictureError: there are none, too many, or points that are too many or too far away.
    """
    if not len(strokes):
        raise PictureError(tr("there are no strokes"))
    _check_number(strokes)
    points = sum(map(len, strokes))
    if points > MOST_POINTS:
        raise PictureError(tr("{n:,} points are too many; at most {most:,}", n=points, most=MOST_POINTS))
    if not all(np.abs(stroke).max() <= FARTHEST for stroke in strokes):  # as it stands NaN fails, too
        raise PictureError(tr("a point lies farther away than {most:,.0f}", most=FARTHEST))


def encode_strokes(strokes: Strokes) -> bytes:
    """Return the strokes of one drawing, float (n, 2) in units of the canvas, as they are kept: at most 8 kB of JSON.

    They lose points that no model can see, and are rounded; what was kept before, and comes back, stays the same.

    Raises:
        PictureError: as `check_strokes`, or there is too much of it.
    """
    if not len(strokes):
        raise PictureError(tr("there are no strokes"))
    thinned = _thinned(strokes)
    check_strokes(thinned)
    if len(thinned) > MOST_KEPT_STROKES:
        said = tr("{n:,} strokes are too many to be kept; at most {most:,}", n=len(thinned), most=MOST_KEPT_STROKES)
        raise PictureError(said)
    data = json.dumps(_plain(thinned), separators=(",", ":")).encode()
    if len(data) > MOST_DRAWING_BYTES:
        sizes = _kilobytes(len(data), MOST_DRAWING_BYTES)
        said = tr("It has too much in it to be kept ({size:,} kB, at most {most:,} kB): draw it once more.", **sizes)
        raise PictureError(said)
    return data


def _thinned(strokes: Strokes) -> Strokes:
    """Return the points of strokes that are kept, rounded; of these they are all."""
    points = math.inf
    while (now := sum(map(len, strokes))) < points:
        points = now
        low, high = box_of(strokes)
        step = max(float((high - low).max()), 1.0) / _FINENESS
        strokes = [np.round(spaced(stroke, step), _DECIMALS) for stroke in strokes]
    return strokes


def decode_strokes(data: bytes) -> tuple[np.ndarray, ...]:
    """Return the strokes that `encode_strokes` made `data` from, float (n, 2).

    Raises:
        PictureError: it is anything else.
    """
    try:
        strokes = _strokes(json.loads(data))
        check_strokes(strokes)
    except (LookupError, TypeError, ValueError, RecursionError, OverflowError) as error:
        raise PictureError(tr("the strokes cannot be read ({error})", error=str(error)[:80])) from error
    return strokes


class _Entry(msgspec.Struct):
    label: int
    strokes: msgspec.Raw
    writer: msgspec.Raw = msgspec.Raw(b'""')
    held_out: msgspec.Raw = msgspec.Raw(b"null")


class _File(msgspec.Struct):
    drawings: list[_Entry]
    area: msgspec.Raw = msgspec.Raw(b"null")


def _read(data: bytes, name: str) -> _File:
    """Return what is in a file, strokes not read yet: small things make up much more memory than text."""
    try:
        data.decode()  # msgspec looks at no text that it leaves as it is
        file = msgspec.json.decode(data.removeprefix(codecs.BOM_UTF8), type=_File)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise _no_drawings(name, error) from error
    if not file.drawings:
        raise DataError(tr("{name}: there are no drawings in it", name=name))
    return file


def _drawing(entry: _Entry, number: int, name: str) -> StrokeDrawing:
    try:
        strokes = _strokes(msgspec.json.decode(entry.strokes))
        if not 0 <= entry.label <= 9:
            shown = ascii(entry.label)[:40]
            raise ValueError(
                tr("drawing {number}: label {label} is not allowed; give 0 to 9", number=number, label=shown)
            )
        if not strokes or not all(np.isfinite(stroke).all() for stroke in strokes):
            raise ValueError(tr("drawing {number}: no strokes, or points that are not finite", number=number))
    except PictureError:
        raise
    except (LookupError, TypeError, ValueError, RecursionError, OverflowError) as error:
        raise _no_drawings(name, error) from error
    held_out = {b"true": True, b"false": False}.get(bytes(entry.held_out))
    return StrokeDrawing(entry.label, _writer(bytes(entry.writer)), strokes, held_out)


def _no_drawings(name: str, error: Exception) -> DataError:
    return DataError(tr("{name}: not a file of drawings ({error})", name=name, error=str(error)[:200]))


def _area(raw: msgspec.Raw, name: str) -> float | None:
    """Return the side of the area, if the file says so."""
    if bytes(raw) == b"null":
        return None
    try:
        area = float(bytes(raw)[:40])
    except ValueError:
        area = math.nan
    if not 1 <= area <= FARTHEST:
        raise _no_drawings(name, ValueError(tr("area: give a number from 1 to {most:,.0f}", most=FARTHEST)))
    return area


def _writer(raw: bytes) -> str:
    return str(msgspec.json.decode(raw))[:80] if len(raw) <= _MOST_WRITER_BYTES else ""


def _strokes(lists: Any) -> tuple[np.ndarray, ...]:
    """Return what is in lists of lists of points; what else a device says of a point is left out."""
    _check_number(lists)
    strokes = tuple(np.array(stroke, float) for stroke in lists if len(stroke))
    if any(stroke.ndim != 2 or stroke.shape[1] < 2 for stroke in strokes):
        raise ValueError(tr("a stroke is a list of points, and a point is [x, y]"))
    return tuple(stroke[:, :2] for stroke in strokes)


def _check_number(strokes: Any) -> None:
    if len(strokes) > MOST_STROKES:
        raise PictureError(tr("{n:,} strokes are too many; at most {most:,}", n=len(strokes), most=MOST_STROKES))


def _on_canvas(strokes: Sequence[np.ndarray], area: float | None) -> tuple[np.ndarray, ...]:
    if area is not None:
        return tuple(stroke * (WIDTH / area) for stroke in strokes)
    low, high = box_of(strokes)
    scale = _ON_CANVAS / max(float((high - low).max()), 1e-9)
    return tuple((stroke - (low + high) / 2) * scale + WIDTH / 2 for stroke in strokes)


def _plain(strokes: Strokes) -> list[Any]:
    return [np.round(stroke, _DECIMALS).tolist() for stroke in strokes]


def _kilobytes(size: int, most: int) -> dict[str, int]:
    return {"size": -(-size // 1000), "most": most // 1000}
