"""The page Look inside by AppTest, from the router, without a browser."""

import base64
import json

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from digitdemo.data.splits import training_set
from digitdemo.inference.answers import answer_of
from digitdemo.inference.calibration import softmax
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.inside import strongest_units
from digitdemo.runs.store import SHIPPED_MODELS, RunStore
from digitdemo.ui import resources
from digitdemo.ui.panels.inside_views import VIEWS
from tests.conftest import SEVEN
from tests.ui.conftest import DRAW, INSIDE, message, texts, visit_of


def open_inside(at: AppTest, run_id: str = "") -> None:
    at.run()
    at.switch_page(INSIDE).run()
    if run_id:
        at.selectbox(key="looked_at_on_inside").set_value(run_id).run()


def test_it_opens_on_a_test_image_that_the_model_misreads(at: AppTest):
    open_inside(at)
    assert at.title[0].value == "Look inside"
    assert any(words in texts(at) for words in ("It reads", "It is not sure"))
    assert at.segmented_control(key="truth").value is not None  # test images have labels
    assert any(word in texts(at) for word in ("The model is at fault", "The drawing is at fault"))


@pytest.mark.parametrize("run_id", ["linear", "mlp", "best"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_something(at: AppTest, view: str, run_id: str):
    open_inside(at, run_id)
    at.segmented_control(key="view").set_value(view).run()
    said = texts(at)
    assert not at.error
    assert "were not kept" not in said
    assert len(at.caption[-1].value) > 80  # how to read it, and its limits


def test_a_drawing_comes_from_the_draw_page_and_its_digit_from_the_visitor(at: AppTest):
    at.run()
    at.session_state["canvas"] = message(SEVEN)
    at.switch_page(DRAW).run()
    at.switch_page(INSIDE).run()
    assert "Choose above which digit it really is" in texts(at)
    assert "Redrawn" in texts(at)  # its strokes came along
    at.segmented_control(key="truth").set_value(7).run()
    assert "Right" in texts(at)
    at.switch_page(DRAW).run()
    at.switch_page(INSIDE).run()
    assert at.segmented_control(key="truth").value == 7
    at.segmented_control(key="truth").set_value(0).run()
    assert "The model is at fault: it reads 7" in texts(at)


def test_what_the_run_learned_from_is_counted(at: AppTest):
    open_inside(at, "mlp")
    at.segmented_control(key="view").set_value("What had it seen?").run()
    assert "It learned from 55,000 training images" in texts(at)


def test_the_weights_that_are_shown_and_compared_are_those_of_the_finished_model(at: AppTest):
    at.run()
    at.session_state["canvas"] = message(SEVEN)
    at.switch_page(DRAW).run()
    at.switch_page(INSIDE).run()
    at.segmented_control(key="view").set_value("Maps and weights").run()
    inside, image = resources.inside("mlp"), visit_of(at).last_input.image
    assert inside is not None
    units = strongest_units(*inside.weights(inside.epochs[-1])[:2], image)
    assert [image.captions[0] for image in at.get("image")[1:]] == [f"Unit {unit}" for unit in units]
    features = resources.training_features("mlp", resources.shipped_runs()["mlp"].config)[:1]
    images, labels = resources.mnist_training_set()
    first = images[training_set(resources.shipped_runs()["mlp"].config, labels)[0][:1]]
    assert features == pytest.approx(inside.features(first, inside.epochs[-1]), rel=1e-2)


def test_the_last_epoch_answers_as_the_model_does(at: AppTest):
    at.run()
    at.session_state["canvas"] = message(SEVEN)
    at.switch_page(DRAW).run()
    at.switch_page(INSIDE).run()
    at.selectbox(key="looked_at_on_inside").set_value("linear")
    at.segmented_control(key="view").set_value("Epoch by epoch").run()
    (probabilities,) = resources.classifier("linear").probabilities(visit_of(at).last_input.image[np.newaxis])
    (cells,) = json.loads(at.get("plotly_chart")[0].proto.spec)["data"]
    shown = np.frombuffer(base64.b64decode(cells["z"]["bdata"]), cells["z"]["dtype"]).reshape(10, -1)
    assert shown[:, -1] == pytest.approx(probabilities, abs=1e-3)


def test_the_answer_is_softened_by_the_temperature_of_the_run(at: AppTest):
    at.run()
    at.session_state["canvas"] = message(SEVEN)
    at.switch_page(DRAW).run()
    at.switch_page(INSIDE).run()
    image = visit_of(at).last_input.image[np.newaxis]
    logits = Classifier(SHIPPED_MODELS / "mlp" / "model.tflite").logits(image)
    temperature = RunStore(SHIPPED_MODELS).load("mlp").temperature
    softened, raw = (answer_of(softmax(logits, t)[0]).sentence for t in (temperature, 1.0))
    assert softened != raw
    assert softened in texts(at)
