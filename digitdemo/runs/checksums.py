"""SHA-256 sums of the files that are shipped in assets/, so that damage is noticed; `sha256sum -c` reads them, too."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from digitdemo.runs.run import RunError
from digitdemo.system import ASSETS

FILE = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  (\S+)")


def read_checksums(folder: Path = ASSETS) -> dict[str, str]:
    """Return the recorded sums of the files in `folder` by their name in it, as "models/cnn/model.tflite".

    Raises:
        RunError: the file of sums is missing or damaged.
    """
    try:
        lines = (folder / FILE).read_text(encoding="ascii").splitlines()
    except (OSError, ValueError) as error:
        raise RunError(f"{FILE}: cannot be read ({error})") from error
    found = [_LINE.fullmatch(line) for line in lines]
    if not found or None in found:
        raise RunError(f"{FILE}: not a list of SHA-256 sums")
    return {match[2]: match[1] for match in found if match}


def check_files(folder: Path, sums: Mapping[str, str]) -> None:
    """Compare files with their sums, by their name in `folder`; a file is read once, and again if it has changed.

    Raises:
        RunError: one is missing, cannot be read or differs; the message names it. Or there are no sums.
    """
    if not sums:
        raise RunError(f"{folder.name}: {FILE} says nothing of its files")
    for name, expected in sums.items():
        try:
            about = (folder / name).stat()
            found = _sum(folder / name, about.st_mtime_ns, about.st_size)
        except OSError as error:
            raise RunError(f"{name}: cannot be read ({error})") from error
        if found != expected:
            raise RunError(f"{name}: differs from what {FILE} says of it")


@functools.lru_cache(maxsize=256)
def _sum(path: Path, _changed: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def record_checksums(part: str, folder: Path = ASSETS) -> None:
    """Write the sums of a file in `folder`, or of all files in a folder there, in the place of what was said of it."""
    path = folder / part
    files = [file for file in path.iterdir() if not file.name.startswith(".")] if path.is_dir() else [path]
    before = read_checksums(folder) if (folder / FILE).exists() else {}
    sums = {name: value for name, value in before.items() if not f"{name}/".startswith(f"{part}/")}
    sums |= {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    text = "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))
    (folder / FILE).write_text(text, encoding="ascii", newline="\n")
