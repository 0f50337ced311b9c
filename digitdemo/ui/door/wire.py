"""How many values a message has, counted in its bytes: parsed, two bytes become a hundred, or an object in Python."""

from __future__ import annotations

import functools

from google.protobuf.descriptor import Descriptor, FieldDescriptor

_PACKED = {FieldDescriptor.CPPTYPE_DOUBLE: 8, FieldDescriptor.CPPTYPE_FLOAT: 4}  # bytes of one in a list


class WireError(ValueError):
    """Bytes that are no message, or have more values than they may."""


def check_wire(data: bytes, kind: Descriptor, most: int) -> None:
    """Check that `data` is a message of that kind with at most `most` values, those in its lists and messages included.

    Source: protobuf.dev/programming-guides/encoding.

    Raises:
        WireError: it is not.
    """
    left = most
    inside = [(0, len(data), kind)]
    while inside:
        at, end, kind = inside.pop()
        fields = _fields(kind)
        while at < end:
            tag, at = _number(data, at)
            left -= 1
            match tag & 7:
                case 0:
                    _, at = _number(data, at)
                case 1:
                    at += 8
                case 5:
                    at += 4
                case 2:
                    size, at = _number(data, at)
                    message, packed = fields.get(tag >> 3, (None, 0))
                    if message is not None:
                        inside.append((at, min(at + size, end), message))
                    elif packed:
                        left -= size // packed
                    at += size
                case _:
                    raise WireError("no message")
            if left < 0:
                raise WireError(f"more than {most} values")
        if at != end:
            raise WireError("cut short")


@functools.cache
def _fields(kind: Descriptor) -> dict[int, tuple[Descriptor | None, int]]:
    """Return of each field, by its number, what message it has, or how many bytes at least one of its numbers takes."""
    return {field.number: (field.message_type, 0 if field.message_type else _packed(field)) for field in kind.fields}


def _packed(field: FieldDescriptor) -> int:
    return 0 if field.cpp_type == FieldDescriptor.CPPTYPE_STRING else _PACKED.get(field.cpp_type, 1)


def _number(data: bytes, at: int) -> tuple[int, int]:
    """Return the number that begins there, and where it ends."""
    number = shift = 0
    while shift < 70:
        if at >= len(data):
            raise WireError("cut short")
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, at
        shift += 7
    raise WireError("no number")
