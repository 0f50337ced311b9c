"""Sketched curves to choose from in a prediction: shapes made from a table, with no run behind them."""

from digitdemo.analysis.experiments.lesson import Shape
from digitdemo.texts import tr
from digitdemo.ui.charts.svg import GREY, SECOND, drawing, letters, line

_WIDTH, _HEIGHT = 210, 120
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 176, 12, 104

# Accuracies after equal times, from guessing on: of train and of test.
_CURVES: dict[Shape, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "together": ((0.1, 0.78, 0.9, 0.95, 0.97, 0.98, 0.98), (0.1, 0.75, 0.87, 0.92, 0.94, 0.95, 0.95)),
    "gap": ((0.1, 0.75, 0.92, 0.98, 1.0, 1.0, 1.0), (0.1, 0.62, 0.74, 0.78, 0.79, 0.79, 0.79)),
    "low": ((0.1, 0.34, 0.48, 0.56, 0.6, 0.62, 0.63), (0.1, 0.3, 0.44, 0.52, 0.56, 0.58, 0.59)),
    "above": ((0.1, 0.42, 0.52, 0.57, 0.59, 0.6, 0.6), (0.1, 0.72, 0.84, 0.89, 0.91, 0.92, 0.92)),
    "falls": ((0.1, 0.55, 0.68, 0.8, 0.9, 0.97, 1.0), (0.1, 0.72, 0.8, 0.78, 0.72, 0.66, 0.62)),
    "guess": ((0.1, 0.11, 0.1, 0.12, 0.11, 0.1, 0.11), (0.1, 0.08, 0.09, 0.07, 0.09, 0.08, 0.08)),
}


def sketch(shape: Shape) -> str:
    """Return that shape as SVG text: train dotted, test solid, as in all charts, from 0 to 100 %."""
    train, test = _CURVES[shape]
    axes = line([(_LEFT, _TOP), (_LEFT, _BOTTOM), (_RIGHT, _BOTTOM)], GREY, 1)
    top = line([(_LEFT, _TOP), (_RIGHT, _TOP)], GREY, 1, "1 4")
    marks = letters(20, _TOP + 4, "100%", 11), letters(24, _BOTTOM + 3, "0%", 11)
    names = _name(tr("train"), train, above=train[-1] >= test[-1]), _name(tr("test"), test, above=test[-1] > train[-1])
    curves = line(_placed(train), SECOND, 2.5, "0.5 5"), line(_placed(test), SECOND, 2.5)
    return drawing(_WIDTH, _HEIGHT, axes, top, *marks, *curves, *names)


def _name(name: str, accuracies: tuple[float, ...], *, above: bool) -> str:
    _, y = _placed(accuracies)[-1]
    return letters(_RIGHT + 17, y + (0 if above else 9), name, 12, SECOND)


def _placed(accuracies: tuple[float, ...]) -> list[tuple[float, float]]:
    step = (_RIGHT - _LEFT) / (len(accuracies) - 1)
    return [(_LEFT + step * n, _BOTTOM - (_BOTTOM - _TOP) * each) for n, each in enumerate(accuracies)]
