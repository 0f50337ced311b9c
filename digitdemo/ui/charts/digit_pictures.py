"""Small pictures of what the studies do to digits: nothing of how they end."""

from collections.abc import Callable

from digitdemo.ui.charts.svg import FIRST, GREY, PAPER, SECOND, box, disc, letters, line, moved, turned

# A seven of one line, in a square of 40.
_SEVEN = ((6.0, 6.0), (34.0, 6.0), (16.0, 36.0))
_GRAINS = ((3, 9), (10, 30), (14, 16), (20, 3), (22, 24), (27, 35), (31, 18), (36, 28), (37, 11), (5, 21), (29, 28))


def _seven(x: float, *more: str, colour: str = GREY, turn: float = 0) -> str:
    """Return the seven at that place, turned by so many degrees, with other parts over it."""
    return moved(x, 24, turned(20, 20, turn, line(_SEVEN, colour, 4)), *more)


def _damage() -> list[str]:
    grains = [box(x, y, 3, 3) for x, y in _GRAINS]
    return [
        _seven(14, colour=SECOND),
        _seven(72, *grains, colour=SECOND),
        _seven(130, colour=SECOND, turn=40),
        _seven(188, line([(0, 8), (40, 32)], FIRST, 3), colour=SECOND),
    ]


def _unseen() -> list[str]:
    shown = [_seven(x, colour=SECOND, turn=turn) for x, turn in ((6, -14), (54, 10), (102, 24))]
    arrow = line([(152, 44), (172, 44)]), line([(166, 38), (172, 44), (166, 50)])
    grains = [box(x, y, 3, 3) for x, y in _GRAINS]
    return [*shown, *arrow, _seven(188, *grains, colour=FIRST)]


def _between() -> list[str]:
    one = line([(20, 6), (20, 36)], FIRST, 4)
    seven = line(_SEVEN, SECOND, 4)
    thin = moved(100, 24, line([(20, 6), (20, 36)], FIRST, 2), line(_SEVEN, SECOND, 2))
    arrows = [line([(x, 44), (x + 18, 44)]) for x in (68, 154)]
    return [moved(14, 24, one), thin, moved(186, 24, seven), *arrows, letters(120, 82, "?", 14)]


def _vote() -> list[str]:
    parts = []
    for number, digit in enumerate("77177279"):
        x = 22 + 28 * number
        parts += [disc(x, 34, 11, SECOND if digit == "7" else FIRST), letters(x, 39, digit, 14, PAPER)]
        parts.append(line([(x, 48), (120, 70)], GREY, 0.7))
    return [*parts, letters(120, 86, "?", 16)]


def _hands() -> list[str]:
    crossed = moved(100, 24, line(_SEVEN, SECOND, 4), line([(12, 22), (32, 20)], SECOND, 3))
    hooked = moved(180, 24, line([(4, 16), (8, 5), (36, 9), (24, 22), (20, 36)], FIRST, 4))
    return [_seven(20), crossed, hooked]


def _strangers() -> list[str]:
    """Return lines of an old book with a digit on each page, and a question mark."""
    rules = [line([(x, y), (x + 76, y)], GREY, 0.7) for x in (14, 98) for y in (20, 36, 52, 68)]
    pages = [line([(x, 8), (x + 80, 8), (x + 80, 80), (x, 80), (x, 8)]) for x in (12, 96)]
    one = moved(34, 24, line([(4, 24), (22, 4), (16, 38)], SECOND, 4))
    four = moved(116, 24, line([(8, 2), (4, 22), (30, 20)], FIRST, 4), line([(28, 4), (24, 38)], FIRST, 4))
    return [*rules, *pages, one, four, letters(206, 56, "?", 34)]


DIGIT_PICTURES: dict[str, Callable[[], list[str]]] = {
    "damage": _damage,
    "unseen": _unseen,
    "between": _between,
    "vote": _vote,
    "hands": _hands,
    "strangers": _strangers,
}
