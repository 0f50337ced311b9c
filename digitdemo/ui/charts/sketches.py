"""Sketched curves to choose from in a prediction: shapes made from a table, with no run behind them."""

from digitdemo.analysis.experiments.lesson import Course, Shape, Slope
from digitdemo.texts import number, tr
from digitdemo.ui.charts.svg import GREY, SECOND, disc, drawing, letters, line

WIDTH = 230  # pixels
_HEIGHT = 120
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 172, 12, 104  # names in the longest language stand on both sides
_AXES = line([(_LEFT, _TOP), (_LEFT, _BOTTOM), (_RIGHT, _BOTTOM)], GREY, 1)

# Accuracies after equal times, from guessing on: of train and of test.
_CURVES: dict[Shape | Course | Slope, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "together": ((0.1, 0.78, 0.9, 0.95, 0.97, 0.98, 0.98), (0.1, 0.75, 0.87, 0.92, 0.94, 0.95, 0.95)),
    "gap": ((0.1, 0.75, 0.92, 0.98, 1.0, 1.0, 1.0), (0.1, 0.62, 0.74, 0.78, 0.79, 0.79, 0.79)),
    "low": ((0.1, 0.34, 0.48, 0.56, 0.6, 0.62, 0.63), (0.1, 0.3, 0.44, 0.52, 0.56, 0.58, 0.59)),
    "above": ((0.1, 0.42, 0.52, 0.57, 0.59, 0.6, 0.6), (0.1, 0.72, 0.84, 0.89, 0.91, 0.92, 0.92)),
    "falls": ((0.1, 0.55, 0.68, 0.8, 0.9, 0.97, 1.0), (0.1, 0.72, 0.8, 0.78, 0.72, 0.66, 0.62)),
    "guess": ((0.1, 0.11, 0.1, 0.12, 0.11, 0.1, 0.11), (0.1, 0.08, 0.09, 0.07, 0.09, 0.08, 0.08)),
}

# Errors at equal steps of a knob on a logarithmic axis, from little to much of it.
_COURSES: dict[Shape | Course | Slope, tuple[float, ...]] = {
    "down": (0.8, 0.58, 0.42, 0.32, 0.26, 0.22, 0.2, 0.19, 0.18),
    "valley": (0.8, 0.5, 0.3, 0.24, 0.27, 0.37, 0.49, 0.6, 0.68),
    "hump": (0.8, 0.42, 0.3, 0.44, 0.6, 0.52, 0.36, 0.27, 0.24),
}

# A gradient, from the first layer to the last, on a logarithmic axis, whose marks stand at these heights.
_WHOLE, _PART = 0.65, 0.345
_SLOPES: dict[Shape | Course | Slope, tuple[float, ...]] = {
    "level": (0.64, 0.66, 0.64, 0.67, 0.65),
    "tilted": (0.42, 0.47, 0.54, 0.59, 0.65),
    "steep": (0.04, 0.19, 0.34, 0.5, 0.65),
}


def sketch(shape: Shape | Course | Slope) -> str:
    """Return that shape as SVG text: accuracies over time, errors over a knob, from 0 to 100 %, or a gradient."""
    if shape in _SLOPES:
        return _slope(_SLOPES[shape])
    return _course(_COURSES[shape]) if shape in _COURSES else _curves(*_CURVES[shape])


def _slope(gradients: tuple[float, ...]) -> str:
    names = (
        letters(_LEFT + 6, _TOP + 6, tr("gradient"), 11, anchor="start"),
        _left_of_axis(_height(_WHOLE), "1"),
        _left_of_axis(_height(_PART), f"1/{number(1000, ',.0f')}"),
        letters(_LEFT, 117, tr("layer 1"), 11),
        letters(_RIGHT, 117, tr("layer 10"), 11),
    )
    points = _placed(gradients)
    dots = [disc(x, y, 3, SECOND) for x, y in points]
    return drawing(WIDTH, _HEIGHT, _AXES, *names, line(points, SECOND, 2.5), *dots)


def _course(errors: tuple[float, ...]) -> str:
    names = (
        _left_of_axis(_TOP, tr("error")),
        letters(_LEFT, 117, tr("few"), 11),
        letters(_RIGHT, 117, tr("many"), 11),
    )
    return drawing(WIDTH, _HEIGHT, _AXES, *names, line(_placed(errors), SECOND, 2.5))


def _curves(train: tuple[float, ...], test: tuple[float, ...]) -> str:
    """Return both as in all charts: train dotted, test solid."""
    top = line([(_LEFT, _TOP), (_RIGHT, _TOP)], GREY, 1, "1 4")
    marks = _left_of_axis(_TOP, number(1, ".0%")), _left_of_axis(_BOTTOM, number(0, ".0%"))
    names = _name(tr("train"), train, above=train[-1] >= test[-1]), _name(tr("test"), test, above=test[-1] > train[-1])
    curves = line(_placed(train), SECOND, 2.5, "0.5 5"), line(_placed(test), SECOND, 2.5)
    return drawing(WIDTH, _HEIGHT, _AXES, top, *marks, *curves, *names)


def _name(name: str, accuracies: tuple[float, ...], *, above: bool) -> str:
    _, y = _placed(accuracies)[-1]
    return letters(_RIGHT + 5, y + (0 if above else 9), name, 12, SECOND, anchor="start")


def _left_of_axis(y: float, text: str) -> str:
    return letters(_LEFT - 4, y + 4, text, 11, anchor="end")


def _placed(accuracies: tuple[float, ...]) -> list[tuple[float, float]]:
    step = (_RIGHT - _LEFT) / (len(accuracies) - 1)
    return [(_LEFT + step * n, _height(each)) for n, each in enumerate(accuracies)]


def _height(share: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * share
