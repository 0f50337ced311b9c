"""A small picture of what each study measures, for its card: nothing of how it ends."""

from collections.abc import Callable

from digitdemo.ui.charts.digit_pictures import DIGIT_PICTURES
from digitdemo.ui.charts.svg import FIRST, GREY, SECOND, box, disc, drawing, letters, line

_WIDTH, _HEIGHT = 240, 88


def study_picture(name: str) -> str:
    """Return the picture of a study as SVG text."""
    return drawing(_WIDTH, _HEIGHT, *_PICTURES[name]())


def _width() -> list[str]:
    """Return one layer, of few units, of more and of many, with the question below."""
    parts = []
    for middle, units in ((36, 2), (112, 4), (196, 8)):
        apart = 76 / 8
        places = [44 + apart * (unit - (units - 1) / 2) for unit in range(units)]
        parts += [line([(x, 44), (middle, y)], GREY, 0.7) for y in places for x in (middle - 24, middle + 24)]
        parts += [disc(middle - 24, 44, 4), disc(middle + 24, 44, 4)]
        parts += [disc(middle, y, 4, FIRST if units < 8 else SECOND) for y in places]
    parts += [letters(74, 49, "…", 16), letters(152, 49, "…", 16)]
    return parts


def _learning_curve() -> list[str]:
    """Return a few dots on two axes, and a line through them that is drawn on to a question mark."""
    dots = [(40 + 22 * n, 18 + 10.5 * n) for n in range(4)]
    axes = line([(28, 8), (28, 80), (216, 80)], GREY, 1)
    return [
        axes,
        line([dots[0], dots[-1]], FIRST),
        line([dots[-1], (186, 74)], FIRST, 2, "2 5"),
        *(disc(x, y, 4, FIRST) for x, y in dots),
        letters(202, 72, "?", 26, SECOND),
    ]


def _adversarial() -> list[str]:
    """Return a digit, a pattern of pixels that is added to it, and a question mark."""
    pattern = [
        box(100 + 6 * x, 23 + 6 * y, 6, 6, FIRST if (3 * x + 5 * y + x * y) % 4 < 2 else SECOND)
        for x in range(7)
        for y in range(7)
    ]
    return [
        letters(40, 64, "7", 56, GREY),
        letters(80, 53, "+", 26),
        *pattern,
        letters(162, 53, "=", 26),
        letters(202, 64, "?", 50, SECOND),
    ]


def _fading() -> list[str]:
    """Return many layers from a picture to an answer, and an arrow that leads back, with a question at its end."""
    parts = [letters(22, 50, "7", 30, GREY), letters(218, 50, "?", 24, GREY)]
    layers = [44 + 17 * number for number in range(10)]
    for number, x in enumerate(layers):
        parts += [disc(x, y, 3.5, SECOND if number < 9 else FIRST) for y in (22, 38, 54)]
        if number < 9:
            parts += [line([(x, a), (x + 17, b)], GREY, 0.5) for a in (22, 38, 54) for b in (22, 38, 54)]
    parts.append(line([(199, 74), (48, 74)], FIRST, 2, "5 4"))
    parts += [line([(55, 69), (48, 74), (55, 79)], FIRST), letters(28, 81, "?", 18, FIRST)]
    return parts


def _rate_test() -> list[str]:
    """Return steps downhill, each longer than the one before, and a question mark."""
    places = (30, 38, 50, 68, 96, 138, 200)
    heights = (16, 19, 24, 32, 46, 64)
    steps = list(zip(places, (*heights, 70), strict=True))
    return [
        line([(22, 80), (222, 80)], GREY, 1),
        line(steps[:-1], GREY, 1, "2 4"),
        line([steps[-2], (176, 58)], GREY, 1, "2 4"),
        *(disc(x, y, 4, SECOND) for x, y in steps[:-1]),
        letters(196, 62, "?", 26, FIRST),
    ]


_PICTURES: dict[str, Callable[[], list[str]]] = {
    "width": _width,
    **DIGIT_PICTURES,
    "learning-curve": _learning_curve,
    "adversarial": _adversarial,
    "fading-gradients": _fading,
    "rate-test": _rate_test,
}
