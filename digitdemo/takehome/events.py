"""The history of a run for TensorBoard: event files, written without TensorFlow.

A file is a row of records, each an `Event` message in a TFRecord frame: its length and its bytes, both with a checksum
(https://www.tensorflow.org/tutorials/load_data/tfrecord). An `Event` has few fields, so its bytes are put together here
(https://github.com/tensorflow/tensorflow/blob/v2.21.0/tensorflow/core/util/event.proto).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from digitdemo.runs.metrics import EpochMetrics
from digitdemo.runs.run import Run

_SPLITS = ("train", "validation", "test")
_POLYNOMIAL = 0x82F63B78  # of CRC-32C (Castagnoli), reversed
_MASK = 0xA282EAD8  # TFRecord's, so that a checksum of checksums is no checksum


def event_files(run: Run, began: float) -> Iterator[tuple[str, bytes]]:
    """Yield names and contents of an event file for each kind of images; `began` is the training's start, Unix time.

    In TensorBoard each is a run of its own, "train" beside "test", with "accuracy" and "loss" by epoch.
    """
    for split in _SPLITS:
        records = [record for record in run.history if getattr(record, f"{split}_accuracy") is not None]
        if records:
            yield f"tensorboard/{split}/events.out.tfevents.{began:.0f}.digitdemo", _file(records, split, began)


def _file(records: Sequence[EpochMetrics], split: str, began: float) -> bytes:
    events = [_wall_time(began) + _bytes(3, b"brain.Event:2")]
    for record in records:
        values = b"".join(
            _bytes(1, _bytes(1, tag.encode()) + b"\x15" + struct.pack("<f", value))
            for tag in ("accuracy", "loss")
            if (value := getattr(record, f"{split}_{tag}")) is not None
        )
        events.append(_wall_time(began + record.elapsed_seconds) + b"\x10" + _number(record.epoch) + _bytes(5, values))
    return b"".join(map(_framed, events))


def _wall_time(seconds: float) -> bytes:
    return b"\x09" + struct.pack("<d", seconds)


def _bytes(field: int, value: bytes) -> bytes:
    return _number(field << 3 | 2) + _number(len(value)) + value


def _number(value: int) -> bytes:
    """Return a protocol buffer's varint."""
    parts = bytearray()
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    return bytes([*parts, value])


def _framed(event: bytes) -> bytes:
    length = struct.pack("<Q", len(event))
    return length + _masked_sum(length) + event + _masked_sum(event)


def _masked_sum(data: bytes) -> bytes:
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ _TABLE[(crc ^ byte) & 255]
    crc ^= 0xFFFFFFFF
    return struct.pack("<I", ((crc >> 15 | crc << 17) + _MASK) & 0xFFFFFFFF)


def _table_entry(number: int) -> int:
    for _ in range(8):
        number = number >> 1 ^ (_POLYNOMIAL if number & 1 else 0)
    return number


_TABLE = [_table_entry(number) for number in range(256)]
