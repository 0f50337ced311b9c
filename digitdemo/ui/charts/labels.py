"""Labels that stand in one column without covering each other."""

from collections.abc import Sequence


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
