"""Many small digits enlarged and prepared as the app prepares a picture, on all cores."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from digitdemo.data.model_input import input_from_picture
from digitdemo.system import usable_cores

_ENLARGED = 8  # times: a digit of 28 pixels as if it had been scanned
_FEW = 200  # images that are prepared before other processes have started
_AT_ONCE = 50


def prepared_images(images: np.ndarray, few: int = _FEW) -> list[np.ndarray | None]:
    """Return `images`, uint8 (n, 28, 28), 255 = ink, as models read them, each uint8 (28, 28); None where nothing is.

    Of a model input only that is kept: with all its steps thousands would take a gigabyte. No more than `few` are
    prepared in this process.
    """
    if len(images) <= few or (cores := int(usable_cores())) < 2:
        return [prepared_image(image) for image in images]
    with ProcessPoolExecutor(cores, multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(prepared_image, images, chunksize=_AT_ONCE))


def prepared_image(image: np.ndarray) -> np.ndarray | None:
    """Return one of them."""
    found = input_from_picture(image.repeat(_ENLARGED, 0).repeat(_ENLARGED, 1))
    return None if found is None else found.image
