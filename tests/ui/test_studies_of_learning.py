"""The lessons about gradients and learning rates by AppTest: what one can choose there, and a visit's own trainings."""

import dataclasses
import json

from streamlit.testing.v1 import AppTest

from digitdemo.analysis.studies import STUDIES
from digitdemo.inference.shipped import load_shipped
from tests.ui.conftest import answered, texts, visit_of


def said_by_charts(at: AppTest) -> str:
    """Return what the page's charts say to whoever does not see them."""
    found = [json.loads(proto.json) for element in at.get("bidi_component") if (proto := element.proto).json]
    return "\n".join(each["alt"] for each in found if "figure" in each)


def test_gradients_are_shown_before_the_first_step_and_after_the_last(at: AppTest):
    answered(at, "fading-gradients")
    before = said_by_charts(at)
    assert "Gradient by layer, before the first step" in before
    assert "ten sigmoid layers: 9.7%" in before
    at.button_group(key="study_fading_after").set_value(True).run()
    assert not at.exception
    assert "Gradient by layer, after 5 epochs" in said_by_charts(at)


def test_each_network_has_its_test_and_the_visits_own_trainings_stand_beside_those_of_their_kind(at: AppTest):
    answered(at, "rate-test")
    assert "Yours" not in said_by_charts(at)
    config = STUDIES["rate-test"].trains[0]
    run = dataclasses.replace(load_shipped().runs["mlp"], id="20260101-000000-mlp-abcdef", config=config)
    visit_of(at).runs = {run.id: run}
    visit_of(at).trained = {"rate-test": (run.id, "", "")}
    at.run()
    errors = 1 - run.kept.validation_accuracy
    assert f"Yours: 0.0001: {errors:.1%}." in said_by_charts(at)
    assert "yours" in texts(at)
    at.button_group(key="study_rate_test_network").set_value("cnn").run()
    assert not at.exception
    assert "Suggested: 0.005." in said_by_charts(at)
    assert "Yours" not in said_by_charts(at)
