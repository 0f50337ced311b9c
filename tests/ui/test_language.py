"""Every page in another language, by AppTest: none shows the code's own words, and each visit has its own."""

import gettext
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from digitdemo import texts
from digitdemo.texts import ask_for_language
from digitdemo.ui.state import language
from tests.conftest import MLP, SEVEN, run_of
from tests.ui.conftest import ABOUT, INSIDE, LAB, LESSONS, MISTAKES, PLAY, bring, message, visit_of

FIELD = re.compile(r"(\{\w+(?::[^{}]*)?\})")


class Bracketed(gettext.NullTranslations):
    """A language that says everything in ⟦brackets⟧, but for what is filled into it."""

    def gettext(self, message: str) -> str:
        parts = FIELD.split(message)
        return "".join(part if FIELD.fullmatch(part) or not part else f"⟦{part}⟧" for part in parts)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture
def bracketed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Has every visit spoken to in brackets."""
    own = language.spoken
    monkeypatch.setattr(language, "spoken", lambda: "de")
    monkeypatch.setattr(texts, "translations_to", lambda language: Bracketed())
    yield
    ask_for_language(own)


# What no language says otherwise.
SAME = {
    "names of models": r"\b(MLP|CNN|GRU|LeNet-5|Transformer|ReLU|GELU|Dropout|Softmax|MNIST)\b",
    "what is code, or computed": r":material/\w+:|:(blue|green|violet|red|yellow|orange|gray)\[|https?://\S+|%\{[^}]*\}"
    r"|</?\w+>|<extra></extra>|data:image\S+",
}
# Fields of what Streamlit and Plotly are told that nobody reads.
NO_WORDS = {
    *("id", "key", "icon", "form_id", "element_id", "url", "format", "color", "page_script_hash", "group_id", "src"),
    *("component_name", "query_string", "columns", "config", "theme", "selection_mode", "width_config", "default"),
    *("js_content", "css_content", "html_content", "js_source_path", "css_source_path", "raw_values"),
    *("active_script_hash", "version", "way", "colour", "source", "canvas", "plotly", "type", "mode", "symbol", "dash"),
    *("networks", "layers", "weights", "sheet", "points", "data64", "bdata", "dtype", "uirevision", "family"),
    *("orientation", "anchor", "xanchor", "yanchor", "xref", "yref", "ref", "fillcolor", "bgcolor", "shape", "axis"),
    *("language", "point", "id_prefix", "user_key", "scope", "delta_indicator", "truths", "first", "side", "kept"),
    *("leadsOn", "hovermode"),
}


def words_in(value: Any, name: str = "") -> Iterator[str]:
    """Yield the texts of a message to the browser that a person may read."""
    match value:
        case Message():
            for field, inner in value.ListFields():
                yield from words_in(inner, field.name)
        case dict():
            for key, inner in value.items():
                yield from words_in(inner, str(key))
        case str() if name in NO_WORDS:
            return
        case str() if value.startswith(("{", "[")) and name in ("json", "spec", "figure", "mixed"):
            yield from words_in(json.loads(value), name)
        case str():
            yield value
        case bytes() | int() | float() | None:
            return
        case _:
            for inner in value:
                yield from words_in(inner, name)


def unbracketed(at: AppTest) -> set[str]:
    """Return what a page says outside brackets that holds a word."""
    assert not at.exception
    found = set()
    for text in (text for node in at.main for text in words_in(node.proto)):
        left = re.sub(r"⟦[^⟦⟧]*⟧", " ", text)
        for same in SAME.values():
            left = re.sub(same, " ", left)
        if re.search(r"[^\W\d_]{2,}", left):
            found.add(text)
    return found


@pytest.mark.usefixtures("bracketed")
def test_debug(at: AppTest):
    at.run()
    for page in (PLAY, ABOUT, INSIDE, MISTAKES, LAB, LESSONS):
        at.switch_page(page).run()
        print("=====", page)
        for text in sorted(unbracketed(at)):
            print(repr(text[:300]))
