import numpy as np
import pytest

from digitdemo.data.components import components_of


def flooded(mask: np.ndarray) -> list[set[tuple[int, int]]]:
    """Return the components of `mask`, found by walking from pixel to pixel."""
    left, found = set(zip(*np.nonzero(mask), strict=True)), []
    while left:
        component, border = set(), [left.pop()]
        while border:
            row, column = border.pop()
            component.add((row, column))
            around = {(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)} & left
            left -= around
            border += around
        found.append(component)
    return found


@pytest.mark.parametrize("share", [0.0, 0.2, 0.4, 0.7, 1.0])
@pytest.mark.parametrize("shape", [(1, 1), (1, 30), (30, 1), (13, 17)])
def test_components_are_those_that_walking_finds(shape: tuple[int, int], share: float):
    mask = np.random.default_rng(0).random(shape) < share
    found, walked = components_of(mask), flooded(mask)
    assert len(found) == len(walked)
    pixels = [set(zip(*np.nonzero(found.mask(np.array([number]))), strict=True)) for number in range(len(found))]
    assert sorted(map(sorted, pixels)) == sorted(map(sorted, walked))
    for number, component in enumerate(pixels):
        rows, columns = map(np.array, zip(*component, strict=True))
        assert found.areas[number] == len(component)
        assert list(found.boxes[number]) == [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]


def test_a_spiral_hangs_together():
    rows, columns = np.indices((200, 200)) - 100
    mask = (np.hypot(rows, columns) - np.arctan2(rows, columns) * 8 / np.pi) % 16 < 6
    assert len(components_of(mask)) == len(flooded(mask))


def test_a_hundred_thousand_components_are_counted():
    mask = np.zeros((640, 640), bool)
    mask[::2, ::2] = True
    found = components_of(mask)
    assert len(found) == 320 * 320
    assert (found.areas == 1).all()
