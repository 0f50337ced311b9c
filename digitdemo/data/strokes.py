"""Pen strokes: read from what the canvas sends, checked, and drawn with any pen at any size.

A stroke is a float array (n, 2) of (x, y), y down: the points that the middle of the pen went through.
"""

import itertools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from digitdemo.data.pictures import PictureError
from digitdemo.texts import tr

Strokes = Sequence[np.ndarray]

MOST_STROKES = 1000
MOST_POINTS = 10_000  # of all strokes together; a stroke that takes a minute has some 4,000
FARTHEST = 10_000.0  # pixels; the canvas has some hundreds
_CURVE_POINTS = 4  # per curve: the canvas makes one curve of every two positions of the pointer
_MOST_DIGITS = 15
# The commands of SVG that the canvas' pen writes (start, line, curve), and how many numbers each takes.
_COMMANDS = {"M": 2, "L": 2, "Q": 4}
# What Fabric.js draws a stroke by.
_PLACE = [
    "left",
    "top",
    "originX",
    "originY",
    "scaleX",
    "scaleY",
    "angle",
    "flipX",
    "flipY",
    "skewX",
    "skewY",
    "width",
    "height",
]
_LINE = ["stroke", "strokeWidth", "strokeLineCap", "strokeLineJoin", "strokeMiterLimit", "strokeUniform", "fill"]
_DRAWN = frozenset(("type", "version", "path", *_PLACE, *_LINE))


def read_strokes(objects: Any) -> tuple[np.ndarray, ...]:
    """Return the strokes among Fabric.js' `objects`, as the visitor sees them: moved, turned and stretched.

    Raises:
        PictureError: there are too many, or one is no stroke of the pen.
    """
    if not isinstance(objects, list) or len(objects) > MOST_STROKES:
        raise PictureError(tr("drawing: not a list of at most {most:,} strokes", most=MOST_STROKES))
    commands = sum(len(o["path"]) if isinstance(o, dict) and isinstance(o.get("path"), list) else 0 for o in objects)
    if commands > MOST_POINTS:
        said = tr("drawing: {count:,} points are not allowed; at most {most:,}", count=commands, most=MOST_POINTS)
        raise PictureError(said)
    return tuple(_placed(_read(o, number), o, number) for number, o in enumerate(objects, start=1))


def plain_objects(objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return Fabric.js' objects that `read_strokes` has read, with nothing but what the canvas draws of them."""
    return [
        {name: value for name, value in each.items() if name in _DRAWN and _is_plain(name, value)} for each in objects
    ]


def _is_plain(name: str, value: Any) -> bool:
    return name == "path" or value is None or _sound(value) or type(value) is bool or _is_word(value)


def _is_word(value: Any) -> bool:
    return type(value) is str and len(value) <= 40


def draw_strokes(strokes: Strokes, pen: float, width: int, height: int) -> np.ndarray:
    """Return strokes drawn with a round pen of that many pixels: uint8 (height, width), 0 = paper, 255 = ink."""
    picture = Image.new("L", (width, height))
    draw = ImageDraw.Draw(picture)
    radius = pen / 2
    for stroke in strokes:
        points = spaced(stroke, pen / 6)
        draw.line([tuple(point) for point in points.tolist()], fill=255, width=max(1, round(pen)))
        # Round joints and ends, where they are seen; in whole pixels, as Pillow takes them.
        joints = np.concatenate([points - radius, points + radius], axis=1).astype(int)
        seen = (joints[:, 2:] >= 0).all(1) & (joints[:, :2] < (width, height)).all(1)
        for joint in joints[seen].tolist():
            draw.ellipse(joint, fill=255)
    return np.asarray(picture)


def way_along(points: np.ndarray) -> np.ndarray:
    """Return how far along their line the points, float (n, 2), are: float (n,), 0 for the first."""
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])


def is_straight(points: np.ndarray, share: float) -> bool:
    """Return whether the ends of a line, float (n, 2), are as far apart as that share of its length."""
    return bool(np.hypot(*(points[-1] - points[0])) >= share * way_along(points)[-1])


def points_at(places: np.ndarray, points: np.ndarray, way: np.ndarray) -> np.ndarray:
    """Return the points, float (n, 2), that are so far along a line, whose `points` have `way_along` them `way`."""
    return np.stack([np.interp(places, way, values) for values in points.T], axis=1)


def spaced(points: np.ndarray, distance: float) -> np.ndarray:
    """Return the first point, the last, and one of those between in every `distance` of the way: enough for a pen.

    `points` are float (n, 2); so is what is returned, with fewer rows or as many.
    """
    way = way_along(points) // distance
    kept = np.concatenate([[True], way[1:] > way[:-1]])
    kept[-1] = True
    return points[kept]


def box_of(strokes: Strokes) -> tuple[np.ndarray, np.ndarray]:
    """Return the smallest and the largest (x, y) of all points."""
    points = np.concatenate(list(strokes))
    return points.min(0), points.max(0)


