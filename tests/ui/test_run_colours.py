"""The colours that a visit's runs get, by AppTest, from the router."""

import pytest
from streamlit.testing.v1 import AppTest

from digitdemo.ui.charts.theme import OWN_COLOURS
from tests.conftest import MLP, run_of
from tests.ui.conftest import LAB, visit_of, widget

MANY = [f"run {number}" for number in range(8)]


@pytest.fixture
def many(at: AppTest) -> AppTest:
    """A visit with eight runs of its own, none of them on the chart."""
    at.run()
    visit_of(at).runs = {run_id: run_of(MLP, id=run_id) for run_id in MANY}
    at.switch_page(LAB).run()
    return at


def choose(at: AppTest, *run_ids: str) -> None:
    widget(at, "pills", "shown_on_lab").set_value(list(run_ids)).run()
    assert not at.exception


def colours(at: AppTest) -> list[str]:
    return [visit_of(at).colours[run_id] for run_id in visit_of(at).shown if run_id in visit_of(at).runs]


def test_own_runs_on_the_chart_have_different_colours_whichever_are_chosen(many: AppTest):
    for chosen in (MANY[:3], [*MANY[:2], MANY[6], MANY[7]], [MANY[7], MANY[1], MANY[2], MANY[3]], MANY[2:8]):
        choose(many, "mlp", *chosen)
        assert set(visit_of(many).shown) == {"mlp", *chosen}
        assert len(set(colours(many))) == len(chosen)


def test_a_run_keeps_its_colour_while_others_come_and_go(many: AppTest):
    choose(many, MANY[0])
    (first,) = colours(many)
    choose(many, MANY[0], MANY[4], MANY[5])
    choose(many, MANY[0], MANY[5])
    assert visit_of(many).colours[MANY[0]] == first


def test_where_there_are_more_runs_than_colours_the_one_longest_on_the_chart_leaves_it(many: AppTest):
    choose(many, "mlp", *MANY[:6])
    choose(many, "mlp", *MANY[:7])
    assert visit_of(many).shown == ["mlp", *MANY[1:7]]
    assert set(colours(many)) == set(OWN_COLOURS)
    assert set(widget(many, "pills", "shown_on_lab").value) == {"mlp", *MANY[1:7]}
