"""The messages between the app and the trainer, one definition for both sides: a line of JSON each, read by msgspec.

The app sends commands: `Prepare`, `Train`, and `Stop` at any time. The trainer answers with events: once `Ready`,
`Prepared` when it is, and for every training `Began` whenever it does something else, `Epoch`, `Probed`, `Looked` and
`Progressed` as it goes, `Live` for one that is watched, and `Ended` at last. `Fatal` is the last word of a trainer that
cannot train at all.
"""

import math
from collections.abc import Iterator
from typing import Any

import msgspec

from digitdemo.config.train_config import TrainConfig
from digitdemo.data.own_images import OwnImages
from digitdemo.runs.learning import Look
from digitdemo.runs.live_weights import LiveWeights
from digitdemo.runs.metrics import Doing, EpochMetrics, Probe, Progress
from digitdemo.runs.run import Ending


class ProtocolError(ValueError):
    """A message that cannot be sent, or a line that is no message."""


class _Command(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="command", tag=str.lower):
    pass


class Prepare(_Command, frozen=True):
    """Do beforehand, while nothing trains, what would make a training by one of `configs` wait for its first step.

    The likeliest comes first. What an earlier `Prepare` has asked for and was not done yet is given up.
    """

    configs: tuple[TrainConfig, ...]


class Train(_Command, frozen=True):
    """Train by `config`, and write the model's files into `folder` (digitdemo/training/session.py).

    `watched` asks for `Live` events; `own` are a visitor's drawings to be learned from, too.
    """

    job: str
    config: TrainConfig
    folder: str
    watched: bool = False
    own: OwnImages | None = None


class Stop(_Command, frozen=True):
    """End that training at its next step, or as soon as it begins. Its ending's reason begins with `why`."""

    job: str
    why: str


class _Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="event", tag=str.lower):
    pass


class Ready(_Event, frozen=True):
    """TensorFlow and the data are loaded."""


class Prepared(_Event, frozen=True):
    """What the last `Prepare` has asked for is done, or all that there is memory for; silent if there was nothing."""


class Fatal(_Event, frozen=True):
    """The trainer cannot train and ends; `reason` is for visitors."""

    reason: str


class Epoch(_Event, frozen=True):
    """An epoch was trained and measured, 0 without training."""

    job: str
    record: EpochMetrics


class Progressed(_Event, frozen=True):
    """A training has come so far."""

    job: str
    progress: Progress


class Probed(_Event, frozen=True):
    """The model stands so: about twice a second, less often where that would cost too much, and after each epoch."""

    job: str
    probe: Probe


class Looked(_Event, frozen=True):
    """What can be seen of what the model has learned: after each epoch, and between where that costs little."""

    job: str
    look: Look


class Live(_Event, frozen=True):
    """The weights have come so far: more than twice a second, and at the end of each epoch."""

    job: str
    live: LiveWeights


class Began(_Event, frozen=True):
    """From here on the training is `doing` this."""

    job: str
    doing: Doing


class Ended(_Event, frozen=True):
    """A training is over, however it ended."""

    job: str
    ending: Ending


Command = Prepare | Train | Stop
Event = Ready | Prepared | Fatal | Began | Epoch | Progressed | Probed | Looked | Live | Ended

_ENCODER = msgspec.json.Encoder()
_COMMANDS = msgspec.json.Decoder(Command)
_EVENTS = msgspec.json.Decoder(Event)


def encode(message: Command | Event) -> bytes:
    """Return `message` as one line, newline included.

    Raises:
        ProtocolError: a number in it is infinite or not a number, of which JSON would make null.
    """
    for name, number in _numbers("", msgspec.to_builtins(message)):
        if not math.isfinite(number):
            raise ProtocolError(f"{name}: {number} cannot be sent; numbers are finite")
    return _ENCODER.encode(message) + b"\n"


def decode_command(line: bytes) -> Command:
    """Return the command in `line`.

    Raises:
        ProtocolError: it is none.
    """
    return _decoded(_COMMANDS, line)


def decode_event(line: bytes) -> Event:
    """Return the event in `line`.

    Raises:
        ProtocolError: it is none.
    """
    return _decoded(_EVENTS, line)


def _decoded(decoder: msgspec.json.Decoder, line: bytes) -> Any:
    try:
        return decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ProtocolError(str(error)) from error


def _numbers(name: str, value: Any) -> Iterator[tuple[str, float]]:
    """Yield the numbers within `value`, each with the name of its field."""
    if isinstance(value, float):
        yield name, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _numbers(key, item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _numbers(name, item)
