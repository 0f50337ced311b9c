"""The page Look inside by AppTest, from the router, without a browser."""

import base64
import dataclasses
import json
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from digitdemo.config.train_config import TrainConfig
from digitdemo.data.splits import training_set
from digitdemo.inference.answers import answer_of
from digitdemo.inference.calibration import softmax
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.inside import strongest_units
from digitdemo.inference.shipped import shipped_classifiers
from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.folders import RunFolders
from digitdemo.ui import resources
from digitdemo.ui.panels.inside_views import VIEWS
from digitdemo.ui.state import run_list
from tests.conftest import SEVEN, run_of
from tests.ui.conftest import INSIDE, PLAY, message, shown_on_canvas, texts, visit_of, widget


def open_inside(at: AppTest, run_id: str = "") -> None:
    at.run()
    at.switch_page(INSIDE).run()
    if run_id:
        widget(at, "selectbox", "looked_at_on_inside").set_value(run_id).run()


def test_it_opens_on_a_test_image_that_the_model_misreads(at: AppTest):
    open_inside(at)
    assert at.title[0].value == "Look inside"
    assert any(words in texts(at) for words in ("It reads", "It is not sure"))
    assert at.segmented_control(key="truth").value is not None  # test images have labels
    assert any(
        words in texts(at)
        for words in ("This model is to blame", "It is a hard image, or its label is wrong", "cannot be told")
    )
    assert not any(word in texts(at) for word in ("drawing", "How it was brought"))  # nobody drew it here
    assert re.search(r"Of 64 tiny changes, \d+ (is|are) read as \d", texts(at))


def test_of_the_best_model_an_image_is_found_that_it_misreads_too(at: AppTest):
    open_inside(at, "best")
    for _ in range(3):
        at.button(key="misread").click().run()
        image, truth = visit_of(at).last_input.image, visit_of(at).last_input.truth
        assert resources.classifier("best").logits(image[np.newaxis]).argmax() != truth


def test_its_test_image_is_opened_on_the_canvas(at: AppTest):
    open_inside(at)
    name = visit_of(at).last_input.name
    at.button(key="open_image").click().run()
    at.switch_page(PLAY).run()
    assert shown_on_canvas(at)["name"] == name
    assert f"{name} is the digit **" in texts(at)


