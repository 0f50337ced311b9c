"""A picture's file reduced to the picture, before anybody parses the rest of it.

Pillow reads what is hung onto a picture as soon as it opens it: an EXIF directory of 64 kB whose entries overlap is
300 MB, text chunks are 64 MB, a million empty parts take seconds. None of that is needed but which way is up.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from digitdemo.data.png_strips import PNG, PngParts, png_chunk

_MOST_PARTS = 10_000  # chunks, segments or blocks; a PNG of 5 MB in pieces of 8 kB has 600
_MOST_BLOCKS = 100_000  # a GIF has 255 bytes in each
_MOST_SCANS = 64  # of a progressive JPEG; encoders make about ten
BYTES_OF_WEBP = 16  # for a pixel: libwebp's frame, the one before it, what Python gets of it, and room to decode
_GIF, _JPEG, _RIFF = (b"GIF87a", b"GIF89a"), b"\xff\xd8", b"RIFF"
_ORIENTATION = 0x0112  # EXIF's tag


@dataclass(frozen=True)
class BareFile:
    """A file with nothing but the picture: how it is to be turned, 1 to 8 as EXIF counts, and what decoding it takes.

    `held` is bytes that the decoder needs beside the pixels; some of it as soon as the file is opened. `png` is a PNG
    file in parts, which can be decoded strip by strip; then `data` is empty.
    """

    data: bytes
    orientation: int = 1
    held: int = 0
    png: PngParts | None = None


def bare_file(data: bytes) -> BareFile:
    """Return the file of a picture without what is hung onto it; of a format with nothing to leave out, the same.

    Raises:
        ValueError: it is no such file, or is in far too many parts.
    """
    try:
        if data.startswith(PNG):
            return _bare_png(data)
        if data.startswith(_GIF):
            return BareFile(_bare_gif(data))
        if data.startswith(_JPEG):
            return _bare_jpeg(data)
        if data.startswith(_RIFF) and data[8:12] == b"WEBP":
            return BareFile(data, held=BYTES_OF_WEBP * _pixels_of_webp(data))
    except IndexError as error:
        raise ValueError("the file is cut short") from error
    return BareFile(data)


def orientation_of(exif: bytes) -> int:
    """Return how EXIF says that a picture is to be turned, 1 to 8; 1, not at all, where it does not say so."""
    exif = exif.removeprefix(b"Exif\0\0")
    order = {b"II": "little", b"MM": "big"}.get(exif[:2])

    def number(at: int, size: int) -> int:
        return int.from_bytes(exif[at : at + size], order)  # type: ignore[arg-type]

    if order is None:
        return 1
    first = number(4, 4) + 2
    for entry in range(first, first + 12 * min(number(first - 2, 2), 500), 12):
        if number(entry, 2) == _ORIENTATION:
            found = number(entry + 8, 2)
            return found if 1 <= found <= 8 else 1
    return 1


def _bare_png(data: bytes) -> BareFile:
    """Source: w3.org/TR/png-3, section 5."""
    view, at, orientation = memoryview(data), 8, 1
    kept: dict[bytes, bytes] = {}
    image: list[memoryview] = []
    for _ in range(_MOST_PARTS):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        content = view[at + 8 : at + 8 + size]
        at += 12 + size
        if kind in (b"IHDR", b"PLTE", b"tRNS"):
            kept.setdefault(kind, bytes(content[:1024]))  # none needs more
        elif kind == b"IDAT":
            image.append(content)
        elif kind == b"eXIf":
            orientation = orientation_of(bytes(content[:65_536]))
        elif kind in (b"IEND", b""):
            break
    else:
        raise ValueError("a PNG file in too many chunks")
    header = kept.pop(b"IHDR", b"")
    if len(header) != 13:
        raise ValueError("a PNG file without a header")
    parts = PngParts(header, b"".join(png_chunk(*one) for one in kept.items()), tuple(image))
    if 0 in parts.size:
        raise ValueError("a PNG file without pixels")
    if not parts.bytes_per_pixel:
        return BareFile(parts.file(), orientation)
    return BareFile(b"", orientation, png=parts)


def _bare_gif(data: bytes) -> bytes:
    """Return the first frame. Source: w3.org/Graphics/GIF/spec-gif89a.txt, sections 17 to 26."""
    at = 13 + _table(data[10])
    head, control = data[:at], b""
    for _ in range(_MOST_PARTS):
        match data[at]:
            case 0x2C:  # the image
                end = _end_of_blocks(data, at + 10 + _table(data[at + 9]) + 1)
                return head + control + data[at:end] + b";"
            case 0x21:  # an extension
                end = _end_of_blocks(data, at + 2)
                if data[at + 1] == 0xF9 and end - at == 8:  # which colour is transparent
                    control = data[at : at + 3] + bytes([data[at + 3] & 1]) + data[at + 4 : end]
                at = end
            case _:
                break
    raise ValueError("a GIF file without an image, or with too much before it")


def _table(flags: int) -> int:
    """Return how many bytes of colours follow these flags."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _end_of_blocks(data: bytes, at: int) -> int:
    for _ in range(_MOST_BLOCKS):
        if at >= len(data):
            return len(data)  # cut short, as the decoder will find
        size = data[at]
        at += 1 + size
        if size == 0:
            return at
    raise ValueError("a GIF file in too many blocks")


