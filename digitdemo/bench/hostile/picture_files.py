"""Picture files of all formats, and such as claim another size than they have."""

from __future__ import annotations

import functools
import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw

_BLOCK = bytes(1_000_000)

SAVED: dict[str, tuple[str, str, dict[str, Any]]] = {  # by name: mode, format, options
    "png": ("L", "PNG", {}),
    "png, colours": ("RGB", "PNG", {}),
    "png, transparent": ("RGBA", "PNG", {}),
    "png, palette": ("P", "PNG", {"transparency": 0}),
    "png, 16 bits": ("I;16", "PNG", {}),
    "png, 1 bit": ("1", "PNG", {}),
    "png, frames": ("RGB", "PNG", {"save_all": True}),
    "jpeg": ("L", "JPEG", {}),
    "jpeg, progressive": ("RGB", "JPEG", {"progressive": True}),
    "jpeg, CMYK": ("CMYK", "JPEG", {}),
    "jpeg, turned": ("RGB", "JPEG", {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0"}),
    "gif": ("P", "GIF", {}),
    "gif, frames": ("P", "GIF", {"save_all": True, "transparency": 0}),
    "bmp": ("RGB", "BMP", {}),
    "bmp, palette": ("P", "BMP", {}),
    "webp": ("RGB", "WEBP", {}),
    "webp, lossless": ("RGBA", "WEBP", {"lossless": True}),
    "webp, frames": ("RGB", "WEBP", {"save_all": True}),
    "tiff": ("RGB", "TIFF", {}),
    "ico": ("RGBA", "ICO", {}),
    "ppm": ("RGB", "PPM", {}),
    "tga": ("RGB", "TGA", {}),
    "pcx": ("L", "PCX", {}),
    "pdf": ("RGB", "PDF", {}),
    "eps": ("RGB", "EPS", {}),
    "icns": ("RGBA", "ICNS", {}),
}


@functools.cache
def saved(name: str) -> bytes:
    """Return a small picture with a line on it, as `SAVED` says."""
    mode, kind, options = SAVED[name]
    drawn = Image.new("L", (40, 30), 230)
    ImageDraw.Draw(drawn).line([(8, 5), (30, 5), (15, 25)], fill=20, width=3)
    picture = drawn.convert("RGB").convert(mode) if mode != "I;16" else drawn.convert("I").convert(mode)
    if options.get("save_all"):
        options = {**options, "append_images": [picture.transpose(Image.Transpose.ROTATE_180)] * 3}
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def png(width: int, height: int, depth: int = 8, colour: int = 0, *, interlaced: int = 0, share: float = 1.0) -> bytes:
    """Return a PNG file of that size, all black, of which a `share` of the pixels is there."""
    bits = width * depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(colour, 1)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    palette = _chunk(b"PLTE", bytes(768)) if colour == 3 else b""
    pixels = zeros(int((bits // 8 + 1 + (bits % 8 > 0)) * height * share))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + palette + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def with_chunk(file: bytes, name: bytes, content: bytes) -> bytes:
    """Return a PNG file with one more chunk behind its header."""
    return file[:33] + _chunk(name, content) + file[33:]


@functools.lru_cache(maxsize=50)
def zeros(count: int) -> bytes:
    """Return so many zeros, deflated: a thousandth of that."""
    packing = zlib.compressobj(9)
    whole, rest = divmod(count, len(_BLOCK))
    return b"".join([packing.compress(_BLOCK) for _ in range(whole)]) + packing.compress(bytes(rest)) + packing.flush()


def bmp(width: int, height: int, bits: int, packed: int = 0, pixels: bytes = b"") -> bytes:
    """Return a BMP file that claims that size, its bits a pixel, and how its pixels are packed."""
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, packed, len(pixels), 0, 0, 0, 0)
    palette = bytes(1024) if bits <= 8 else b""
    start = 14 + len(info) + len(palette)
    return struct.pack("<2sIHHI", b"BM", start + len(pixels), 0, 0, start) + info + palette + pixels


def gif(width: int, height: int, frames: int = 1, size: tuple[int, int] = (1, 1)) -> bytes:
    """Return a GIF file that claims that size, with frames of another."""
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, *size, 0) + b"\x02\x02\x4c\x01\0"
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6) + frame * frames + b"\x3b"


def webp(width: int, height: int) -> bytes:
    """Return a lossless WebP file of that size, up to 16,384 a side, of one colour: some 34 bytes."""
    size = (width - 1) & 0x3FFF | ((height - 1) & 0x3FFF) << 14
    content = b"\x2f" + struct.pack("<I", size) + b"\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0"
    chunk = b"VP8L" + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def claiming(name: str, width: int, height: int) -> bytes:
    """Return a saved JPEG, GIF or PNG file whose header claims another size."""
    file = bytearray(saved(name))
    if name.startswith("png"):
        struct.pack_into(">II", file, 16, width, height)
        struct.pack_into(">I", file, 29, zlib.crc32(file[12:29]))
    elif name.startswith("gif"):
        struct.pack_into("<HH", file, 6, width & 0xFFFF, height & 0xFFFF)
    else:
        for mark in (b"\xff\xc0", b"\xff\xc2"):
            if (place := file.find(mark)) >= 0:
                struct.pack_into(">HH", file, place + 5, height & 0xFFFF, width & 0xFFFF)
    return bytes(file)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
