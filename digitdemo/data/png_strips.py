"""A PNG file in strips: Pillow decodes one whole, and a scanned page in colour takes it 140 MB.

The rows are inflated a few at a time. Each few are handed to Pillow as a PNG file of their own, before which stands the
last row of those before them: a row is written as what differs from the one above it.
Source: w3.org/TR/png-3, sections 7.2, 9 and 10.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

PNG = b"\x89PNG\r\n\x1a\n"
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # of a pixel, by the kind of its colours
_BLOCK = 65_535  # bytes at most of a block that is stored as it is
_NO_CHECKSUM = bytes(4)
_SLICE = 65_536  # bytes that are inflated at a time: zlib copies what it has not come to yet


@dataclass(frozen=True)
class PngParts:
    """A PNG file taken apart: what its header says, 13 bytes; its chunks of colours, whole; and the deflated pixels."""

    header: bytes
    colours: bytes
    pixels: Sequence[bytes | memoryview]

    @property
    def size(self) -> tuple[int, int]:
        """Return its width and height in pixels."""
        width, height = struct.unpack_from(">II", self.header)
        return width, height

    @property
    def bytes_per_pixel(self) -> int:
        """Return the bytes of a pixel, or 0 of a file that Pillow has to decode whole.

        Those are interlaced ones, and those with another depth than eight bits: what Pillow makes of these is not what
        is in the file.
        """
        depth, kind, packing, filtering, interlaced = self.header[8:]
        return _SAMPLES.get(kind, 0) if (depth, packing, filtering, interlaced) == (8, 0, 0, 0) else 0

    def strips(self, rows: int) -> Iterator[Image.Image]:
        """Yield the picture from top to bottom, `rows` rows at a time, the last one with what is left.

        Raises:
            OSError: there are fewer rows than the header says.
            zlib.error: the pixels are damaged.
        """
        width, height = self.size
        size = 1 + width * self.bytes_per_pixel
        inflated = _inflated(self.pixels, size * rows)
        above = b""
        for top in range(0, height, rows):
            few = min(rows, height - top)
            strip = self._strip(width, above, next(inflated, b"")[: few * size], few)
            above = b"\0" + strip.crop((0, few - 1, width, few)).tobytes()
            yield strip

    def file(self) -> bytes:
        """Return the parts as a file, with nothing else in it; Pillow does not ask for its pixels' checksum."""
        head = struct.pack(">I", sum(map(len, self.pixels))) + b"IDAT"
        begin = PNG + png_chunk(b"IHDR", self.header) + self.colours + head
        return b"".join([begin, *self.pixels, _NO_CHECKSUM, png_chunk(b"IEND", b"")])

    def _strip(self, width: int, above: bytes, packed: bytes, rows: int) -> Image.Image:
        """Return `rows` rows as Pillow decodes them; `above` is the row above them as it is, if there is one."""
        first = 1 if above else 0
        if len(packed) < rows * (1 + width * self.bytes_per_pixel):
            raise OSError("a PNG file that is cut short")
        header = struct.pack(">II", width, rows + first) + self.header[8:]
        file = PngParts(header, self.colours, _stored([above, packed])).file()
        with Image.open(io.BytesIO(file), formats=("PNG",)) as image:
            image.load()
            return image.crop((0, first, width, rows + first))


def png_chunk(kind: bytes, content: bytes) -> bytes:
    """Return a chunk of a PNG file."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(content, zlib.crc32(kind)))


def _stored(rows: Sequence[bytes]) -> list[bytes | memoryview]:
    """Return rows as the begin of a zlib stream without compression, which Pillow reads until it has all rows.

    To end it takes a checksum of all, and so zlib's own way to do this takes longer.
    Source: RFC 1950, section 2.2; RFC 1951, section 3.2.4.
    """
    parts: list[bytes | memoryview] = [b"\x78\x01"]
    for some in rows:
        for at in range(0, len(some), _BLOCK):
            block = memoryview(some)[at : at + _BLOCK]
            parts += [struct.pack("<BHH", 0, len(block), len(block) ^ 0xFFFF), block]
    return parts


def _inflated(pixels: Sequence[bytes | memoryview], size: int) -> Iterator[bytes]:
    """Yield what is deflated in `pixels`, `size` bytes at a time, the last ones fewer."""
    inflate, have = zlib.decompressobj(), bytearray()
    for packed in (some[at : at + _SLICE] for some in pixels for at in range(0, len(some), _SLICE)):
        while packed:
            have += inflate.decompress(packed, size - len(have))
            packed = inflate.unconsumed_tail
            if len(have) == size:
                yield bytes(have)
                have.clear()
        if inflate.eof:
            break
    rest = bytes(have + inflate.flush())
    yield from (rest[at : at + size] for at in range(0, len(rest), size))
