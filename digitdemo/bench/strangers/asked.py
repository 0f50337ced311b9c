"""What the models are asked of each kind of strangers' writing, prepared just as the app prepares it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from digitdemo.bench.drawings import on_canvas
from digitdemo.bench.strangers.prepared import prepared_images
from digitdemo.data.canvas_message import PEN, drawing_of
from digitdemo.data.mnist import load_test_digits
from digitdemo.data.model_input import ModelInput, input_from_picture, input_from_strokes
from digitdemo.data.pictures import PictureError, read_picture_file
from digitdemo.data.stranger_files import read_digit_arrays, read_manifest, read_sign_file
from digitdemo.data.stroke_files import StrokeDrawing, read_stroke_file

NONE = -1  # the label of what is no digit

_NOTHING = np.zeros((28, 28), np.uint8)
_SIZE, _PLACE = 1.0, (0.5, 0.5)  # of drawings on the canvas: all of it, in the middle


@dataclass(frozen=True, eq=False)
class Asked:
    """What models are asked: `images` uint8 (n, 28, 28), their digits `labels` int (n,), `NONE` for what is none.

    Where `found` is False, bool (n,), the app found nothing to read, and asks no model. `names` and `kinds` call each
    by name; `whole` is each as it was given, uint8 (h, w), 255 = ink. `drawn` says whether a pen drew all of it.
    """

    images: np.ndarray
    labels: np.ndarray
    found: np.ndarray
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    whole: tuple[np.ndarray, ...]
    drawn: bool = False

    def only(self, among: np.ndarray) -> "Asked":
        """Return those of `among`, bool (n,)."""
        chosen = np.flatnonzero(among)
        names, kinds = (tuple(each[place] for place in chosen) for each in (self.names, self.kinds))
        whole = tuple(self.whole[place] for place in chosen)
        return Asked(self.images[among], self.labels[among], self.found[among], names, kinds, whole, self.drawn)


def asked_of_test_set() -> Asked:
    """Return MNIST's 10,000 test digits."""
    images, labels = load_test_digits()
    return _as_they_are(images, labels)


def asked_of_drawings(path: Path) -> Asked:
    """Return the pen drawings of a file, each drawn on the canvas.

    Raises:
        DataError: the file is missing or no file of drawings.
    """
    drawings = read_stroke_file(path)
    inputs = [_drawn(drawing) for drawing in drawings]
    labels, writers = [drawing.label for drawing in drawings], [drawing.writer for drawing in drawings]
    return _asked(inputs, labels, writers, drawn=True)


def asked_of_signs(path: Path) -> Asked:
    """Return the signs of a file, which are no digits, each drawn on the canvas.

    Raises:
        DataError: the file is missing or no file of drawings.
    """
    signs = read_sign_file(path)
    inputs = [_drawn(StrokeDrawing(0, "", sign.strokes)) for sign in signs]
    return _asked(inputs, [NONE] * len(signs), [sign.kind for sign in signs], drawn=True)


def asked_of_pictures(folder: Path) -> Asked:
    """Return the pictures that a folder's manifest lists, read as the app reads a picture that somebody brings.

    Raises:
        DataError: the manifest is missing or makes no sense.
    """
    pictures = read_manifest(folder)
    inputs = [_pictured(picture.path) for picture in pictures]
    labels = [NONE if picture.label is None else picture.label for picture in pictures]
    return _asked(inputs, labels, [picture.kind for picture in pictures], [picture.path.name for picture in pictures])


def asked_of_arrays(path: Path, *, prepared: bool) -> Asked:
    """Return the digits of an .npz file: pixel by pixel as they are, or `prepared`, enlarged and read as a picture.

    Raises:
        DataError: the file is missing or has other arrays.
    """
    images, labels = read_digit_arrays(path)
    if not prepared:
        return _as_they_are(images, labels)
    prepared_ones = prepared_images(images)
    nothing = ("",) * len(labels)
    return Asked(_stacked(prepared_ones), labels, _found(prepared_ones), nothing, nothing, tuple(images))


def _as_they_are(images: np.ndarray, labels: np.ndarray) -> Asked:
    nothing = ("",) * len(labels)
    return Asked(images, labels, np.ones(len(labels), bool), nothing, nothing, tuple(images))


def _drawn(drawing: StrokeDrawing) -> ModelInput | None:
    return input_from_strokes(drawing_of(on_canvas(drawing, PEN, _SIZE, _PLACE)))


def _pictured(path: Path) -> ModelInput | None:
    """Return a picture as the models read it, None where the app refuses the file or finds nothing in it."""
    try:
        return input_from_picture(read_picture_file(path))
    except PictureError as error:
        print(f"Not read: {error}")
        return None


def _asked(
    inputs: list[ModelInput | None],
    labels: list[int],
    kinds: list[str],
    names: list[str] | None = None,
    *,
    drawn: bool = False,
) -> Asked:
    images = [None if one is None else one.image for one in inputs]
    return Asked(
        images=_stacked(images),
        labels=np.array(labels),
        found=_found(images),
        names=tuple(names or [""] * len(labels)),
        kinds=tuple(kinds),
        whole=tuple(_NOTHING if one is None else one.ink for one in inputs),
        drawn=drawn,
    )


def _stacked(images: Sequence[np.ndarray | None]) -> np.ndarray:
    return np.stack([_NOTHING if image is None else image for image in images])


def _found(images: Sequence[np.ndarray | None]) -> np.ndarray:
    return np.array([image is not None for image in images])
