"""No picture costs more than 50 MB or a second, whatever its file claims: measured in a process of its own."""

import functools
import io
import json
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitdemo.system import PROJECT

MOST_MB, MOST_SECONDS = 50, 1

# Says of each file of its arguments what has come of it, at how many MB above what was held, in how many seconds.
READS = """
import ctypes, json, sys, time
from pathlib import Path
from digitdemo.data.pictures import PictureError, read_picture
from digitdemo.system import give_memory_back
import numpy, PIL.Image

def held(what):
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(what)).split()[1]) * 1024 / 1e6

give_memory_back()
PIL.Image.init()
found = {}
for path in map(Path, sys.argv[1:]):
    data, said = path.read_bytes(), "read"
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")
    before, begin = held("VmRSS"), time.process_time()
    try:
        read_picture(data, "it")
    except PictureError as error:
        said = str(error)
    found[path.name] = said, held("VmHWM") - before, time.process_time() - begin
print(json.dumps(found))
"""


def saved(image: Image.Image, format_: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format_, **options)
    return buffer.getvalue()


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, bits: int, colours: int, *more: bytes, interlaced: bool = False) -> bytes:
    """Return a black PNG; `colours` is 0 for grey, 2 for RGB, 3 for a palette, 4 for grey and opaque, 6 for RGBA."""
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colours]
    rows = bytes(height * (1 + -(-width * bits * samples // 8)) + (8 * height if interlaced else 0))
    header = struct.pack(">IIBBBBB", width, height, bits, colours, 0, 0, int(interlaced))
    palette = chunk(b"PLTE", bytes(3 * 256)) if colours == 3 else b""
    parts = (chunk(b"IHDR", header), palette, *more, chunk(b"IDAT", zlib.compress(rows, 1)), chunk(b"IEND"))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@functools.cache
def noisy_photo() -> Image.Image:
    """Return a grey photo of 12 MP with a camera's noise, whose file is larger for it."""
    light = np.linspace(120, 230, 4000)[np.newaxis, :, np.newaxis]
    noisy = light + np.random.default_rng(0).normal(0, 9, (3000, 4000, 1))
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8).repeat(3, 2))


def scan(mode: str, noise: int) -> Image.Image:
    """Return an A4 page of 600 dpi, with noise on a part of it that makes the file as large as may be."""
    page = np.full((7016, 4960, len(mode)), 235, np.uint8)
    page[:noise] = np.random.default_rng(0).integers(225, 245, page[:noise].shape, np.uint8)
    page[3000:3400, 2000:2040] = 20
    return Image.fromarray(page.squeeze(), mode)


def webp_of_nothing(width: int, height: int) -> bytes:
    """Return a WebP without loss in one colour: five prefix codes of one symbol each are all its data."""
    bits = (width - 1) | (height - 1) << 14
    image = b"\x2f" + struct.pack("<I", bits) + struct.pack("<I", 0b0001_0001_0001_0001_0001_000)
    body = b"WEBPVP8L" + struct.pack("<I", len(image)) + image + b"\0"
    return b"RIFF" + struct.pack("<I", len(body)) + body


def overlapping_exif(size: int) -> bytes:
    """Return an EXIF directory of `size` bytes, each of whose entries is nearly all of it."""
    entries = (size - 100) // 12
    one = [struct.pack("<HHII", tag, 7, size - 20, 8) for tag in range(1, min(entries, 60_000))]
    return (b"II*\0" + struct.pack("<IH", 8, len(one)) + b"".join(one)).ljust(size, b"\0")


@functools.cache
def photo(width: int, height: int, mode: str = "RGB") -> Image.Image:
    rng = np.random.default_rng(0)
    small = rng.integers(0, 255, (height // 8, width // 8, len(mode)), np.uint8)
    return Image.fromarray(small, mode).resize((width, height))


def segments(jpeg: bytes, *more: bytes) -> bytes:
    """Return a JPEG with more segments at its beginning."""
    return jpeg[:2] + b"".join(segment(one) for one in more) + jpeg[2:]


def segment(content: bytes) -> bytes:
    """Return a segment whose kind is the first byte of its content."""
    return b"\xff" + content[:1] + struct.pack(">H", len(content) + 1) + content[1:]


def in_parts(count: int) -> bytes:
    """Return a JPEG with so many empty comments at its beginning."""
    jpeg = saved(SMALL, "JPEG")
    return jpeg[:2] + segment(b"\xfe") * count + jpeg[2:]


def moving(width: int, height: int, times: int) -> bytes:
    """Return a GIF whose small frames come so many times."""
    first, small = (
        saved(Image.new("P", (width, height)), "GIF"),
        saved(FRAMES[0], "GIF", save_all=True, append_images=FRAMES),
    )
    frames = small[13 + (3 << (small[10] & 7) + 1) : -1]
    return first[:-1] + frames * times + first[-1:]


def gif(width: int, height: int, *before: bytes) -> bytes:
    """Return a GIF with more blocks before its image."""
    image = saved(Image.new("P", (width, height)), "GIF")
    start = 13 + (3 << (image[10] & 7) + 1)
    return image[:start] + b"".join(before) + image[start:]


def bmp(width: int, height: int, bits: int, compression: int, body: bytes) -> bytes:
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, compression, len(body), 0, 0, 0, 0)
    colours = bytes(4 << bits) if bits <= 8 else b""
    start = 14 + len(header) + len(colours)
    return b"BM" + struct.pack("<IHHI", start + len(body), 0, 0, start) + header + colours + body


SMALL = Image.new("RGB", (300, 300), "white")
NOISE = np.random.default_rng(0).integers(0, 255, (1250, 1250, 3), np.uint8)
FRAMES = [Image.new("RGB", (64, 64), (number % 256, 0, 0)) for number in range(300)]

# What is to be read, though it may come near what is allowed; the others are to be refused.
READ: dict[str, Callable[[], bytes]] = {
    "rgba of 26 MP.png": lambda: png(5000, 5200, 8, 6),
    "scan.png": lambda: saved(scan("L", 2000), "PNG", compress_level=1),
    "scan in colour.png": lambda: saved(scan("RGB", 700), "PNG", compress_level=1),
    "scan.jpg": lambda: saved(scan("L", 7016), "JPEG", quality=85),
    "scan in colour.jpg": lambda: saved(scan("RGB", 7016), "JPEG", quality=85),
    "large file.png": lambda: saved(Image.fromarray(NOISE), "PNG"),
    "large file, many pixels.png": lambda: saved(Image.fromarray(np.pad(NOISE, ((0, 1600), (0, 1750), (0, 0)))), "PNG"),
    "rgb of 16 bits.png": lambda: png(3000, 3000, 16, 2),
    "interlaced.png": lambda: png(3000, 3000, 8, 2, interlaced=True),
    "grey of 16 bits.png": lambda: png(4200, 4200, 16, 0),
    "grey and opaque.png": lambda: png(2900, 2900, 8, 4),
    "palette.png": lambda: png(5000, 5000, 8, 3, chunk(b"tRNS", bytes(range(256)))),
    "a long line.png": lambda: png(10_000, 1, 8, 2),
    "a high line.png": lambda: png(1, 10_000, 8, 2),
    "text.png": lambda: png(300, 300, 8, 0, *[chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(1_000_000)))] * 60),
    "profile.png": lambda: png(300, 300, 8, 0, chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(100_000_000), 1))),
    "exif.png": lambda: png(300, 300, 8, 0, chunk(b"eXIf", overlapping_exif(4_000_000))),
    "photo of 12 MP.jpg": lambda: saved(photo(4000, 3000), "JPEG", quality=88),
    "photo of 12 MP, 6 MB.jpg": lambda: saved(noisy_photo(), "JPEG", quality=96),
    "photo of 24 MP.jpg": lambda: saved(photo(6000, 4000), "JPEG", quality=75),
    "photo of 48 MP.jpg": lambda: saved(photo(8000, 6000), "JPEG", quality=15),
    "in scans, 12 MP, 6 MB.jpg": lambda: saved(noisy_photo(), "JPEG", quality=96, progressive=True),
    "cmyk.jpg": lambda: saved(photo(3000, 2000, "CMYK"), "JPEG", quality=80),
    "long and low.jpg": lambda: saved(photo(10_000, 960), "JPEG", quality=75),
    "exif.jpg": lambda: segments(saved(SMALL, "JPEG"), *[b"\xe1Exif\0\0" + overlapping_exif(60_000)] * 70),
    "comments.jpg": lambda: segments(saved(SMALL, "JPEG"), *[b"\xfe" + bytes(65_000)] * 70),
    "profile.jpg": lambda: segments(
        saved(SMALL, "JPEG"), *[b"\xe2ICC_PROFILE\0" + bytes([n, 70]) + bytes(65_000) for n in range(1, 71)]
    ),
    "lossy.webp": lambda: saved(photo(1336, 1336), "WEBP", quality=70, method=0),
    "transparent.webp": lambda: saved(photo(1336, 1336, "RGBA"), "WEBP", quality=70, method=0),
    "without loss.webp": lambda: webp_of_nothing(1340, 1340),
    "exif.webp": lambda: saved(SMALL, "WEBP", exif=overlapping_exif(4_000_000)),
    "moving.webp": lambda: saved(FRAMES[0], "WEBP", save_all=True, append_images=FRAMES),
    "moving.gif": lambda: moving(4000, 4000, 10),
    "comments.gif": lambda: gif(300, 300, b"!\xfe" + (b"\xff" + bytes(255)) * 19_000 + b"\0"),
    "large.bmp": lambda: saved(Image.new("RGB", (1280, 1290)), "BMP"),
}
REFUSED: dict[str, Callable[[], bytes]] = {
    "1 wide.png": lambda: png(1, 25_000_000, 8, 0),
    "rgba of 27 MP.png": lambda: png(5200, 5200, 8, 6),
    "many pixels.png": lambda: png(9000, 9000, 1, 0),
    "in pieces.png": lambda: png(300, 300, 8, 0, *[chunk(b"teXt")] * 400_000),
    "no rows.png": lambda: png(1, 0, 8, 0),
    "no columns.png": lambda: png(0, 300, 8, 2),
    "few rows.png": lambda: png(300, 300, 8, 2)[:33] + chunk(b"IDAT", zlib.compress(bytes(901 * 299))) + chunk(b"IEND"),
    "in empty pieces.png": lambda: png(300, 300, 8, 0, *[chunk(b"IDAT")] * 400_000),
    "in many scans.jpg": lambda: many_scans(),
    "in scans, 12 MP in full colour.jpg": lambda: saved(
        photo(4000, 3000), "JPEG", quality=60, progressive=True, subsampling=0
    ),
    "in parts.jpg": lambda: in_parts(1_200_000),
    "filled up.jpg": lambda: b"\xff\xd8" + b"\xff" * 7_900_000,
    "34 bytes.webp": lambda: webp_of_nothing(4999, 4999),
    "wide.webp": lambda: webp_of_nothing(16_384, 2),
    "screen.gif": lambda: b"GIF89a" + b"\xff" * 4 + gif(10, 10)[10:],
    "comments in pieces.gif": lambda: gif(300, 300, b"!\xfe" + b"\x01a" * 2_400_000 + b"\0"),
    "extensions.gif": lambda: gif(300, 300, *[b"!\xfe\0"] * 1_600_000),
    "runs.bmp": lambda: bmp(5000, 4900, 8, 1, b"\x01\0" * 2_400_000),
    "wide.bmp": lambda: bmp(2_000_000_000, 1, 24, 0, bytes(100)),
    "nothing there.bmp": lambda: bmp(3000, 2900, 24, 0, bytes(100)),
}


