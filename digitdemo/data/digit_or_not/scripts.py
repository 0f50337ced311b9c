"""Letters of a hundred scripts, varied at random: strokes in assets/letters.npz, which came of Noto's fonts."""

import functools
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from digitdemo.data.digit_or_not.likeness import may_be_learned
from digitdemo.data.digit_or_not.variation import Template, boxed, in_a_box, varied
from digitdemo.data.mnist import DataError
from digitdemo.data.synthetic import drawn_image
from digitdemo.system import ASSETS

T = TypeVar("T")

FILE = ASSETS / "letters.npz"

_SHAKEN = 0.8  # units: parts of one stroke meet at crossings, and are not to come apart


def foreign_letter(rng: np.random.Generator) -> np.ndarray:
    """Return a letter of a script as the models read it, which is not like a digit: uint8 (28, 28).

    Each script is as likely as another, however many letters it has.

    Raises:
        DataError: as `read_letters`.
    """
    scripts = _scripts()
    while True:
        letters = scripts[rng.integers(len(scripts))]
        image = drawn_image(varied(letters[rng.integers(len(letters))], rng, _SHAKEN))
        if may_be_learned(image):
            return image


@functools.cache
def _scripts() -> list[list[Template]]:
    return list(read_letters().values())


def read_letters(path: Path = FILE) -> dict[str, list[Template]]:
    """Return the letters of each script, each in a box of 100 around 0.

    Raises:
        DataError: the file is missing or damaged.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            names, counts, strokes, lengths, points = (file[name] for name in _ARRAYS)
        all_strokes = np.split(points.astype(float) - 50, np.cumsum(lengths)[:-1])
        letters = [boxed(tuple(part)) for part in _parts(all_strokes, strokes)]
        return {str(name): list(part) for name, part in zip(names, _parts(letters, counts), strict=True)}
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise DataError(f"{path.name}: cannot be read ({error})") from error


def write_letters(letters: Mapping[str, Sequence[Template]], path: Path = FILE) -> None:
    """Write letters, in any unit, as `read_letters` reads them, to the nearest unit."""
    drawn = [[in_a_box(strokes) for strokes in each] for each in letters.values()]
    flat = [strokes for each in drawn for strokes in each]
    points = np.rint(np.concatenate([np.concatenate(strokes) for strokes in flat]) + 50)
    arrays = (
        np.array(list(letters)),
        np.array([len(each) for each in drawn], np.uint16),
        np.array([len(strokes) for strokes in flat], np.uint8),
        np.array([len(stroke) for strokes in flat for stroke in strokes], np.uint16),
        points.astype(np.uint8),
    )
    np.savez_compressed(path, **dict(zip(_ARRAYS, arrays, strict=True)))


_ARRAYS = ("scripts", "letters", "strokes", "lengths", "points")


def _parts(whole: Sequence[T], counts: np.ndarray) -> list[Sequence[T]]:
    ends = np.cumsum(counts, dtype=int)
    return [whole[end - count : end] for count, end in zip(counts.astype(int), ends, strict=True)]
