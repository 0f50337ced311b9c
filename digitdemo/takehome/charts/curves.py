"""Accuracy and loss over the epochs as shapes: train dotted, test solid, as in the Lab."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Literal

from digitdemo.runs.metrics import EpochMetrics
from digitdemo.runs.run import Run
from digitdemo.takehome.charts.canvas import PALE, Dot, Letters, Line, Point, Shape

WIDTH, HEIGHT = 640, 360  # units
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 470, 44, 316
# By the fields of a record: what they are called, their colour and dash.
_LINES = {
    "train": ("train", "#1e60d2", 3.0),
    "true_train": ("train, true labels", "#ae5a00", 5.0),
    "validation": ("validation", "#5a6c78", 8.0),
    "test": ("test", "#1e60d2", 0.0),
}
_APART = 15  # units between the names at the lines' ends

Quantity = Literal["accuracy", "loss"]


def curves(run: Run, quantity: Quantity, title: str) -> list[Shape]:
    """Return the chart of a run with at least one record, `WIDTH` by `HEIGHT`."""
    lines = {split: _values(run.history, split, quantity) for split in _LINES}
    lines = {split: points for split, points in lines.items() if points}
    low, high, ticks = _scale(lines, quantity)
    last = max(1, run.history[-1].epoch)

    def place(epoch: float, value: float) -> tuple[float, float]:
        return _LEFT + (_RIGHT - _LEFT) * epoch / last, _BOTTOM - (_BOTTOM - _TOP) * (value - low) / (high - low)

    return [
        Letters((_LEFT, 22), title, size=14),
        *_axes(ticks, last, place, quantity),
        *(shape for split, points in lines.items() for shape in _line(split, points, place, quantity)),
        *_names(lines, place, quantity),
    ]


def in_words(run: Run, quantity: Quantity) -> str:
    """Return what the chart shows, for whoever does not see it."""
    first, last = run.history[0], run.history[-1]
    ends = {split: (_value(first, split, quantity), _value(last, split, quantity)) for split in _LINES}
    figures = ", ".join(
        f"{_LINES[split][0]} {_shown(begun, quantity)} to {_shown(ended, quantity)}"
        for split, (begun, ended) in ends.items()
        if begun is not None and ended is not None
    )
    return f"{quantity.capitalize()} over {last.epoch} epochs: {figures}"


def _value(record: EpochMetrics, split: str, quantity: Quantity) -> float | None:
    return getattr(record, f"{split}_{quantity}", None)


def _values(history: Sequence[EpochMetrics], split: str, quantity: Quantity) -> list[tuple[int, float]]:
    found = [(record.epoch, _value(record, split, quantity)) for record in history]
    return [(epoch, value) for epoch, value in found if value is not None and math.isfinite(value)]


def _scale(lines: dict[str, list[tuple[int, float]]], quantity: Quantity) -> tuple[float, float, list[float]]:
    """Return the axis' ends and marks. The untrained model may lie outside: it would press the rest together."""
    values = [value for points in lines.values() for epoch, value in points if epoch or len(points) == 1]
    low, high = (min(values), 1.0) if quantity == "accuracy" else (0.0, max(values))
    wide = max(high - low, 1e-3)
    step = 10.0 ** math.floor(math.log10(wide / 3))
    step *= next(factor for factor in (1, 2, 5, 10) if wide / (factor * step) <= 6)
    first, count = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = [round(number * step, 10) for number in range(first, max(count, first + 1) + 1)]
    return ticks[0], ticks[-1], ticks


Place = Callable[[float, float], tuple[float, float]]


def _axes(ticks: Sequence[float], last: int, place: Place, quantity: Quantity) -> list[Shape]:
    shapes: list[Shape] = []
    for tick in ticks:
        _, y = place(0, tick)
        shapes += [
            Line([(_LEFT, y), (_RIGHT, y)], PALE, 1),
            Letters((_LEFT - 8, y + 4), _mark(tick, ticks, quantity), size=12, anchor="end"),
        ]
    step = next(step for step in (1, 2, 5, 10, 20) if last / step <= 12)
    for epoch in range(0, last + 1, step):
        x, _ = place(epoch, ticks[0])
        shapes.append(Letters((x, _BOTTOM + 18), str(epoch), size=12, anchor="middle"))
    return [*shapes, Letters(((_LEFT + _RIGHT) / 2, _BOTTOM + 36), "epoch", size=12, anchor="middle")]


def _mark(tick: float, ticks: Sequence[float], quantity: Quantity) -> str:
    unit = 100 if quantity == "accuracy" else 1
    places = max(0, -math.floor(math.log10((ticks[1] - ticks[0]) * unit) + 1e-9))
    return f"{tick:.{places}%}" if quantity == "accuracy" else f"{tick:.{places}f}"


def _line(split: str, points: Sequence[tuple[int, float]], place: Place, quantity: Quantity) -> list[Shape]:
    name, colour, dash = _LINES[split]
    placed = [place(*point) for point in points]
    dots = [
        Dot(at, colour, f"{name}, epoch {epoch}: {_shown(value, quantity)}")
        for at, (epoch, value) in zip(placed, points, strict=True)
        if _in_sight(at)
    ]
    return [Line(_from_border(placed), colour, 2, dash), *dots]


def _in_sight(at: Point) -> bool:
    return _TOP - 1 <= at[1] <= _BOTTOM + 1


def _from_border(placed: list[Point]) -> list[Point]:
    """Return the line from where it comes in sight: the untrained model may lie outside."""
    if _in_sight(placed[0]) or len(placed) < 2:
        return placed
    (x, y), (to_x, to_y) = placed[:2]
    border = _BOTTOM if y > _BOTTOM else _TOP
    return [(x + (to_x - x) * (border - y) / (to_y - y), border), *placed[1:]]


def _names(lines: dict[str, list[tuple[int, float]]], place: Place, quantity: Quantity) -> list[Shape]:
    """Return the names at the lines' ends, far enough from each other."""
    ends = sorted((place(*points[-1])[1], split, points[-1][1]) for split, points in lines.items())
    shapes: list[Shape] = []
    lowest = -math.inf
    for y, split, value in ends:
        lowest = max(y, lowest + _APART)
        name, colour, _ = _LINES[split]
        shapes.append(Letters((_RIGHT + 10, lowest + 4), f"{name} {_shown(value, quantity)}", colour, 12))
    return shapes


def _shown(value: float, quantity: Quantity) -> str:
    return f"{value:.2%}" if quantity == "accuracy" else f"{value:.4f}"