@pytest.mark.parametrize("run_id", ["linear", "mlp", "best"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_something(at: AppTest, view: str, run_id: str):
    open_inside(at, run_id)
    at.segmented_control(key="view").set_value(view).run()
    said = texts(at)
    assert not at.error
    assert "were not kept" not in said
    caption = at.caption[-1]
    assert len(caption.value) + len(caption.proto.help) > 80  # how to read it, and its limits


def test_a_drawing_comes_from_the_draw_page_and_its_digit_from_the_visitor(at: AppTest):
    at.run()
    at.session_state["canvas"] = message(SEVEN)
    at.switch_page(PLAY).run()
    at.switch_page(INSIDE).run()
    assert "Choose above which digit it really is" in texts(at)
    assert any("Redrawn" in image.captions[0] for image in at.get("image"))  # its strokes came along
    at.segmented_control(key="truth").set_value(7).run()
    assert "Right: the digit is 7" in texts(at)
    at.switch_page(PLAY).run()
    at.switch_page(INSIDE).run()
    assert at.segmented_control(key="truth").value == 7
    at.segmented_control(key="truth").set_value(0).run()
    assert "It is a hard drawing: all 7 other models misread it, too." in texts(at)


def test_how_a_drawing_was_brought_to_28_x_28_is_to_blame_if_it_is_read_right_once_it_is_redrawn(at: AppTest):
    small = [(20 + x / 5, 10 + y / 5) for x, y in SEVEN]
    at.run()
    at.session_state["canvas"] = message(small)
    at.switch_page(PLAY).run()
    at.toggle(key="careless").set_value(True).run()
    at.switch_page(INSIDE).run()
    at.segmented_control(key="truth").set_value(7).run()
    assert "How it was brought to 28 × 28 pixels is to blame" in texts(at)


def test_models_that_misread_much_are_not_asked(at: AppTest):
    open_inside(at, "linear")
    weak = run_of(TrainConfig(architecture="linear"), 0.89, id="weak")
    strong = dataclasses.replace(weak, id="strong", history=resources.shipped_runs()["linear"].history)
    for run in (weak, strong):
        resources.run_store().save(run, SHIPPED_MODELS / "linear")
        visit_of(at).runs[run.id] = run
    shown = visit_of(at).last_input  # any test image
    read = {int(model.logits(shown.image[np.newaxis]).argmax()) for model in shipped_classifiers().values()}
    neither = next(digit for digit in range(10) if digit not in {*read, shown.truth})  # else some would be right
    at.segmented_control(key="truth").set_value(neither).run()
    assert re.search("[78] of 8 other models|all 8 other models", texts(at))  # 7 examples and the strong one


def test_there_may_be_no_other_model_to_ask(at: AppTest, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(run_list, "judges", lambda run_id: [])
    open_inside(at)
    assert "cannot be told whether the image or the model is to blame: there is no other model to ask" in texts(at)


def test_the_untrained_network_is_shown_beside_the_trained_one(at: AppTest):
    open_inside(at, "linear")
    at.segmented_control(key="view").set_value("What speaks for and against").run()
    trained = [image.proto.imgs[0].url for image in at.get("image")[1:]]
    at.toggle(key="untrained").set_value(True).run()
    untrained = [image.proto.imgs[0].url for image in at.get("image")[1:]]
    assert len(trained) == len(untrained) >= 3
    assert not set(trained) & set(untrained)


def test_a_run_of_an_earlier_version_has_no_untrained_network(at: AppTest, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(resources, "inside", lambda run_id: None)
    open_inside(at, "linear")
    at.segmented_control(key="view").set_value("What speaks for and against").run()
    assert at.toggle(key="untrained").disabled
    assert "were not kept" in texts(at)
    assert len(at.get("image")) >= 4


def test_what_the_run_learned_from_is_counted(at: AppTest):
    open_inside(at, "mlp")
    at.segmented_control(key="view").set_value("What had it seen?").run()
    assert "It learned from 55,000 training images" in texts(at)


def test_the_weights_that_are_shown_and_compared_are_those_of_the_finished_model(at: AppTest):
    at.run()
    at.session_state["canvas"] = message(SEVEN)
    at.switch_page(PLAY).run()
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
    at.switch_page(PLAY).run()
    at.switch_page(INSIDE).run()
    widget(at, "selectbox", "looked_at_on_inside").set_value("linear")
    at.segmented_control(key="view").set_value("Epoch by epoch").run()
    (probabilities,) = resources.classifier("linear").probabilities(visit_of(at).last_input.image[np.newaxis])
    (cells,) = json.loads(at.get("plotly_chart")[0].proto.spec)["data"]
    shown = np.frombuffer(base64.b64decode(cells["z"]["bdata"]), cells["z"]["dtype"]).reshape(10, -1)
    assert shown[:, -1] == pytest.approx(probabilities, abs=1e-3)


def test_the_answer_is_softened_by_the_temperature_of_the_run(at: AppTest):
    at.run()
    at.session_state["canvas"] = message(SEVEN)
    at.switch_page(PLAY).run()
    at.switch_page(INSIDE).run()
    image = visit_of(at).last_input.image[np.newaxis]
    logits = Classifier((SHIPPED_MODELS / "mlp" / "model.tflite").read_bytes()).logits(image)
    temperature = RunFolders(SHIPPED_MODELS).load("mlp").temperature
    softened, raw = (answer_of(softmax(logits, t)[0]).sentence for t in (temperature, 1.0))
    assert softened != raw
    assert softened in texts(at)
