"""The lessons about damaged, mixed and other people's digits by AppTest: what one can do there beside predicting."""

import pytest
from streamlit.testing.v1 import AppTest

from digitdemo.analysis.studies import STUDIES
from digitdemo.analysis.studies.recorded import recorded_study
from tests.ui.conftest import answered, message, texts, visit_of

MINE = ("damage", "unseen", "between", "vote", "hands", "strangers")
BAR = [(140.0, 40.0), (140.0, 240.0)]  # a 1 to most models


def charts(at: AppTest) -> str:
    """Return what the charts of the page say in words."""
    return "\n".join(str(chart.proto) for kind in ("plotly_chart", "bidi_component") for chart in at.get(kind))


@pytest.mark.parametrize("name", MINE)
def test_the_figure_and_the_outcome_come_with_the_prediction(at: AppTest, name: str):
    record = recorded_study(name, STUDIES[name].record).measured
    answered(at, name)
    assert f"**{STUDIES[name].outcome(record)}**" in texts(at)
    assert f"study_{name}" in charts(at)


def test_another_kind_of_damage_and_another_digit_are_shown(at: AppTest):
    answered(at, "damage")
    before = charts(at)
    at.number_input(key="damage_image").set_value(2).run()
    assert "It is the digit **1**" in texts(at)
    at.button_group(key="damage_kind").set_value("turned").run()
    assert not at.exception
    assert "(degrees)" in texts(at)
    assert charts(at) != before


def test_two_digits_are_chosen_and_mixed(at: AppTest):
    answered(at, "between")
    assert "From a **4** to a **1**." in texts(at)
    at.number_input(key="between_1").set_value(0).run()
    assert not at.exception
    assert "From a **4** to a **7**." in texts(at)


def test_own_drawings_are_asked_for_in_turn_and_join_the_chart(at: AppTest):
    answered(at, "hands")
    assert "### Draw this digit: 4" in texts(at)
    assert at.button(key="own_done").disabled
    assert "your drawings" not in texts(at)
    at.session_state["canvas"] = message(BAR)
    at.run()
    at.button(key="own_done").click().run()
    assert not at.exception
    ((digit, read),) = visit_of(at).own_digits
    assert digit == 4
    assert len(read) == 8
    assert "### Draw this digit: 7" in texts(at)
    assert "Your 4: " in texts(at)
    assert "your drawings" in texts(at)
    assert at.button(key="own_done").disabled  # the canvas is empty again
