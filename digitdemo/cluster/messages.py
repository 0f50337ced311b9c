"""What an app and a worker of its cluster say to each other: bytes that both have sealed with the token.

Nothing of it is a pickled object. An app asks, a worker answers. To ask the same twice does no more than to ask once:
so a question whose answer was lost on the way is asked again.
"""

from __future__ import annotations

import hashlib
import hmac

import msgspec

OPERATION = "digitdemo"  # what these messages are called among those of dask.distributed
MOST_BYTES = 64_000_000  # of one message: weights of the largest network that is watched, with some room
PART_BYTES = 4_000_000  # of a file that are sent at once


class NotSealed(Exception):
    """A message is not from whoever has the token, is too large, or is none."""


class Unreachable(Exception):
    """A worker does not answer, or not as one of ours does."""


class _Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=str.lower):
    nonce: bytes  # the answer's seal is of it, too: no other answer fits


class Begin(_Question, frozen=True):
    """Start a trainer, of that version of this program; `session` is the name that it is to have."""

    session: str
    version: str


class Say(_Question, frozen=True):
    """Hand a command to the trainer: a line of `digitdemo.jobs.protocol`, the how manieth, from 1."""

    session: str
    number: int
    line: bytes


class Hear(_Question, frozen=True):
    """Return what the trainer says from that line on, the first one being 0; all before have arrived."""

    session: str
    after: int


class Look(_Question, frozen=True):
    """List the files of a training that has ended."""

    session: str
    job: str


class Read(_Question, frozen=True):
    """Return a part of such a file, from that byte on."""

    session: str
    job: str
    name: str
    offset: int


class End(_Question, frozen=True):
    """End the trainer."""

    session: str


class _Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=str.lower):
    pass


class Begun(_Answer, frozen=True):
    """There is a trainer, on that `machine`."""

    machine: str


class Heard(_Answer, frozen=True):
    """Lines of the trainer's, perhaps none yet; `death` says how it has ended after these, "" while it lives."""

    lines: tuple[bytes, ...]
    death: str = ""


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file's name, how many bytes it has, and their SHA-256 sum; `start` are the first of them, perhaps all."""

    name: str
    size: int
    sha256: str
    start: bytes = b""


class Listed(_Answer, frozen=True):
    """The files of a training."""

    files: tuple[File, ...]


class Part(_Answer, frozen=True):
    """A part of a file; none after its end."""

    data: bytes


class Done(_Answer, frozen=True):
    """That is done, or was before."""


class Refused(_Answer, frozen=True):
    """That cannot be done; `busy` says that it can be later."""

    reason: str
    busy: bool = False


Question = Begin | Say | Hear | Look | Read | End
Answer = Begun | Heard | Listed | Part | Done | Refused

_ENCODER = msgspec.msgpack.Encoder()
_QUESTIONS = msgspec.msgpack.Decoder(Question)
_ANSWERS = msgspec.msgpack.Decoder(Answer)


def seal_question(token: str, question: Question) -> tuple[bytes, bytes]:
    """Return the question as bytes, and its seal."""
    data = _ENCODER.encode(question)
    return data, _seal(token, b"question", data)


def open_question(token: str, data: object, seal: object) -> Question:
    """Return the question in `data`.

    Raises:
        NotSealed: it is none, or not of one who has the token.
    """
    return _opened(_QUESTIONS, data, seal, token, b"question")


def seal_answer(token: str, question: Question, answer: Answer) -> tuple[bytes, bytes]:
    """Return the answer to that question as bytes, and its seal."""
    data = _ENCODER.encode(answer)
    return data, _seal(token, b"answer" + question.nonce, data)


def open_answer(token: str, question: Question, data: object, seal: object) -> Answer:
    """Return the answer to that question in `data`.

    Raises:
        NotSealed: it is none, or not of one who has the token, or to another question.
    """
    return _opened(_ANSWERS, data, seal, token, b"answer" + question.nonce)


def _opened(decoder: msgspec.msgpack.Decoder, data: object, seal: object, token: str, purpose: bytes):  # type: ignore[no-untyped-def]  # of either kind
    if not isinstance(data, bytes) or not isinstance(seal, bytes) or len(data) > MOST_BYTES:
        raise NotSealed("a message that is none, or too large")
    if not hmac.compare_digest(seal, _seal(token, purpose, data)):
        raise NotSealed("a message by somebody who has not the same token")
    try:
        return decoder.decode(data)
    except msgspec.DecodeError as error:
        raise NotSealed(f"a message that is none: {error}") from error


def _seal(token: str, purpose: bytes, data: bytes) -> bytes:
    """Return the seal (HMAC with SHA-256, RFC 2104) of `data` that is for that purpose and no other."""
    key = hmac.digest(token.encode(), purpose, "sha256")
    return hmac.new(key, data, hashlib.sha256).digest()
