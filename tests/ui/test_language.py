"""Every page in another language, by AppTest: none shows the code's own words, and each visit has its own."""

import dataclasses
import gettext
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import streamlit as st
from google.protobuf.message import Message
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

from digitdemo import texts
from digitdemo.analysis.studies import STUDIES
from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.texts import ask_for_language
from digitdemo.ui import resources
from digitdemo.ui.panels.inside_views import VIEWS
from digitdemo.ui.state import language
from digitdemo.visitors.codes import ROOM_CODES
from tests.conftest import MLP, SEVEN, run_of
from tests.ui.conftest import ABOUT, CLASS, INSIDE, LAB, LESSONS, MISTAKES, PLAY, bring, message, open_tab, visit_of

FIELD = re.compile(r"(%?\{\w+(?::[^{}]*)?\})")  # Plotly's have a percent sign


class Bracketed(gettext.NullTranslations):
    """A language that says everything in ⟦brackets⟧, but for what is filled into it."""

    def gettext(self, message: str) -> str:
        parts = FIELD.split(message)
        return "".join(part if FIELD.fullmatch(part) or not part else f"⟦{part}⟧" for part in parts)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Has every visit spoken to in German, and AppTest, which looks for labels, too."""
    own = language.spoken
    monkeypatch.setattr(language, "spoken", lambda: "de")
    yield
    ask_for_language(own)


@pytest.fixture
def bracketed(monkeypatch: pytest.MonkeyPatch, german: None) -> None:
    """Has every visit spoken to in brackets."""
    monkeypatch.setattr(texts, "translations_to", lambda language: Bracketed())


# What no language says otherwise.
SAME = {
    "what a script fills in": r"\{\w+\}",
    "a width of Streamlit's": r"^stretch$",
    "a cookie and what is random": r"^digitdemo_visit$|^[0-9a-f]{32}$",
    "a room's code": rf"\b([{ROOM_CODES.letters}]{{4}} ?){{2}}\b",
    "a room's last day": r"(Mittwoch|\w+tag), \d+\. \w+",
    "space": r"&emsp;",
    "names of models": r"\b(MLP|CNN|GRU|LeNet-5|Transformer|ReLU|GELU|Dropout|Softmax|MNIST)\b",
    "what is code, or computed": r":material/\w+:|:(blue|green|violet|red|yellow|orange|gray)\[|https?://\S+|%\{[^}]*\}"
    r"|</?\w+>|<extra></extra>|data:image\S+|#[0-9a-f]{3,6}\b|rgba?\([^)]*\)",
}
# Fields of what Streamlit and Plotly are told that nobody reads.
NO_WORDS = {
    *("id", "key", "icon", "form_id", "element_id", "url", "format", "color", "page_script_hash", "group_id", "src"),
    *("component_name", "query_string", "config", "theme", "selection_mode", "width_config", "default"),
    *("js_content", "css_content", "html_content", "js_source_path", "css_source_path", "raw_values"),
    *("active_script_hash", "version", "way", "colour", "source", "canvas", "plotly", "type", "mode", "symbol", "dash"),
    *("networks", "layers", "weights", "sheet", "points", "data64", "bdata", "dtype", "uirevision", "family"),
    *(
        "orientation",
        "anchor",
        "xanchor",
        "yanchor",
        "xref",
        "yref",
        "ref",
        "fillcolor",
        "bgcolor",
        "shape",
        "axis",
        "sizing",
    ),
    *(
        "language",
        "point",
        "id_prefix",
        "user_key",
        "scope",
        "uuid",
        "delta_indicator",
        "truths",
        "endings",
        "first",
        "side",
        "kept",
    ),
    *(
        "page",
        "pictures",
        "textposition",
        "fill",
        "leadsOn",
        "hovermode",
        "hoverinfo",
        "constrain",
        "autorange",
        "drawing_mode",
        "drawingMode",
        "align",
        "exponentformat",
        "layer",
    ),
    *("width", "height", "gap", "vertical_alignment", "horizontal_alignment", "label_visibility"),
}


def words_in(value: Any, name: str = "") -> Iterator[str]:
    """Yield the texts of a message to the browser that a person may read."""
    match value:
        case _ if name in NO_WORDS:
            return
        case Message():
            for field, inner in value.ListFields():
                yield from words_in(inner, field.name)
        case dict():
            for key, inner in value.items():
                yield from words_in(inner, str(key))
        case str() if value.startswith(("{", "[")) and name in ("json", "spec", "figure", "mixed", "columns"):
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
        left = re.sub(r"(^|⟦)[^⟦⟧]*⟧|⟦[^⟦⟧]*$", " ", text)  # of a message that is shown in two parts, too
        for same in SAME.values():
            left = re.sub(same, " ", left)
        if re.search(r"[^\W\d_]{2,}", left):
            found.add(text)
    return found


def play_a_dare(at: AppTest) -> None:
    at.button(key="dare_1").click().run()


def draw_a_seven(at: AppTest) -> None:
    at.session_state["canvas"] = message(SEVEN)
    at.run()


def lay_a_test_digit(at: AppTest) -> None:
    at.button(key="test_digit").click().run()


def bring_an_own_run(at: AppTest) -> None:
    visit_of(at).runs = {"a-run": dataclasses.replace(run_of(MLP), id="a-run")}
    bring(at, "a-run")


def see_a_lesson_answered(at: AppTest) -> None:
    at.query_params["lesson"] = "little-data"
    at.run()
    at.button(key="skip").click().run()
    at.button(key="show_recorded").click().run()


def teach_a_class(at: AppTest) -> None:
    at.button(key="open_room").click().run()
    classes, code = resources.classes(), visit_of(at).room
    classes.members.join(code, "7", "7")
    resources.run_store().save(run_of(MLP, id="7", parameters=7), SHIPPED_MODELS / "linear", "7")
    classes.board.show(code, "7", "7")
    classes.drawings.add(code, "7", 7, [np.array(SEVEN)])
    resources.pulses().forget(code)
    at.run()


STATES: dict[str, tuple[str, Callable[[AppTest], object]]] = {
    "play": (PLAY, AppTest.run),
    "play, a dare": (PLAY, play_a_dare),
    "play, a drawing": (PLAY, draw_a_seven),
    "play, a test digit": (PLAY, lay_a_test_digit),
    "about": (ABOUT, AppTest.run),
    "mistakes": (MISTAKES, AppTest.run),
    "lab": (LAB, AppTest.run),
    "lab, an own run": (LAB, bring_an_own_run),
    "lessons": (LESSONS, AppTest.run),
    "a lesson": (LESSONS, see_a_lesson_answered),
    "class": (CLASS, AppTest.run),
    "class, a room": (CLASS, teach_a_class),
}


@pytest.mark.usefixtures("bracketed")
@pytest.mark.parametrize("state", STATES)
def test_a_page_shows_no_words_of_another_language(at: AppTest, state: str):
    page, reach = STATES[state]
    at.run()
    at.switch_page(page).run()
    reach(at)
    found = unbracketed(at)
    assert not found, "\n".join(sorted(found))


@pytest.mark.usefixtures("bracketed")
def test_no_view_of_look_inside_shows_words_of_another_language(at: AppTest):
    at.run()
    at.switch_page(INSIDE).run()
    found: set[str] = set()
    for view in VIEWS:
        at.session_state["view"] = view
        at.run()
        found |= unbracketed(at)
    assert not found, "\n".join(sorted(found))


@pytest.mark.usefixtures("bracketed")
@pytest.mark.parametrize("study", STUDIES)
def test_no_study_shows_words_of_another_language(at: AppTest, study: str):
    at.query_params["lesson"] = study
    at.switch_page(LESSONS).run()
    found = unbracketed(at)
    at.button(key="skip").click().run()
    found |= unbracketed(at)
    found = {text for text in found if not text.startswith("⟦Recorded by ⟧")}  # a machine is described as in a log
    assert not found, "\n".join(sorted(found))


def test_the_address_chooses_a_language_that_stays_on_other_pages(at: AppTest):
    at.query_params["lang"] = "de"
    at.run()
    assert at.title[0].value.startswith("Zeichne eine Ziffer.")
    at.query_params.clear()  # as a link to another page does
    at.switch_page(ABOUT).run()
    assert at.title[0].value == "Über digitdemo"
    assert at.query_params["lang"] == "de"
    at.query_params["lang"] = "en"
    at.run()
    assert at.title[0].value == "About digitdemo"


@pytest.mark.parametrize(("locale", "title"), [("de-AT", "Über digitdemo"), ("fr-FR", "About digitdemo")])
def test_without_a_choice_the_browsers_own_language_is_spoken(
    at: AppTest, monkeypatch: pytest.MonkeyPatch, locale: str, title: str
):
    monkeypatch.setattr(type(st.context), "locale", locale)
    at.query_params["lang"] = "xx"  # none of ours
    at.run()
    at.switch_page(ABOUT).run()
    assert at.title[0].value == title


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("page", [LAB, MISTAKES])
def test_tables_and_sliders_write_numbers_as_the_language_does(at: AppTest, monkeypatch: pytest.MonkeyPatch, page: str):
    monkeypatch.setattr(language, "spoken", lambda: "de")
    at.run()
    bring_an_own_run(at)
    at.switch_page(page).run()
    if page == LAB:
        open_tab(at, "Table")
        assert "0,5" in at.select_slider(key="knob_dropout").options
    (table,) = at.dataframe
    assert table.proto.placeholder == "keine"  # in place of a number
    shown = convert_arrow_bytes_to_pandas_df(table.proto.arrow_data.styler.display_values)
    cells = [str(cell) for cell in shown.to_numpy().ravel()]
    assert [cell for cell in cells if re.fullmatch(r"\d+,\d+\N{NARROW NO-BREAK SPACE}%", cell)]
    assert not [cell for cell in cells if re.search(r"\d\.(?!\d{3}\b)\d", cell)]


def test_charts_write_numbers_as_the_language_does(at: AppTest):
    at.query_params["lang"] = "de"
    at.run()
    at.query_params["view"] = "epoch-by-epoch"
    at.switch_page(INSIDE).run()
    (chart,) = at.get("plotly_chart")
    assert json.loads(chart.proto.spec)["layout"]["separators"] == ",."
