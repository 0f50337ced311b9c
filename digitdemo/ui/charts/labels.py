"""Labels that stand in one column: none covers another, none is wide."""

from collections.abc import Sequence

from digitdemo.ui.escaping import escape_html

_ONE_LINE = 20  # letters


def spread(places: Sequence[float], apart: float, room: float) -> list[float]:
    """Return ascending `places`, moved as little as it takes to lie at least `apart` from each other and below `room`.

    They move downwards, that is to larger values, and up again only where they would lie beyond `room`.
    """
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + apart) if moved else place)
    for number in reversed(range(len(moved))):
        moved[number] = min(moved[number], room)
        room = moved[number] - apart
    return moved


def in_lines(label: str) -> str:
    """Return a label as HTML, in two lines if it is long: broken where that makes them most alike."""
    words = label.split()
    if len(label) <= _ONE_LINE or len(words) < 2:
        return escape_html(label)
    halves = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    return "<br>".join(map(escape_html, min(halves, key=lambda half: max(map(len, half)))))
