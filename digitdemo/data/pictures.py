"""Pictures from strangers to ink: what a file claims is checked before it costs memory or time.

JPEG is made smaller while it is decoded, PNG is decoded strip by strip; there large photos and scanned pages take
little memory. Other formats are decoded whole, and so are some kinds of these two: a JPEG in several scans has all its
coefficients in memory, an interlaced PNG all its pixels. What these may have in pixels hangs on how many bytes a pixel
takes.
"""

import io
import math
import threading
from pathlib import Path

import numpy as np
from PIL import Image

from digitdemo.data.heic import png_of_heic
from digitdemo.data.other_formats import other_format, way_out
from digitdemo.data.picture_files import BYTES_OF_WEBP, bare_file, orientation_of
from digitdemo.data.picture_ink import Picture, picture_of
from digitdemo.data.small_grey import LARGEST, rows_at_once, small_grey, strips_of
from digitdemo.limits import limits
from digitdemo.texts import tr

_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP")
# Bytes of a PNG file's rows, inflated, which take a second at most: a scanned A4 page of 600 dpi in colour has 104 MB.
_MOST_UNPACKED = 105e6
# Bytes that Pillow has for a pixel once it is decoded; it has four for three colours.
_BYTES = {"1": 1, "L": 1, "P": 1, "I;16": 2}
_BYTES_OF_OTHERS = 4
_RUN_LENGTHS = (1, 2)  # compressions of BMP that Pillow decodes run by run, in Python
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What one may take, `picture_decoded_mb`, is for one at a time.
_DECODING = threading.Lock()

Image.MAX_IMAGE_PIXELS = None  # its limit is for others; here every picture is measured before it is decoded


class PictureError(ValueError):
    """Bytes that are not a picture which this program reads; the message says what is wrong and what is allowed."""


def most_file_bytes() -> int:
    """Return how many bytes the file of a picture may have."""
    return round(1e6 * limits().picture_mb)


def most_pixels() -> int:
    """Return how many pixels a picture may have at least, whatever its format."""
    now = limits()
    decoded = (now.picture_decoded_mb - now.picture_mb) / (BYTES_OF_WEBP + _BYTES_OF_OTHERS)
    return round(1e6 * min(now.picture_megapixels, decoded))


def read_picture_file(path: Path) -> np.ndarray:
    """Return the ink of a picture file, as `read_picture` does; for its errors see `open_picture_file`."""
    return open_picture_file(path).ink


def open_picture_file(path: Path) -> Picture:
    """Return the picture of a file, as `open_picture` does.

    Raises:
        PictureError: no such file, no picture, or one that is too large.
    """
    most = round(1e6 * limits().picture_decoded_mb)  # what is not sent may have as many bytes as it may take
    try:
        _check_size(path.stat().st_size, most, str(path))
        return open_picture(path.read_bytes(), str(path), most)
    except OSError as error:
        raise PictureError(f"{path}: {'no such file' if not path.exists() else error.strerror}") from error


def read_picture(data: bytes, name: str) -> np.ndarray:
    """Return the ink of a picture, uint8 (height, width) of at most 512 x 512: 0 = paper, 255 = ink.

    For the arguments and errors see `open_picture`.
    """
    return open_picture(data, name).ink


def open_picture(data: bytes, name: str, most: int | None = None) -> Picture:
    """Return a picture, of at most 512 x 512 pixels.

    Dark on light or light on dark is found out by itself, and so is how light falls on the paper. Of a moving picture
    it is the first one. `name` begins every message; `most` is how many bytes it may have, by default those of
    `most_file_bytes`.

    Raises:
        PictureError: no picture, of a format that is not read, or of more bytes, pixels or a longer side than `limits`
            allows.
    """
    _check_size(len(data), most_file_bytes() if most is None else most, name)
    if kind := other_format(data):
        png = png_of_heic(data) if kind == "HEIC" else None
        if png is None:
            raise PictureError(way_out(name, kind))
        data = png
    try:
        grey, opaque = _read(data, name)
    except PictureError:
        raise
    except Exception as error:  # decoders raise anything where bytes make no sense to them
        said = tr(
            "{name}: not a picture that can be read; give a {formats} file", name=name, formats=", ".join(_FORMATS)
        )
        raise PictureError(said) from error
    return picture_of(grey, opaque)


def _read(data: bytes, name: str) -> tuple[np.ndarray, np.ndarray | None]:
    """Return a picture's grey, uint8 of at most 512 x 512, and how opaque it is if it says so, the same."""
    bare = bare_file(data)
    _check_memory(bare.held, name)  # some of it is taken by opening the file
    if bare.png is not None:
        _check_pixels(*bare.png.size, name, most=_MOST_UNPACKED / bare.png.bytes_per_pixel)
        with _DECODING:
            small = small_grey(bare.png.size, bare.png.strips(rows_at_once(bare.png.size)))
        return _turned(*small, bare.orientation)
    with Image.open(io.BytesIO(bare.data), formats=_FORMATS) as image:
        if image.info.get("compression") in _RUN_LENGTHS:
            raise ValueError("a BMP file of runs")
        _check_pixels(image.width, image.height, name)
        image.draft("L", (LARGEST, LARGEST))  # lets the JPEG reader shrink while it decodes
        pixels = image.width * image.height * _BYTES.get(image.mode, _BYTES_OF_OTHERS)
        _check_memory(bare.held + len(bare.data) + pixels, name)
        turn = bare.orientation if bare.data is not data else orientation_of(image.info.get("exif", b"")[:65_536])
        with _DECODING:
            small = small_grey(image.size, strips_of(image))
    return _turned(*small, turn)


def _check_size(size: int, most: int, name: str) -> None:
    if size > most:
        raise PictureError(
            tr("{name}: {size:,} bytes are not allowed; at most {most:,}", name=name, size=size, most=most)
        )


def _check_pixels(width: int, height: int, name: str, most: float = math.inf) -> None:
    """Refuse a picture that is too long on a side or has more pixels than `most`, or than any may have."""
    now, asked = limits(), {"name": name, "width": width, "height": height}
    if max(width, height) > now.picture_side:
        said = tr(
            "{name}: {width} × {height} pixels are not allowed; at most {most:,} on a side",
            **asked,
            most=now.picture_side,
        )
        raise PictureError(said)
    if width * height > (most := min(most, 1e6 * now.picture_megapixels)):
        said = tr("{name}: {width} × {height} pixels are not allowed; at most {most:,.0f} in all", **asked, most=most)
        raise PictureError(said)


def _check_memory(needed: int, name: str) -> None:
    """Refuse a picture that takes too many bytes while it is decoded: in some formats a pixel takes far more."""
    most = limits().picture_decoded_mb
    if needed > 1e6 * most:
        raise PictureError(
            tr(
                "{name}: to read it takes {mb:,.0f} MB of memory; at most {most:g} are allowed. Make it smaller, or "
                "save it as a JPEG that is not progressive",
                name=name,
                mb=needed / 1e6,
                most=most,
            )
        )


def _turned(grey: Image.Image, opaque: Image.Image | None, orientation: int) -> tuple[np.ndarray, np.ndarray | None]:
    """Return the pixels the way up that the picture was taken: cameras store pictures as they were held."""
    turned = [
        one if one is None or orientation not in _TURNS else one.transpose(_TURNS[orientation])
        for one in (grey, opaque)
    ]
    return np.asarray(turned[0]), None if turned[1] is None else np.asarray(turned[1])
