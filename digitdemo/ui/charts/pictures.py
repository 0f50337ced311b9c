"""Arrays to pictures for the page."""

import base64
import io

import numpy as np
from PIL import Image

_LARGEST = 2  # times the size it is shown at: enough for screens of twice the density
_POSITIVE, _NEGATIVE = np.array([64, 156, 255]), np.array([255, 140, 26])  # blue, orange
_PAPER, _INK = 24, 120  # greys of a picture below colours
_LINE = 110  # grey of the lines between maps
_SMALLEST_MAP = 26  # pixels, about


def signed_picture(values: np.ndarray, image: np.ndarray, largest: float | None = None) -> np.ndarray:
    """Return `values`, float (h, w), as a picture, uint8 (h, w, 3): blue above 0, orange below, on `image` in grey.

    `image` is uint8 (h, w), 0 = paper; `largest` the value of full colour, by default the largest of them all.
    """
    strength = np.clip(np.abs(values) / (largest or np.abs(values).max() or 1.0), 0, 1)[..., np.newaxis]
    colour = np.where(values[..., np.newaxis] > 0, _POSITIVE, _NEGATIVE)
    grey = _PAPER + (_INK - _PAPER) * (image[..., np.newaxis] / 255)
    return np.rint(grey + strength * (colour - grey)).astype(np.uint8)


def contact_sheet(maps: np.ndarray, columns: int) -> np.ndarray:
    """Return feature maps, float (h, w, c), side by side in one picture, uint8: 255 = the largest of all, black = 0.

    There is a line of grey between them, and small maps are enlarged, or the lines would be all that is seen.
    """
    enlarge = max(1, _SMALLEST_MAP // maps.shape[1])
    maps = maps.repeat(enlarge, axis=0).repeat(enlarge, axis=1)
    height, width, count = maps.shape
    rows = -(-count // columns)
    sheet = np.full((rows * (height + 1) - 1, columns * (width + 1) - 1), _LINE, np.uint8)
    shades = np.clip(255 * maps / (maps.max() if maps.max() > 0 else 1.0), 0, 255).astype(np.uint8)
    for number in range(count):
        row, column = divmod(number, columns)
        top, left = row * (height + 1), column * (width + 1)
        sheet[top : top + height, left : left + width] = shades[..., number]
    return sheet


def data_url(picture: np.ndarray, side: int) -> str:
    """Return a picture, uint8 (h, w) or (h, w, 3), to be shown that many pixels wide, as part of the page itself.

    A picture with an address of its own would be a second request, and the answer on the page later.
    """
    factor = max(1, side // max(picture.shape))
    enlarged = picture.repeat(factor, axis=0).repeat(factor, axis=1)  # whole pixels, sharp at any zoom
    image = Image.fromarray(enlarged)
    image.thumbnail((_LARGEST * side, _LARGEST * side), Image.Resampling.BOX)
    png = io.BytesIO()
    image.save(png, "PNG", compress_level=1)
    return "data:image/png;base64," + base64.b64encode(png.getvalue()).decode("ascii")