def many_scans() -> bytes:
    """Return a JPEG whose last scan comes a thousand times."""
    whole = saved(photo(1600, 1600), "JPEG", quality=20, progressive=True)
    last = whole[whole.rindex(b"\xff\xda") : -2]
    return whole[:-2] + b"".join([last[:200]] * 1000) + whole[-2:]


def cost(folder: Path) -> dict[str, tuple[str, float, float]]:
    """Return what has come of each file and of its first half, the MB and the seconds that it took."""
    for name, make in {**READ, **REFUSED}.items():
        data = make()
        (folder / name).write_bytes(data)
        (folder / f"half of {name}").write_bytes(data[: len(data) // 2])
    files = sorted(map(str, folder.iterdir()))
    done = subprocess.run(
        [sys.executable, "-c", READS, *files], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.skipif(
    not Path("/proc/self/clear_refs").exists(), reason="this system does not say how much memory a process has had"
)
def test_what_is_allowed_is_read_what_is_too_much_refused_and_nothing_costs_50_mb_or_a_second(tmp_path: Path):
    found = cost(tmp_path)  # in one test: to make the files takes longer than to read them
    assert {name: found[name][0] for name in READ} == dict.fromkeys(READ, "read")
    assert {name: found[name][0] for name in REFUSED if not found[name][0].startswith("it: ")} == {}
    assert {name: one for name, one in found.items() if one[1] > MOST_MB or one[2] > MOST_SECONDS} == {}
