"""What stands in an address behind the "?": here its knobs are read, the running app is sent the rest, too."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from digitdemo.bench.hostile.kind import Kind
from digitdemo.bench.hostile.values import TEXTS, texts
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.ui.escaping import escape_markdown

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

NAMES = (
    *("run", "image", "view", "digit", "read_as", "test_set", "shared", "lesson", "experiment", "print", "v", "code"),
    *("room", "teacher", "lang", "hide", "type", "embed", "embed_options"),
)


class Refused(Exception):
    """Something of the address cannot be, and is put into words on the page."""


def read(query: str) -> None:
    """Read what stands behind the "?" as Streamlit and the Lab do."""
    says = {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True, max_num_fields=10**5).items()}
    config, problems = TrainConfig.from_texts(says)
    TrainConfig(**config.to_dict())
    for problem in problems:
        escape_markdown(problem).encode()  # it is shown
    if problems:
        raise Refused


def queries() -> SearchStrategy[str]:
    """Return what may stand behind the "?": names of ours and others, each once or again and again."""
    from hypothesis import strategies as st

    usual = st.sampled_from(("1", "9", "0.5", "adam", "linear", "what-had-it-seen", *ARCHITECTURES, *KNOBS))
    numbers = st.integers().map(str) | st.floats().map(str) | st.text("0123456789.eE+-_ \u0665", max_size=40)
    names = st.sampled_from((*NAMES, *KNOBS)) | texts().map(lambda text: text[:1000])
    pairs = st.lists(st.tuples(names, usual | numbers | texts().map(lambda text: text[:20_000])), max_size=8)
    short = st.lists(st.tuples(names.map(lambda text: text[:20]), usual | numbers), max_size=4)
    many = st.builds(lambda some, times: (some * times)[:2000], short, st.integers(1, 500))
    return (pairs | many).map(lambda some: urlencode(some, errors="replace")) | st.text(max_size=200)


def hand_made() -> dict[str, str]:
    """Return addresses by what is wrong with them."""
    every = [*NAMES, *KNOBS]
    return {
        **{f"everywhere {ascii(text)[:40]}": urlencode(dict.fromkeys(every, text), errors="replace") for text in TEXTS},
        "a name 10,000 times": "&".join(["run=linear"] * 10_000),
        "10,000 names": "&".join(f"a{number}=1" for number in range(10_000)),
        "a megabyte": f"lesson={'a' * 1_000_000}",
        "a megabyte of digits": f"image={'9' * 1_000_000}",
        "no letters": "run=%ff%fe%00&lang=%ed%a0%80",
        "percent signs": "%" * 10_000,
    }


KIND = Kind(
    read=read,
    refusals=(Refused,),
    ordinary=lambda: "architecture=mlp&epochs=3",
    hand_made=hand_made,
    generated=queries,
    weight=0.1,
)
