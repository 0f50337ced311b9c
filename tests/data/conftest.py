"""What is drawn to be found, and what was found of it."""

import numpy as np

from digitdemo.data.digit_finding import Finding

ONE = [(40.0, 20.0), (40.0, 120.0)]


def moved(points: list[tuple[float, float]], right: float, down: float = 0) -> list[tuple[float, float]]:
    return [(x + right, y + down) for x, y in points]


def box_of(ink: np.ndarray) -> tuple[int, ...]:
    rows, columns = np.nonzero(ink >= 16)
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


def left_out(found: Finding) -> set[str]:
    return {one.kind for one in found.left_out}
