"""A step of the program: what it does in a sentence, and its lines."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """`says` is Markdown of one paragraph; `code` is Python without a line break at its end."""

    says: str
    code: str


def lines(text: str) -> str:
    """Return a text of several lines without the indentation that they have in our own code."""
    return textwrap.dedent(text).strip("\n")