def as_path(stroke: np.ndarray) -> list[list[Any]]:
    """Return what the canvas' pen makes of a stroke: curves through the middles between its points.

    Source: Fabric.js, src/util/path/index.ts, `getSmoothPathFromPoints`.
    """
    points = [(float(x), float(y)) for x, y in stroke]
    path: list[list[Any]] = [["M", *points[0]]]
    for (x, y), (next_x, next_y) in itertools.pairwise(points):
        path.append(["Q", x, y, (x + next_x) / 2, (y + next_y) / 2])
    # A click leaves a point; the canvas draws it as a line of hardly any length.
    x, y = points[-1]
    return [*path, ["L", x, y + (0.001 if len(points) == 1 else 0)]]


def as_objects(strokes: Strokes, pen: float) -> list[dict[str, Any]]:
    """Return strokes as the canvas sends them: Fabric.js' objects, with the properties that `read_strokes` reads."""
    objects = []
    for stroke in strokes:
        path = as_path(stroke)
        low, high = box_of([_points(path)])
        place = {"left": float(low[0] + high[0]) / 2, "top": float(low[1] + high[1]) / 2}
        objects.append({"type": "Path", "path": path, "strokeWidth": pen, "stroke": "#ffffff", **place})
    return objects


def _read(fabric: Any, number: int) -> np.ndarray:
    path = fabric.get("path") if isinstance(fabric, dict) and fabric.get("type") in ("Path", "path") else None
    if not isinstance(path, list) or not path:
        raise PictureError(tr("drawing: object {number} is not a stroke of the pen", number=number))
    for position, command in enumerate(path, start=1):
        known = isinstance(command, list) and command and isinstance(command[0], str) and command[0] in _COMMANDS
        if not known or len(command) != _COMMANDS[command[0]] + 1 or not all(map(_sound, command[1:])):
            raise PictureError(
                tr(
                    "drawing: stroke {number}: command {position} is no part of a path; give M or L with 2 numbers or "
                    "Q with 4, each from {low:,.0f} to {high:,.0f}",
                    number=number,
                    position=position,
                    low=-FARTHEST,
                    high=FARTHEST,
                )
            )
    if [command[0] for command in path].count("M") != 1 or path[0][0] != "M":
        raise PictureError(tr("drawing: stroke {number} does not begin with its only starting point", number=number))
    return _points(path)


def _sound(value: Any) -> bool:
    # Compared as it is: JSON has whole numbers that are too large for a float. NaN and infinity fail, too.
    return type(value) in (int, float) and abs(value) <= FARTHEST


def _shown(value: Any) -> str:
    """Return a stranger's value in a few words: Python spells out neither very long numbers nor very deep nests."""
    if isinstance(value, list | dict):
        return tr("a {kind} of {count}", kind=type(value).__name__, count=len(value))
    if isinstance(value, int) and abs(value) >= 10**_MOST_DIGITS:
        return tr("a whole number of more than {most} digits", most=_MOST_DIGITS)
    return ascii(str(value)[:40])[1:-1]  # half a character, which JSON can hold, goes into no message to the browser


def _points(path: list[list[Any]]) -> np.ndarray:
    """Return points on a path, `_CURVE_POINTS` on every curve and line after the start."""
    ends = np.array([command[-2:] for command in path], float)
    if len(ends) == 1:
        return ends
    # A line is a curve that is pulled to its own end.
    pulls = np.array([command[1:3] for command in path[1:]], float)[:, None]
    shares = np.arange(1, _CURVE_POINTS + 1)[:, None] / _CURVE_POINTS
    curves = (1 - shares) ** 2 * ends[:-1, None] + 2 * shares * (1 - shares) * pulls + shares**2 * ends[1:, None]
    return np.concatenate([ends[:1], curves.reshape(-1, 2)])


def _placed(points: np.ndarray, fabric: dict[str, Any], number: int) -> np.ndarray:
    """Return points where the canvas shows them: its pencil tool moves, turns and stretches strokes.

    Fabric.js keeps a path as it was drawn, and where its box' centre is now (origin "center" throughout).
    """

    def value(name: str, default: float) -> float:
        found = fabric.get(name, default)
        if not _sound(found):
            said = tr(
                "drawing: stroke {number} has {name} {value}; give a number from {low:,.0f} to {high:,.0f}",
                number=number,
                name=name,
                value=_shown(found),
                low=-FARTHEST,
                high=FARTHEST,
            )
            raise PictureError(said)
        return float(found)

    low, high = box_of([points])
    centre = (low + high) / 2
    target = np.array([value("left", float(centre[0])), value("top", float(centre[1]))])
    stretch = np.array([value("scaleX", 1), value("scaleY", 1)])
    stretch = stretch * [-1 if fabric.get("flipX") is True else 1, -1 if fabric.get("flipY") is True else 1]
    turn = math.radians(value("angle", 0))
    skew = math.tan(math.radians(value("skewX", 0))), math.tan(math.radians(value("skewY", 0)))
    rotation = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    skewing = np.array([[1 + skew[0] * skew[1], skew[0]], [skew[1], 1]])
    return (points - centre) @ (rotation @ np.diag(stretch) @ skewing).T + target
