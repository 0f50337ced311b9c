"""Eight ways in which a picture of a digit is damaged, each in five strengths, all seeded.

The kinds are after MNIST-C (N. Mu, J. Gilmer, "MNIST-C: A robustness benchmark for computer vision", 2019,
arXiv:1906.02337), the code and the strengths are our own. The strengths were fixed by looking at pictures, before any
model was asked: a person reads nearly all digits up to the third.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from digitdemo.texts import mark

LEVELS = 5  # strengths of each kind, from 1; 0 is the picture as it was

# Pictures as float64 (n, 28, 28), ink 1, an amount, and a source of chance, to pictures of the same shape.
_Change = Callable[[np.ndarray, float, np.random.Generator], np.ndarray]


@dataclass(frozen=True)
class Corruption:
    """One kind of damage: its name, its five amounts and what these are, and the change itself."""

    label: str
    amounts: tuple[float, float, float, float, float]
    unit: str
    change: _Change


def corrupted(images: np.ndarray, kind: str, level: int, seed: int = 0) -> np.ndarray:
    """Return `images`, uint8 (n, 28, 28), damaged by a kind of `CORRUPTIONS` at a level from 0, none, to `LEVELS`.

    The same seed gives every level of a kind the same chance: the same grains, only stronger; the same direction, only
    farther. The first images of many are damaged as they are alone.
    """
    corruption = CORRUPTIONS[kind]
    if not level:
        return images.copy()
    rng = np.random.default_rng([seed, 3 << 20, list(CORRUPTIONS).index(kind)])
    changed = corruption.change(images / 255.0, corruption.amounts[level - 1], rng)
    return np.rint(255 * np.clip(changed, 0, 1)).astype(np.uint8)


def _noise(images: np.ndarray, deviation: float, rng: np.random.Generator) -> np.ndarray:
    return images + deviation * rng.standard_normal(images.shape)


def _specks(images: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """Return pictures in which a share of the pixels is black or white by chance."""
    hit, ink = np.moveaxis(rng.random((*images.shape, 2)), -1, 0)
    return np.where(hit < share, ink < 0.5, images)


def _blur(images: np.ndarray, pixels: float, _rng: np.random.Generator) -> np.ndarray:
    """Return pictures through a Gaussian lens of that standard deviation; beyond the border lies paper."""
    weights = _gaussian(images.shape[1], pixels)
    return weights @ images @ weights.T


@functools.cache
def _gaussian(side: int, pixels: float) -> np.ndarray:
    """Return what each pixel of a row gets from each other, float64 (side, side)."""
    apart = np.subtract.outer(np.arange(side), np.arange(side))
    reach = np.arange(-side, side + 1)
    return np.exp(-0.5 * (apart / pixels) ** 2) / np.exp(-0.5 * (reach / pixels) ** 2).sum()


def _faded(images: np.ndarray, share: float, _rng: np.random.Generator) -> np.ndarray:
    """Return pictures whose ink gets paler and whose paper gets darker, until both are the same grey."""
    return (1 - share) * images + share / 2


def _shifted(images: np.ndarray, pixels: float, rng: np.random.Generator) -> np.ndarray:
    """Return pictures moved up, down, left or right."""
    steps = np.array([(-1, 0), (1, 0), (0, -1), (0, 1)])[rng.integers(0, 4, len(images))]
    rows, columns = _coordinates(images)
    down, right = (pixels * steps.T)[:, :, None, None]
    return _sampled(images, rows - down, columns - right)


def _turned(images: np.ndarray, degrees: float, rng: np.random.Generator) -> np.ndarray:
    """Return pictures turned around their middle, one way or the other."""
    angles = np.radians(degrees) * rng.choice((-1.0, 1.0), len(images))[:, None, None]
    rows, columns = _coordinates(images)
    middle = (images.shape[1] - 1) / 2
    down, right = rows - middle, columns - middle
    return _sampled(
        images,
        middle + np.cos(angles) * down + np.sin(angles) * right,
        middle - np.sin(angles) * down + np.cos(angles) * right,
    )


def _thickened(images: np.ndarray, pixels: float, _rng: np.random.Generator) -> np.ndarray:
    """Return pictures whose lines are that much wider to each side; between whole pixels they are mixed."""
    whole = int(pixels)
    for _ in range(whole):
        images = _one_wider(images)
    return images + (pixels - whole) * (_one_wider(images) - images)


def _one_wider(images: np.ndarray) -> np.ndarray:
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    beside = (padded[:, :-2, 1:-1], padded[:, 2:, 1:-1], padded[:, 1:-1, :-2], padded[:, 1:-1, 2:])
    return np.maximum.reduce([images, *beside])


def _crossed(images: np.ndarray, width: float, rng: np.random.Generator) -> np.ndarray:
    """Return pictures with a straight line of ink across, through a point near the middle."""
    chance = rng.random((len(images), 3, 1, 1))
    angles = np.pi * chance[:, 0]
    rows, columns = _coordinates(images)
    row, column = (images.shape[1] * (0.35 + 0.3 * chance[:, place]) for place in (1, 2))
    away = np.abs((rows - row) * np.cos(angles) - (columns - column) * np.sin(angles))
    # A line narrower than a pixel is a paler one.
    return np.maximum(images, np.clip(width / 2 + 0.5 - away, 0, min(1.0, width)))


def _coordinates(images: np.ndarray) -> np.ndarray:
    """Return the row and the column of each pixel, (2, 1, 28, 28)."""
    return np.indices(images.shape[1:])[:, None]


def _sampled(images: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return what lies at these places of each picture, (n, 28, 28), between pixels mixed by nearness."""
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    most = images.shape[1]
    rows, columns = (np.clip(place + 1, 0, most + 1) for place in np.broadcast_arrays(rows, columns))
    top, left = np.minimum(rows.astype(int), most), np.minimum(columns.astype(int), most)
    down, right = rows - top, columns - left
    number = np.arange(len(images))[:, None, None]
    above = (1 - right) * padded[number, top, left] + right * padded[number, top, left + 1]
    below = (1 - right) * padded[number, top + 1, left] + right * padded[number, top + 1, left + 1]
    return (1 - down) * above + down * below


CORRUPTIONS: dict[str, Corruption] = {
    "noise": Corruption(mark("Noise"), (0.1, 0.2, 0.3, 0.45, 0.6), mark("standard deviation, ink is 1"), _noise),
    "specks": Corruption(mark("Specks"), (0.02, 0.05, 0.1, 0.2, 0.3), mark("share of the pixels"), _specks),
    "blur": Corruption(mark("Blur"), (0.5, 0.8, 1.2, 1.6, 2.2), mark("pixels"), _blur),
    "faded": Corruption(mark("Pale ink on grey paper"), (0.2, 0.4, 0.6, 0.75, 0.9), mark("of all contrast"), _faded),
    "shifted": Corruption(mark("Shifted"), (1, 2, 3, 4, 6), mark("pixels"), _shifted),
    "turned": Corruption(mark("Turned"), (10, 20, 30, 45, 60), mark("degrees"), _turned),
    "thick": Corruption(mark("A thick pen"), (0.5, 1, 1.5, 2, 3), mark("pixels to each side"), _thickened),
    "crossed": Corruption(mark("Crossed out"), (0.5, 1, 1.5, 2.5, 4), mark("pixels, the line's width"), _crossed),
}
