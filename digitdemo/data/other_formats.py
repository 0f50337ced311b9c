"""Files of pictures that are not read here: each is known by its first bytes, and its name and the way out are said."""

from __future__ import annotations

from collections.abc import Callable

from digitdemo.texts import tr

# What the name of a file may end in: of the formats that are read, and of those that are named.
READ_ENDINGS = ("png", "jpg", "jpeg", "jfif", "gif", "bmp", "webp")
NAMED_ENDINGS = ("heic", "heif", "avif", "tif", "tiff", "pdf", "svg", "jxl", "jp2", "psd", "ico", "dng")

_BEGINNINGS = {
    b"%PDF-": "PDF",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"II+\0": "TIFF",
    b"MM\0+": "TIFF",
    b"\xff\x0a": "JPEG XL",
    b"\0\0\0\x0cJXL ": "JPEG XL",
    b"\0\0\0\x0cjP  ": "JPEG 2000",
    b"\xff\x4f\xff\x51": "JPEG 2000",
    b"8BPS": "Photoshop",
    b"\0\0\1\0": "ICO",
    b"<svg": "SVG",
}
# Brands of ISO/IEC 23008-12, annex B, and of AV1 Image File Format, section 8.
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_AVIF = {b"avif", b"avis"}
_BEGIN = 1024  # bytes that are looked at


def other_format(data: bytes) -> str | None:
    """Return the name of the format of a file that is not read here, or None where it is none that is known."""
    begin = data[:_BEGIN]
    if begin[4:8] == b"ftyp":
        size = min(int.from_bytes(begin[:4], "big"), _BEGIN)
        brands = {begin[at : at + 4] for at in range(8, size, 4)}
        return "AVIF" if brands & _AVIF else "HEIC" if brands & (_HEIC | {b"mif1", b"msf1"}) else None
    text = begin.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith((b"<?xml", b"<!--", b"<!DOCTYPE")) and b"<svg" in text:
        return "SVG"
    return next(
        (name for first, name in _BEGINNINGS.items() if text.startswith(first) or begin.startswith(first)), None
    )


def way_out(name: str, kind: str) -> str:
    """Return what to do with a file of the format `kind`, as a message about the file called `name`."""
    return _WAYS.get(kind, _save_it)(name, kind)


def _save_it(name: str, kind: str) -> str:
    return tr(
        "{name}: {kind} files cannot be read here. Save it as PNG or JPEG, or give a screenshot of it",
        name=name,
        kind=kind,
    )


def _most_compatible(name: str, kind: str) -> str:
    return tr(
        "{name}: {kind} photos cannot be read here. Give a screenshot of it, or export it as JPEG. An iPhone takes "
        "JPEG photos after Settings, Camera, Formats, Most Compatible",
        name=name,
        kind=kind,
    )


def _screenshot(name: str, kind: str) -> str:
    return tr("{name}: {kind} files cannot be read here. Give a screenshot of the page", name=name, kind=kind)


_WAYS: dict[str, Callable[[str, str], str]] = {"HEIC": _most_compatible, "PDF": _screenshot}
