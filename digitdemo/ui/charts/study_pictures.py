"""A small picture of what each study measures, for its card: nothing of how it ends."""

from collections.abc import Callable

from digitdemo.ui.charts.digit_pictures import DIGIT_PICTURES
from digitdemo.ui.charts.svg import FIRST, GREY, SECOND, disc, drawing, letters, line

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


_PICTURES: dict[str, Callable[[], list[str]]] = {
    "width": _width,
    **DIGIT_PICTURES,
}
