"""Values that nobody expects: of JSON, of texts, and documents that are small on the wire and large in memory."""

from __future__ import annotations

import functools
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from digitdemo.runs.store import RunStore

NUMBERS = (0, -1, 1e308, -1e308, 1e-320, 2**63, -(2**63) - 1, 10**400, float("nan"), float("inf"), -0.0, 0.1, 1e4)
# Half a character, nothing that is seen, turned writing, a tower of marks, letters that grow when they are put in
# order, markup of all kinds, and what a path, a formula and a command would be.
TEXTS = (
    "",
    "\x00",
    "\ud800",
    "\u202e\u2066",
    "e" + "\u0301" * 40,
    "\ufdfa" * 30,
    "<script>alert(1)</script>",
    "![x](http://x)",
    "$$\\frac{1}{0}$$",
    ":red[x]",
    "{0.__class__}",
    "%s%n",
    "../../../etc/passwd",
    "'; DROP TABLE runs; --",
    "=1+1",
    "\u0660\u0661\u0662",
    "1e999",
    "-0",
    "NaN",
    "0x10",
    "1_0",
)
MOST_CHARACTERS = 200_000


def scalars() -> SearchStrategy[Any]:
    """Return what JSON can say by itself, the strange ones more often."""
    from hypothesis import strategies as st

    odd = st.sampled_from((*NUMBERS, *TEXTS, None, True, False))
    return odd | st.integers() | st.floats() | texts()


def texts() -> SearchStrategy[str]:
    """Return texts, with half characters, strange ones, and long ones."""
    from hypothesis import strategies as st

    long = st.builds(repeated, st.sampled_from(TEXTS), st.integers(1, MOST_CHARACTERS))
    return st.sampled_from(TEXTS) | st.text(st.characters(), max_size=40) | long


def anything() -> SearchStrategy[Any]:
    """Return what JSON can say."""
    from hypothesis import strategies as st

    def around(inner: SearchStrategy[Any]) -> SearchStrategy[Any]:
        return st.lists(inner, max_size=5) | st.dictionaries(texts(), inner, max_size=5)

    return st.recursive(scalars(), around, max_leaves=20)


def repeated(text: str, characters: int) -> str:
    """Return a text again and again, up to so many characters."""
    return (text * (characters // max(1, len(text)) + 1))[:characters]


def mutated(value: Any) -> SearchStrategy[Any]:
    """Return copies of a value of JSON in which one to three places hold something else, or nothing."""
    from hypothesis import strategies as st

    places = [place for place in _places(value) if place]
    changes = st.lists(st.tuples(st.sampled_from(places), anything() | st.just(_GONE)), min_size=1, max_size=3)
    return changes.map(functools.partial(_changed, value))


def large_documents(within: str, most_bytes: int) -> SearchStrategy[bytes]:
    """Return JSON of up to so many bytes: `within`, whose "@" is replaced by one small thing again and again."""
    from hypothesis import strategies as st

    small = st.sampled_from(_SMALL)
    count = st.integers(1, most_bytes)

    def document(thing: str, times: int) -> bytes:
        most = max(1, min(times, (most_bytes - len(within)) // (len(thing) + 1)))
        return within.replace("@", ",".join([thing] * most)).encode()

    return st.builds(document, small, count) | st.integers(1, 100_000).map(
        lambda depth: within.replace("@", "[" * depth + "]" * depth).encode()
    )


def as_json(value: Any) -> bytes:
    """Return a value as browsers and Python write it, with what JSON has not: NaN, infinity, half characters."""
    return json.dumps(value).encode("utf-8", "surrogatepass")


@functools.cache
def store() -> RunStore:
    """Return a store of this process' own, which ends with it."""
    from digitdemo.runs.store import RunStore

    _FOLDERS.append(tempfile.TemporaryDirectory())
    return RunStore(Path(_FOLDERS[-1].name))


_GONE = "\x00gone"
_SMALL = ("[]", "{}", "[[]]", "[0,0]", "[0.1,0.2]", '""', '"a"', '{"a":0}', "0", "1.5", "1e5", "null")
_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []


def _places(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here, *(place for name, each in inner for place in _places(each, (*here, name)))]


def _changed(value: Any, changes: list[tuple[tuple[Any, ...], Any]]) -> Any:
    copy = json.loads(json.dumps(value))
    for (*way, last), new in changes:
        found = copy
        try:
            for step in way:
                found = found[step]
            if new == _GONE:
                del found[last]
            else:
                found[last] = new
        except (LookupError, TypeError):
            continue  # an earlier change has taken that place away
    return copy