def _bare_jpeg(data: bytes) -> BareFile:
    """Source: ITU-T T.81, annex B."""
    kept, at, orientation, frame = [_JPEG], 2, 1, b""
    for _ in range(_MOST_PARTS):
        marker = data[at + 1]
        if data[at] != 0xFF:
            break
        if marker == 0xFF:  # fills up
            at += 1
            continue
        part = data[at : at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")]
        if marker == 0xDA:  # the first scan
            end = end + 2 if (end := data.find(b"\xff\xd9", at)) >= 0 else len(data)
            if data.count(b"\xff\xda", at, end) > _MOST_SCANS:
                break
            image = memoryview(data)[at:end]
            return BareFile(b"".join([*kept, image]), orientation, _coefficients(frame, scanned=part[4]))
        if marker == 0xE1 and part[4:10] == b"Exif\0\0":
            orientation = orientation_of(part[4:])
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # the frame
            if marker not in (0xC0, 0xC1, 0xC2, 0xC9, 0xCA):  # without loss, or in levels
                break
            frame = frame or part
            kept.append(part)
        elif not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):  # applications' own, comments
            kept.append(part)
        at += len(part)
    raise ValueError("a JPEG file of a kind that is not read, or in too many parts")


def _coefficients(frame: bytes, scanned: int) -> int:
    """Return the bytes of all coefficients of a frame that comes in several scans; of others few are held at a time."""
    height, width, count = int.from_bytes(frame[5:7], "big"), int.from_bytes(frame[7:9], "big"), frame[9]
    if frame[1] not in (0xC2, 0xCA) and scanned == count:
        return 0
    across = [max(1, frame[11 + 3 * each] >> 4) for each in range(count)]
    down = [max(1, frame[11 + 3 * each] & 15) for each in range(count)]
    return sum(
        128 * math.ceil(width * h / max(across) / 8) * math.ceil(height * v / max(down) / 8)
        for h, v in zip(across, down, strict=True)
    )


def _pixels_of_webp(data: bytes) -> int:
    """Return how many pixels there are, whatever kind it is. Source: RFC 9649, sections 2.5 to 2.7 and 3.4."""

    def number(at: int, size: int) -> int:
        return int.from_bytes(data[at : at + size], "little")

    match data[12:16]:
        case b"VP8X":
            return (number(24, 3) + 1) * (number(27, 3) + 1)
        case b"VP8L":
            return ((number(21, 4) & 0x3FFF) + 1) * ((number(21, 4) >> 14 & 0x3FFF) + 1)
        case b"VP8 ":
            return (number(26, 2) & 0x3FFF) * (number(28, 2) & 0x3FFF)
    raise ValueError("a WebP file of no kind that there is")
