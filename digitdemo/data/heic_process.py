"""The process in which a HEIC photo is decoded: `python -m digitdemo.data.heic_process`.

Standard input has the file, standard output gets a PNG of its grey. All pixels of such a photo are in memory at once,
72 MB of 12 megapixels; and its decoder is a large one for strangers' bytes. So whatever goes wrong ends this process
alone, which may use little memory and time.
"""

from __future__ import annotations

import sys

from PIL import Image

from digitdemo.confined import confine
from digitdemo.data.small_grey import small_grey, strips_of

MOST_MEMORY = 300_000_000  # bytes: with a photo of 24 megapixels it has 190 MB
MOST_SECONDS = 10  # of one core
MOST_PIXELS = 25_000_000


def _grey(data: bytes) -> Image.Image:
    """Return the photo's grey, at most 512 x 512, the way up that it was taken.

    Raises:
        ValueError: it has too many pixels; the decoder raises what it likes.
    """
    import pillow_heif  # type: ignore[import-not-found, unused-ignore]  # where it is not installed nobody asks

    pillow_heif.options.THUMBNAILS = pillow_heif.options.DEPTH_IMAGES = pillow_heif.options.AUX_IMAGES = False
    pillow_heif.options.DECODE_THREADS = 1
    file = pillow_heif.open_heif(data, convert_hdr_to_8bit=True)
    if file.size[0] * file.size[1] > MOST_PIXELS:
        raise ValueError("too many pixels")
    image = Image.frombuffer(file.mode, file.size, file.data, "raw", file.mode, file.stride, 1)
    return small_grey(image.size, strips_of(image))[0]


def main() -> None:
    """Decode the photo on standard input."""
    confine(seconds=MOST_SECONDS, data=MOST_MEMORY)
    _grey(sys.stdin.buffer.read()).save(sys.stdout.buffer, "PNG")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
