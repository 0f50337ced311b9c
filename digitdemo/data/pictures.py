"""Pictures from strangers to ink: what a file claims is checked before it costs memory or time.

A picture is decoded whole, as all formats but JPEG ask for, and then made grey and smaller in strips. So what it may
have in pixels hangs on how many bytes its format and its colours take for one.
"""

import io
import threading
from pathlib import Path

import numpy as np
from PIL import Image

from digitdemo.data.ink import ink_of_grey, ink_of_transparent
from digitdemo.data.picture_files import BYTES_OF_WEBP, bare_file, orientation_of
from digitdemo.limits import limits
from digitdemo.texts import tr

_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP")
_LARGEST = 512  # pixels of the longer side that are kept
_STRIP = 64  # rows, about
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
    """Return the ink of a picture file, as `read_picture` does.

    Raises:
        PictureError: no such file, no picture, or one that is too large.
    """
    try:
        size = path.stat().st_size
        return read_picture(path.read_bytes() if size <= most_file_bytes() else b"", str(path), size)
    except OSError as error:
        raise PictureError(f"{path}: {'no such file' if not path.exists() else error.strerror}") from error


def read_picture(data: bytes, name: str, size: int | None = None) -> np.ndarray:
    """Return the ink of a picture, uint8 (height, width) of at most 512 x 512: 0 = paper, 255 = ink.

    Dark on light or light on dark is found out by itself, and so is how light falls on the paper. Of a moving picture
    it is the first one. `name` begins every message; `size` is that of the file in bytes if `data` is not all of it.

    Raises:
        PictureError: no picture, or one of more bytes, pixels or a longer side than `limits` allows.
    """
    size = len(data) if size is None else size
    if size > most_file_bytes():
        raise PictureError(
            tr("{name}: {size:,} bytes are not allowed; at most {most:,}", name=name, size=size, most=most_file_bytes())
        )
    try:
        grey, opaque = _read(data, name)
    except PictureError:
        raise
    except Exception as error:  # decoders raise anything where bytes make no sense to them
        said = tr(
            "{name}: not a picture that can be read; give a {formats} file", name=name, formats=", ".join(_FORMATS)
        )
        raise PictureError(said) from error
    light = grey.astype(np.float32)
    return ink_of_transparent(light, opaque) if opaque is not None and opaque.min() < 128 else ink_of_grey(light)


def _read(data: bytes, name: str) -> tuple[np.ndarray, np.ndarray | None]:
    """Return a picture's grey, uint8 of at most 512 x 512, and how opaque it is if it says so, the same."""
    bare = bare_file(data)
    _check_memory(bare.held, name)  # some of it is taken by opening the file
    with Image.open(io.BytesIO(bare.data), formats=_FORMATS) as image:
        if image.info.get("compression") in _RUN_LENGTHS:
            raise ValueError("a BMP file of runs")
        _check_pixels(image.width, image.height, name)
        image.draft("L", (_LARGEST, _LARGEST))  # lets the JPEG reader shrink while it decodes
        pixels = image.width * image.height * _BYTES.get(image.mode, _BYTES_OF_OTHERS)
        _check_memory(bare.held + len(bare.data) + pixels, name)
        turn = bare.orientation if bare.data is not data else orientation_of(image.info.get("exif", b"")[:65_536])
        with _DECODING:
            grey, opaque = _small(image)
    return _turned(grey, turn), None if opaque is None else _turned(opaque, turn)


def _check_pixels(width: int, height: int, name: str) -> None:
    """Refuse a picture that is too long on a side or has too many pixels, whatever its format."""
    now, asked = limits(), {"name": name, "width": width, "height": height}
    if max(width, height) > now.picture_side:
        most: float = now.picture_side
        said = tr("{name}: {width} × {height} pixels are not allowed; at most {most:,} on a side", **asked, most=most)
        raise PictureError(said)
    if width * height > (most := 1e6 * now.picture_megapixels):
        said = tr("{name}: {width} × {height} pixels are not allowed; at most {most:,.0f} in all", **asked, most=most)
        raise PictureError(said)


def _check_memory(needed: int, name: str) -> None:
    """Refuse a picture that takes too many bytes while it is decoded: in some formats a pixel takes far more."""
    most = limits().picture_decoded_mb
    if needed > 1e6 * most:
        raise PictureError(
            tr(
                "{name}: to read it takes {mb:,.0f} MB of memory; at most {most:g} are allowed. Make it smaller, or "
                "save it as a JPEG",
                name=name,
                mb=needed / 1e6,
                most=most,
            )
        )


def _small(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Return a picture's grey, at most 512 x 512, and how opaque it is if it says so."""
    factor = max(1, max(image.size) // (2 * _LARGEST))
    size = -(-image.width // factor), -(-image.height // factor)
    grey, opaque = Image.new("L", size), Image.new("L", size) if _may_be_transparent(image) else None
    rows = factor * max(1, _STRIP // factor)
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        place = (0, top // factor)
        if opaque is not None:
            strip = strip.convert("RGBA")
            opaque.paste(strip.getchannel("A").reduce(factor), place)
        grey.paste(_grey(strip).reduce(factor), place)
    grey.thumbnail((_LARGEST, _LARGEST))
    if opaque is not None:
        opaque.thumbnail((_LARGEST, _LARGEST))
    return grey, opaque


def _may_be_transparent(image: Image.Image) -> bool:
    return "A" in image.getbands() or ("transparency" in image.info and not image.mode.startswith("I"))


def _grey(strip: Image.Image) -> Image.Image:
    if strip.mode.startswith("I"):  # 16 bits, which Pillow would cut off at 255
        return Image.fromarray((np.asarray(strip).clip(0, 65_535) >> 8).astype(np.uint8))
    return strip.convert("L")


def _turned(small: Image.Image, orientation: int) -> np.ndarray:
    """Return the pixels the way up that the picture was taken: cameras store pictures as they were held."""
    return np.asarray(small.transpose(_TURNS[orientation]) if orientation in _TURNS else small)
