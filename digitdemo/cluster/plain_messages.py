"""What an app takes in of dask.distributed's messages: plain values, and no objects, which would run code.

dask.distributed unpickles what a message brings even where it is told not to (`deserialize=False`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import distributed.protocol
import msgpack


def take_only_plain_messages() -> None:
    """Have this process read of each message only what MessagePack itself has; it is then none for tasks of Dask."""
    distributed.protocol.loads = _plain


def _plain(frames: Sequence[Any], deserialize: bool = False, deserializers: object = None) -> Any:
    """Return a message's values; in place of an object is where it would be, as a dictionary."""
    return msgpack.loads(frames[0], use_list=False, strict_map_key=False)
