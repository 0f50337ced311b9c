"""The connected components of a picture's ink, by runs of pixels: fast without SciPy, whatever the picture is."""

import functools
from dataclasses import dataclass

import numpy as np

FAINTEST_INK = 16  # below it a pixel is paper: anti-aliasing's outermost rim, a scanner's noise

Box = tuple[int, int, int, int]  # left, top, right, bottom; right and bottom outside


@dataclass(frozen=True, eq=False)
class Components:
    """The pieces of ink that hang together, over corners, too; all arrays are int64 (n,), one entry a component.

    `boxes` is (n, 4): left, top, right, bottom, right and bottom outside. `areas` are pixels.
    """

    shape: tuple[int, int]
    boxes: np.ndarray
    areas: np.ndarray
    _starts: np.ndarray
    _ends: np.ndarray
    _of_run: np.ndarray

    def __len__(self) -> int:
        return len(self.areas)

    @functools.cached_property
    def numbers(self) -> np.ndarray:
        """Return the component of each pixel, int32 (height, width), counted from 1; 0 is paper."""
        return painted(self.shape, self._starts, self._ends, self._of_run + 1)

    @property
    def sizes(self) -> np.ndarray:
        """Return the longer side of each component's box: int64 (n,)."""
        return (self.boxes[:, 2:] - self.boxes[:, :2]).max(1, initial=0)

    @functools.cached_property
    def rims(self) -> np.ndarray:
        """Return how many pixels of each component have paper above, below or beside them: int64 (n,)."""
        return np.bincount(self.numbers[rim_of(self.numbers > 0)], minlength=len(self) + 1)[1:]

    def points(self, number: int, most: int) -> np.ndarray:
        """Return points (x, y) of a component, float (n, 2), about `most`: half on its sides, half all over it."""
        runs = np.flatnonzero(self._of_run == number)
        starts, lengths = self._starts[runs], self._ends[runs] - self._starts[runs]
        sides = np.concatenate([starts, starts + lengths - 1])
        before = lengths.cumsum() - lengths
        evenly = np.linspace(0, lengths.sum() - 1, most // 2).astype(int)
        run = np.searchsorted(before, evenly, "right") - 1
        found = np.concatenate([sides[:: max(1, 2 * len(sides) // most)], starts[run] + evenly - before[run]])
        row = self.shape[1] + 1
        return np.stack([found % row, found // row], axis=1).astype(float)

    def largest(self) -> np.ndarray:
        """Return the pixels of the largest component, of which there is one at least: bool (height, width)."""
        return self.mask(np.array([self.areas.argmax()]))

    def mask(self, chosen: np.ndarray) -> np.ndarray:
        """Return the pixels of the components with these numbers, from 0: bool (height, width)."""
        wanted = np.zeros(len(self) + 1, bool)
        wanted[np.asarray(chosen, int) + 1] = True
        return wanted[self.numbers]


def border_of(values: np.ndarray) -> np.ndarray:
    """Return the values along the four sides of a picture, each once: (2 * height + 2 * width - 4,)."""
    return np.concatenate([values[0], values[-1], values[1:-1, 0], values[1:-1, -1]])


def rim_of(mask: np.ndarray) -> np.ndarray:
    """Return the pixels of `mask`, bool (height, width), that have one that is not above, below or beside them."""
    padded = np.pad(mask, 1)
    return mask & ~(padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:])


def line_width(mask: np.ndarray) -> float:
    """Return about how many pixels wide the lines of `mask` are: their area by half the length of their outline."""
    outline = np.count_nonzero(rim_of(mask))
    return 2 * np.count_nonzero(mask) / outline if outline else 0.0


def runs_of(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where the runs of `mask`, bool (height, width), begin and end along its rows: two arrays int64 (n,).

    The places are counted row by row, in rows that are one longer: a column of paper behind each keeps its last run
    from going on in the next.
    """
    height, width = mask.shape
    flat = np.zeros(height * (width + 1) + 2, bool)
    flat[1:-1].reshape(height, width + 1)[:, :-1] = mask
    changes = np.flatnonzero(flat[1:] != flat[:-1])
    return changes[::2], changes[1::2]


def painted(shape: tuple[int, int], starts: np.ndarray, ends: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return an array int32 of that shape that has on each run of `runs_of` its value, and 0 elsewhere."""
    height, width = shape
    steps = np.zeros(height * (width + 1) + 1, np.int32)
    steps[starts] = values
    steps[ends] -= values.astype(np.int32)
    return steps.cumsum(dtype=np.int32)[:-1].reshape(height, width + 1)[:, :-1]


def components_of(mask: np.ndarray) -> Components:
    """Return the components of `mask`, bool (height, width)."""
    height, width = mask.shape
    row = width + 1
    starts, ends = runs_of(mask)
    of_run = _joined(len(starts), *_touching(starts, ends, row))
    order = np.argsort(of_run, kind="stable")
    firsts = np.flatnonzero(np.diff(of_run[order], prepend=-1))
    left, top, length = starts % row, starts // row, ends - starts
    if not len(starts):
        return Components((height, width), np.zeros((0, 4), int), np.zeros(0, int), starts, ends, of_run)
    boxes = np.stack(
        [
            np.minimum.reduceat(left[order], firsts),
            np.minimum.reduceat(top[order], firsts),
            np.maximum.reduceat((left + length)[order], firsts),
            np.maximum.reduceat(top[order], firsts) + 1,
        ],
        axis=1,
    )
    return Components((height, width), boxes, np.add.reduceat(length[order], firsts), starts, ends, of_run)


def _touching(starts: np.ndarray, ends: np.ndarray, row: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of runs, in rows below each other, that touch: two arrays of their numbers."""
    first = np.searchsorted(ends, starts + row, "left")
    count = np.maximum(np.searchsorted(starts, ends + row, "right") - first, 0)
    upper = np.repeat(np.arange(len(starts)), count)
    within = np.arange(len(upper)) - np.repeat(count.cumsum() - count, count)
    return upper, np.repeat(first, count) + within


def _joined(count: int, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the component, from 0, of each of `count` runs of which these pairs touch.

    Every root takes the smallest root that it touches, and paths are halved, until no pair has two roots.
    """
    roots = np.arange(count)
    while len(one):
        a, b = roots[one], roots[other]
        open_ = a != b
        if not open_.any():
            break
        one, other, a, b = one[open_], other[open_], a[open_], b[open_]
        np.minimum.at(roots, np.maximum(a, b), np.minimum(a, b))
        while not np.array_equal(further := roots[roots], roots):
            roots = further
    return np.unique(roots, return_inverse=True)[1]
