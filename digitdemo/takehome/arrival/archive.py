"""The zip file that a run was taken home in: the model in it, and nothing else of it."""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zipfile

from digitdemo.runs.files import MODEL_FILE
from digitdemo.takehome.arrival.limits import MOST_BYTES
from digitdemo.takehome.arrival.refusal import NotTaken
from digitdemo.takehome.package import SUMS_FILE
from digitdemo.texts import tr

_MOST = {SUMS_FILE: 20_000, MODEL_FILE: MOST_BYTES}
_MOST_FILES = 40  # ours have 17
_NAME = re.compile(r"[\w-]+(\.\w+)?|tensorboard/\w+/events\.out\.tfevents\.\d+\.digitdemo", re.ASCII)
_LINE = re.compile(r"([0-9a-f]{64})  (\S+)", re.ASCII)

# The end of the central directory, and that of large files before it: APPNOTE.TXT, 4.3.15 and 4.3.16.
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_END_SIZE, _END_64_SIZE = 22, 20


def model_in(data: bytes, name: str) -> bytes:
    """Return the LiteRT file in a run's zip file, as its checksum says it is. No other file of it is opened.

    `name` is what messages call it.

    Raises:
        NotTaken: it is no such file.
    """
    _check_directory(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_names(archive.infolist(), name)
            sums = _sums(_read(archive, SUMS_FILE, name), name)
            model = _read(archive, MODEL_FILE, name)
    except NotTaken:
        raise
    except Exception as error:  # zipfile and zlib raise errors of a dozen kinds over damaged bytes
        raise NotTaken(tr("{name}: the zip file is damaged", name=name)) from error
    if hashlib.sha256(model).hexdigest() != sums.get(MODEL_FILE):
        raise NotTaken(
            tr(
                "{name}: {file} is not what {sums} says of it; use the zip file unchanged",
                name=name,
                file=MODEL_FILE,
                sums=SUMS_FILE,
            )
        )
    return model


def _check_directory(data: bytes, name: str) -> None:
    """Refuse a zip file whose list of files is long, before that is read: its length alone decides what it costs."""
    end = data[-_END_SIZE:]
    large = data[-_END_SIZE - _END_64_SIZE : -_END_SIZE]
    if len(end) < _END_SIZE or not end.startswith(_END) or large.startswith(_END_64):
        raise NotTaken(tr("{name}: this is no zip file as digitdemo makes it", name=name))
    (count,) = struct.unpack_from("<H", end, 10)
    (length,) = struct.unpack_from("<I", end, 12)
    if count > _MOST_FILES or length > 200 * _MOST_FILES:
        raise NotTaken(
            tr("{name}: {count} files are not allowed; at most {most}", name=name, count=count, most=_MOST_FILES)
        )


def _check_names(infos: list[zipfile.ZipInfo], name: str) -> None:
    seen: set[str] = set()
    for info in infos:
        shown = info.filename[:60]
        if not _NAME.fullmatch(info.filename):
            raise NotTaken(
                tr("{name}: the file {file!r} is not allowed; only those that digitdemo writes", name=name, file=shown)
            )
        if info.filename in seen:
            raise NotTaken(tr("{name}: {file} is there twice; once is allowed", name=name, file=shown))
        seen.add(info.filename)
    for file in _MOST:
        if file not in seen:
            raise NotTaken(tr("{name}: {file} is missing; use the zip file unchanged", name=name, file=file))


def _read(archive: zipfile.ZipFile, file: str, name: str) -> bytes:
    """Return what is in a file; no more is unpacked than it may have."""
    info, most = archive.getinfo(file), _MOST[file]
    if info.file_size > most:
        raise _too_large(name, file, info.file_size, most)
    if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotTaken(
            tr("{name}: {file} is packed in another way than digitdemo's; it has to be deflated", name=name, file=file)
        )
    with archive.open(info) as content:
        found = content.read(most + 1)
    if len(found) > most:
        raise _too_large(name, file, len(found), most)
    return found


def _too_large(name: str, file: str, size: int, most: int) -> NotTaken:
    return NotTaken(
        tr(
            "{name}: {file} with {size:,} bytes is not allowed; at most {most:,}",
            name=name,
            file=file,
            size=size,
            most=most,
        )
    )


def _sums(text: bytes, name: str) -> dict[str, str]:
    found = [_LINE.fullmatch(line) for line in text.decode("utf-8", "replace").splitlines()]
    if None in found:
        raise NotTaken(tr("{name}: {file} is no list of SHA-256 sums", name=name, file=SUMS_FILE))
    return {match[2]: match[1] for match in found if match}
