"""Pictures from strangers to ink: what a file or a canvas message claims is checked before it costs memory or time."""

import base64
import binascii
import io
import struct
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_DATA_URL = "data:image/png;base64,"
_HEADER_END = 33  # signature 8, then the header's chunk: length 4, name 4, content 13, checksum 4
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP")
MOST_FILE_BYTES = 10_000_000
MOST_FILE_PIXELS = 20_000_000


class PictureError(ValueError):
    """Bytes that are not a picture which this program reads; the message says what is wrong and what is allowed."""


def read_canvas_png(message: str, width: int, height: int) -> np.ndarray:
    """Return the ink of a canvas message, uint8 (height, width): its alpha channel, 0 = paper, 255 = ink.

    `message` is the data URL that a browser's `canvas.toDataURL()` makes: an 8-bit RGBA PNG whose background is
    transparent. Length, signature, width, height and format are checked before anything is decompressed; the
    component's own decoder can be made to take gigabytes.

    Raises:
        PictureError: the message is anything else.
    """
    # A PNG of noise is a little larger than its pixels; base64 makes 4 characters of 3 bytes.
    most = len(_DATA_URL) + (4 * width * height + height + 10_000) * 4 // 3
    if not isinstance(message, str) or not message.startswith(_DATA_URL):
        raise PictureError(f"drawing: not a PNG data URL; it has to begin with {_DATA_URL}")
    if len(message) > most:
        raise PictureError(f"drawing: {len(message):,} characters are not allowed; at most {most:,}")
    try:
        png = base64.b64decode(message[len(_DATA_URL) :], validate=True)
    except (binascii.Error, ValueError):
        raise PictureError("drawing: not base64") from None
    return np.ascontiguousarray(_decode(_pixels_only(png, width, height))[:, :, 3])


def _pixels_only(png: bytes, width: int, height: int) -> bytes:
    """Check the header of `png` and return it with nothing but that one header and its pixels."""
    if not png.startswith(_PNG_SIGNATURE) or png[8:16] != b"\0\0\0\x0dIHDR" or len(png) < _HEADER_END:
        raise PictureError("drawing: not a PNG")
    found = struct.unpack(">IIBBBBB", png[16:29])
    if found[:2] != (width, height):
        raise PictureError(f"drawing: {found[0]} x {found[1]} pixels are not allowed; it has to be {width} x {height}")
    if found[2:] != (8, 6, 0, 0, 0):
        raise PictureError("drawing: not an 8-bit RGBA PNG without interlacing")
    kept, position = [png[:_HEADER_END]], _HEADER_END
    while position < len(png):
        end = position + 12 + int.from_bytes(png[position : position + 4], "big")
        # Not another header, which would count instead of the checked one, nor texts and profiles, which can be bombs.
        if png[position + 4 : position + 8] in (b"IDAT", b"IEND"):
            kept.append(png[position:end])
        position = end
    return b"".join(kept)


def _decode(png: bytes) -> np.ndarray:
    try:
        with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
            return np.asarray(image)
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError) as error:
        raise PictureError(f"drawing: a damaged PNG ({error})") from error


def read_picture_file(path: Path) -> np.ndarray:
    """Return the ink of a picture file, uint8 (height, width): dark on light or light on dark, found out by itself.

    Raises:
        PictureError: no such file, no picture, or one of more than 10 MB or 20 million pixels.
    """
    try:
        size = path.stat().st_size
        if size > MOST_FILE_BYTES:
            raise PictureError(f"{path}: {size:,} bytes are not allowed; at most {MOST_FILE_BYTES:,}")
        with Image.open(path, formats=_FORMATS) as image:
            if image.width * image.height > MOST_FILE_PIXELS:
                found = f"{image.width} x {image.height} pixels"
                raise PictureError(f"{path}: {found} are not allowed; at most {MOST_FILE_PIXELS:,} in all")
            image.draft("L", (1024, 1024))  # lets the JPEG reader shrink while it decodes
            return _ink(_on_paper(image))
    except (OSError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else "not a picture that can be read"
        raise PictureError(f"{path}: {reason}; give a {', '.join(_FORMATS)} file") from error


def _on_paper(image: Image.Image) -> np.ndarray:
    """Return grey values as float32 (h, w); a transparent picture is taken as ink in its opaque parts."""
    image.thumbnail((1024, 1024))
    if "A" in image.getbands() or "transparency" in image.info:
        rgba = np.asarray(image.convert("RGBA"), np.float32)
        if rgba[..., 3].min() < 128:
            return 255 - rgba[..., 3]
    return np.asarray(image.convert("L"), np.float32)


def _ink(grey: np.ndarray) -> np.ndarray:
    """Return ink on black: what differs from the paper, which is the median of the picture's border."""
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    paper = float(np.median(border))
    ink = paper - grey if paper > 127 else grey - paper
    # Paper is never of one colour: what differs by less than a fifth of the strongest ink is paper, too.
    ink = np.where(ink > max(0.2 * float(ink.max()), 8.0), ink, 0.0)
    return np.rint(ink * (255.0 / ink.max())).astype(np.uint8) if ink.max() > 0 else np.zeros(grey.shape, np.uint8)
