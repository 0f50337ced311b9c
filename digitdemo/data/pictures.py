"""Pictures from strangers to ink: what a file claims is checked before it costs memory or time."""

import io
import threading
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from digitdemo.texts import tr

_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP")
MOST_FILE_BYTES = 5_000_000  # its field allows so much; server.maxUploadSize in .streamlit/config.toml is larger
MOST_FILE_PIXELS = 25_000_000
_LARGEST = 512  # pixels of the longer side that are kept
_NOISE = 12.0  # of 255: paper is never of one colour
# A picture may take 100 MB while it is decoded, so one is decoded at a time.
_DECODING = threading.Lock()


class PictureError(ValueError):
    """Bytes that are not a picture which this program reads; the message says what is wrong and what is allowed."""


def read_picture_file(path: Path) -> np.ndarray:
    """Return the ink of a picture file, as `read_picture` does.

    Raises:
        PictureError: no such file, no picture, or one that is too large.
    """
    try:
        size = path.stat().st_size
        return read_picture(path.read_bytes() if size <= MOST_FILE_BYTES else b"", str(path), size)
    except OSError as error:
        raise PictureError(f"{path}: {'no such file' if not path.exists() else error.strerror}") from error


def read_picture(data: bytes, name: str, size: int | None = None) -> np.ndarray:
    """Return the ink of a picture, uint8 (height, width) of at most 512 x 512: 0 = paper, 255 = ink.

    Dark on light or light on dark is found out by itself, and so is how light falls on the paper. `name` begins every
    message; `size` is the size of the file in bytes if `data` is not all of it.

    Raises:
        PictureError: no picture, or one of more than 5 MB or 25 million pixels.
    """
    size = len(data) if size is None else size
    if size > MOST_FILE_BYTES:
        said = tr(
            "{name}: {size:,} bytes are not allowed; at most {most:,}", name=name, size=size, most=MOST_FILE_BYTES
        )
        raise PictureError(said)
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            if image.width * image.height > MOST_FILE_PIXELS:
                raise PictureError(
                    tr(
                        "{name}: {width} × {height} pixels are not allowed; at most {most:,} in all",
                        name=name,
                        width=image.width,
                        height=image.height,
                        most=MOST_FILE_PIXELS,
                    )
                )
            with _DECODING:
                image.draft("L", (_LARGEST, _LARGEST))  # lets the JPEG reader shrink while it decodes
                grey, opaque = _grey(image)
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        if isinstance(error, PictureError):
            raise
        said = tr(
            "{name}: not a picture that can be read; give a {formats} file", name=name, formats=", ".join(_FORMATS)
        )
        raise PictureError(said) from error
    # A transparent picture is ink in its opaque parts, whatever their colour.
    return np.rint(opaque).astype(np.uint8) if opaque is not None else _ink(grey)


def _grey(image: Image.Image) -> tuple[np.ndarray, np.ndarray | None]:
    """Return grey values, float32 (h, w), 0 to 255, and how opaque each pixel is if some are not."""
    image = ImageOps.exif_transpose(image)  # cameras store pictures as they were held
    image.thumbnail((_LARGEST, _LARGEST))
    if "A" in image.getbands() or "transparency" in image.info:
        opaque = np.asarray(image.convert("RGBA"), np.float32)[..., 3]
        if opaque.min() < 128:
            return opaque, opaque
    return np.asarray(image.convert("L"), np.float32), None


def _ink(grey: np.ndarray) -> np.ndarray:
    """Return ink on black: what differs from the paper around it, in the direction in which ink differs."""
    paper = _blurred(grey, np.ones_like(grey, bool))
    sign = 1.0 if ((grey - paper) ** 3).mean() > 0 else -1.0  # ink is the minority, and far from the paper
    for _ in range(2):  # the first guess at the paper has ink mixed in
        contrast = sign * (grey - paper)
        paper = _blurred(grey, contrast < max(0.25 * float(contrast.max()), _NOISE))
    contrast = sign * (grey - paper)
    if contrast.max() < _NOISE:
        return np.zeros(grey.shape, np.uint8)
    # Ink takes away a share of the light that falls on the paper, and that light is not the same everywhere.
    ink = contrast / np.maximum(255 - paper if sign > 0 else paper, 32)
    lines = ink[contrast >= max(0.5 * float(contrast.max()), _NOISE)]
    strongest = float(np.median(lines))
    # What has less than a third of the ink's strength is paper, too: shadows, folds, ruled lines.
    return np.rint(np.clip((ink / strongest - 0.35) / 0.4, 0, 1) * 255).astype(np.uint8)


def _blurred(grey: np.ndarray, paper: np.ndarray) -> np.ndarray:
    """Return the mean grey of the `paper` around each pixel, which leaves out what is not paper."""
    radius = max(grey.shape) // 8 + 1
    weight = _box_mean(paper.astype(np.float64), radius)
    everywhere = float(grey[paper].mean()) if paper.any() else float(grey.mean())
    around = _box_mean(np.where(paper, grey, 0.0), radius) / np.maximum(weight, 0.02)
    return np.where(weight > 0.02, around, everywhere)


def _box_mean(values: np.ndarray, radius: int) -> np.ndarray:
    """Return the mean over the square of that radius around each pixel; beyond the border is its mirror image."""
    side = 2 * radius + 1
    for axis in (0, 1):
        padding = [(0, 0), (0, 0)]
        padding[axis] = (radius + 1, radius)
        mode = "symmetric" if values.shape[axis] > radius else "edge"
        sums = np.pad(values, padding, mode).cumsum(axis)  # type: ignore[call-overload]
        upper, lower = [slice(None)] * 2, [slice(None)] * 2
        upper[axis], lower[axis] = slice(side, None), slice(None, -side)
        values = (sums[tuple(upper)] - sums[tuple(lower)]) / side
    return values
