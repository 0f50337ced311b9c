"""`Judge`: the shipped network that tells digits from what is none, whichever model reads them."""

import contextlib
from pathlib import Path

import numpy as np

from digitdemo.data.synthetic import NO_DIGIT
from digitdemo.inference.classifier import Classifier
from digitdemo.runs.checksums import check_files, read_checksums
from digitdemo.runs.files import MODEL_FILE
from digitdemo.runs.run import RunError
from digitdemo.system import ASSETS

FOLDER = ASSETS / "judge"
ANSWERS = NO_DIGIT + 2
"""The digits, and none twice: as what was written on paper is judged, and as what was drawn in the app."""


def scores_of(logits: np.ndarray, *, drawn: bool) -> np.ndarray:
    """Return the logarithm of how much likelier some digit is than none: float (n,), of `logits`, float (n, 12)."""
    return np.asarray(np.logaddexp.reduce(logits[:, :NO_DIGIT], axis=1) - logits[:, NO_DIGIT + drawn])


class Judge:
    """Tells pictures of digits from pictures of what is none. Safe to use from several threads.

    Its network has an answer for each digit and two for none: what was written on paper may be worn, blotted and cut
    out too close, what was `drawn` in the app is clean, and less of it has to pass. digitdemo/training/judge.py set
    both borders.

    Raises:
        ModelError: `model`, what is in the file, is damaged or another network.
    """

    def __init__(self, model: bytes) -> None:
        self._network = Classifier(model, name=FOLDER.name, outputs=ANSWERS)

    @property
    def size(self) -> int:
        """How many bytes it takes in memory, about."""
        return self._network.size

    def scores(self, images: np.ndarray, *, drawn: bool = False) -> np.ndarray:
        """Return how much each of `images`, as `Classifier.logits` takes them, is a digit: float32 (n,), 0 the border.

        Raises:
            ValueError: as `Classifier.logits`.
        """
        return scores_of(self._network.logits(images), drawn=drawn)

    def sees_digits(self, images: np.ndarray, *, drawn: bool = False) -> np.ndarray:
        """Return which of `images` are digits, bool (n,): none is without ink.

        Raises:
            ValueError: as `Classifier.logits`.
        """
        return np.asarray((self.scores(images, drawn=drawn) > 0) & images.reshape(len(images), -1).any(axis=1))


def load_judge(folder: Path = FOLDER) -> Judge:
    """Return the shipped judge.

    Raises:
        ModelError: the file is none that LiteRT reads, though its sum is right.
        RunError: the file is missing or damaged.
    """
    check_judge(folder)
    try:
        return Judge((folder / MODEL_FILE).read_bytes())
    except OSError as error:
        raise RunError(f"{folder.name}/{MODEL_FILE}: cannot be read ({error})") from error


def check_judge(folder: Path = FOLDER) -> None:
    """Compare the judge's file with its SHA-256 sum, where there are sums.

    Raises:
        RunError: the file is missing or damaged.
    """
    sums: dict[str, str] = {}
    with contextlib.suppress(RunError):  # without sums the models are used, too; the pages say so
        sums = read_checksums(folder.parent)
    if sums:
        check_files(folder, {MODEL_FILE: sums.get(f"{folder.name}/{MODEL_FILE}", "")})
