"""The LiteRT file that is taken home: the model, and behind it the run's record, by which it comes back in alone.

A LiteRT file is a table of offsets (FlatBuffers), so whoever runs it does not see what follows: the record as
JSON, packed by zlib, then a tail of SHA-256 of all before it, the record's length, and a mark.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zlib

from digitdemo.runs.run import Run, run_to_dict

MOST_RECORD = 520_000  # bytes of JSON; 50 epochs have a tenth of that
_MARK = b"digitdemo record"
_TAIL = struct.Struct(f"<32sI{len(_MARK)}s")


class NoRecord(ValueError):
    """A file that is not what `with_record` made."""


def with_record(model: bytes, run: Run) -> bytes:
    """Return a LiteRT file with the record of its run behind it."""
    record = zlib.compress(json.dumps(run_to_dict(run)).encode(), 9)
    whole = model + record
    return whole + _TAIL.pack(hashlib.sha256(whole).digest(), len(record), _MARK)


def split(data: bytes) -> tuple[bytes, bytes]:
    """Return the model and the record, JSON of at most `MOST_RECORD` bytes, of what `with_record` made.

    Raises:
        NoRecord: there is none behind it, or it is damaged.
    """
    if len(data) < _TAIL.size or not data.endswith(_MARK):
        raise NoRecord("no record")
    digest, length, _ = _TAIL.unpack_from(data, len(data) - _TAIL.size)
    whole = memoryview(data)[: len(data) - _TAIL.size]
    if length > len(whole) or hashlib.sha256(whole).digest() != digest:
        raise NoRecord("checksum")
    unpacking = zlib.decompressobj()
    try:
        record = unpacking.decompress(whole[len(whole) - length :], MOST_RECORD)
    except zlib.error as error:
        raise NoRecord("record") from error
    if not unpacking.eof:
        raise NoRecord("record")
    return bytes(whole[: len(whole) - length]), record
