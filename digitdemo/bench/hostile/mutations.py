"""Files that were damaged, or are not all there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_ODD = (b"\0", b"\xff", b"\x7f", b"\x80", b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f")


def damaged(files: SearchStrategy[bytes]) -> SearchStrategy[bytes]:
    """Return files with one to five changes: bytes that are others, that are gone, that came in or twice, and ends."""
    from hypothesis import strategies as st

    place = st.floats(0, 1) | st.floats(0, 0.1)  # heads decide more
    new = st.sampled_from(_ODD) | st.binary(min_size=1, max_size=8)
    change = st.tuples(st.sampled_from(("others", "gone", "in", "twice", "end")), place, new)
    return st.builds(_with, files, st.lists(change, min_size=1, max_size=5))


def _with(file: bytes, changes: list[tuple[str, float, bytes]]) -> bytes:
    for how, place, new in changes:
        at = int(place * max(0, len(file) - 1))
        match how:
            case "others":
                file = file[:at] + new + file[at + len(new) :]
            case "gone":
                file = file[:at] + file[at + 4 * len(new) :]
            case "in":
                file = file[:at] + new + file[at:]
            case "twice":
                file = file[:at] + file[at : at + 16 * len(new)] + file[at:]
            case "end":
                file = file[:at]
    return file
