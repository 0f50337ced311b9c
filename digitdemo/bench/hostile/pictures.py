"""Pictures: of every format, damaged, larger than they are, and as large as they may be."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from digitdemo.bench.hostile import picture_files as files
from digitdemo.bench.hostile.kind import Kind
from digitdemo.bench.hostile.mutations import damaged
from digitdemo.bench.hostile.telling import tell_apart
from digitdemo.data.picture_input import input_of_picture
from digitdemo.data.pictures import PictureError, open_picture
from digitdemo.data.strokes import draw_strokes
from digitdemo.data.templates import scribble

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_MOST_GENERATED = 3_000_000  # pixels of one that is generated: the large ones are made by hand


def read(file: bytes) -> None:
    """Read a picture as the Play page does."""
    if (found := input_of_picture(open_picture(file, "picture.png"), tell_apart=tell_apart)) is None:
        raise PictureError("the picture is empty")
    assert all(digit.image.shape == (28, 28) for digit in found.each)


def _as(kind: str, picture: Image.Image, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def _scribbles() -> Image.Image:
    """Return a page of as many scribbles as there may be digits: digits that touch are looked for in the widest."""
    rng, strokes = np.random.default_rng(0), []
    for row, column in np.ndindex(3, 4):
        place = np.array((250 * column, 250 * row))
        strokes += [np.multiply(stroke, (2.2, 1.6)) + place for stroke in scribble(rng)]
    return Image.fromarray(255 - draw_strokes(strokes, 9, 1000, 750))


def _hand_made() -> dict[str, bytes]:
    square = (5000, 5000)
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 256, (1500, 1500), np.uint8))
    turned = Image.Exif()
    turned[0x112] = 6
    return {
        "png, twelve scribbles": _as("PNG", _scribbles()),
        "png, one column": files.png(1, 25_000_000),
        "png, one row": files.png(25_000_000, 1),
        "png, square": files.png(*square),
        "png, square, 64 bits a pixel": files.png(*square, 16, 6),
        "png, square, interlaced": files.png(*square, 8, 2, interlaced=1),
        "png, square, no pixels": files.png(*square, 8, 6, share=0),
        "png, square, half of its pixels": files.png(*square, 8, 6, share=0.5),
        "png, square, palette": files.png(*square, 8, 3),
        "png, a large side": files.png(10_001, 10),
        "png, text that unpacks": files.with_chunk(files.saved("png"), b"zTXt", b"a\0\0" + files.zeros(60_000_000)),
        "png, profile that unpacks": files.with_chunk(files.saved("png"), b"iCCP", b"a\0\0" + files.zeros(60_000_000)),
        "png, thousands of chunks": files.with_chunk(files.saved("png"), b"tEXt", b"a\0" + b"b" * 1_000_000),
        "webp, square": files.webp(4999, 4999),
        "webp, as wide as can be": files.webp(16_383, 1500),
        "jpeg, square": _as("JPEG", Image.new("L", square)),
        "jpeg, square, progressive": _as("JPEG", Image.new("RGB", square), progressive=True),
        "jpeg, square, CMYK": _as("JPEG", Image.new("CMYK", square)),
        "jpeg, square, turned": _as("JPEG", Image.new("RGB", square), exif=turned),
        "jpeg, noise": _as("JPEG", noise, quality=95),
        "bmp, square, one bit": files.bmp(*square, 1, 0, bytes(5000 * 628)),
        "bmp, square, packed": files.bmp(*square, 8, 1, b"\xff\0" * 100_000),
        "bmp, square, no pixels": files.bmp(*square, 24),
        "bmp, turned over": files.bmp(1000, -1000, 32, 0, bytes(4_000_000)),
        "gif, square": files.gif(*square),
        "gif, square, one frame as large": files.gif(*square, size=square),
        "gif, thousands of frames": files.gif(*square, frames=5000),
        "gif, frame beyond its size": files.gif(10, 10, size=(65_535, 65_535)),
        "too many bytes": bytes(8_000_001),
        "as many bytes as are allowed": files.saved("png") + bytes(7_990_000),
        "heic, nothing but its name": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        "tiff": files.saved("tiff"),
        "nothing": b"",
    }


def _generated() -> SearchStrategy[bytes]:
    from hypothesis import strategies as st

    names = st.sampled_from(sorted(files.SAVED))
    sides = st.sampled_from((0, 1, 2, 27, 28, 512, 513, 4096, 10_000, 16_383, 65_535, 2**31 - 1)) | st.integers(1, 5000)
    kinds = st.sampled_from([(8, 0), (16, 0), (1, 0), (8, 2), (16, 2), (8, 3), (1, 3), (8, 4), (8, 6), (16, 6), (3, 9)])

    def png(width: int, height: int, kind: tuple[int, int], interlaced: int, share: float) -> bytes:
        depth, colour = kind
        fits = width * height <= _MOST_GENERATED
        return files.png(width, height, depth, colour, interlaced=interlaced, share=share if fits else 0)

    bits = st.sampled_from((0, 1, 4, 8, 16, 24, 32, 64))
    packed = st.builds(lambda some, times: (some * times)[:500_000], st.binary(max_size=20), st.integers(0, 50_000))
    size = st.tuples(st.integers(0, 0xFFFF), st.integers(0, 0xFFFF))
    made = (
        st.builds(png, sides, sides, kinds, st.integers(0, 2), st.sampled_from((0, 0.5, 1, 1.1)))
        | st.builds(files.bmp, sides, st.integers(-5000, 5000), bits, st.integers(0, 6), packed)
        | st.builds(files.gif, st.integers(0, 0xFFFF), st.integers(0, 0xFFFF), st.integers(0, 50), size)
        | st.builds(files.webp, st.integers(1, 5000), st.integers(1, 1500))
        | st.builds(files.claiming, st.sampled_from([name for name in files.SAVED if name[:3] in _CLAIM]), sides, sides)
    )
    whole = names.map(files.saved) | made
    spliced = st.builds(lambda one, other, cut: one[:cut] + other[cut:], whole, whole, st.integers(0, 300))
    return made | damaged(whole) | damaged(names.map(files.saved)) | spliced | st.binary(max_size=300)


_CLAIM = ("png", "gif", "jpe")

KIND = Kind(
    read=read,
    refusals=(PictureError,),
    ordinary=lambda: files.saved("png"),
    hand_made=_hand_made,
    generated=_generated,
    weight=0.2,
)
