"""Each page by AppTest, from the router, without a browser."""

import dataclasses
import re

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from digitdemo.config.sections import SECTIONS
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.folders import RunFolders
from digitdemo.runs.run import Run
from digitdemo.ui import resources
from digitdemo.ui.state import knobs
from digitdemo.ui.state.endings import ending_in_words
from tests.conftest import MLP, RECORD, SEVEN, run_of, until
from tests.ui.conftest import LAB, PLAY, bring, headings, message, texts, visit_of, wait_for_trainings

IN_SIGHT = ("architecture", "train_size", "dropout", "epochs", "learning_rate")
KNOB_WIDGETS = ("selectbox", "slider", "select_slider", "segmented_control", "pills", "number_input")


def test_the_lab_opens_with_an_example(at: AppTest):
    at.switch_page(LAB).run()
    assert at.title[0].value == "Lab"
    assert [metric.label for metric in at.metric] == [
        "Train accuracy",
        "Validation accuracy",
        "Test accuracy",
        "Generalization gap",
        "Time",
    ]
    assert "GOOD FIT" in headings(at)
    assert "It reads new images (99.2% right) about as well as those that it learned from (99.3%)." in texts(at)
    assert re.search(r"An epoch of the ready-made one took \d+\.\d s", texts(at))
    assert "stop" not in [button.key for button in at.button]
    assert not at.button(key="start").disabled
    assert at.button(key="see_overfit")


def test_five_knobs_are_in_sight_and_the_others_are_folded(at: AppTest):
    at.switch_page(LAB).run()
    (folded,) = [block for block in at.get("popover") if block.get("select_slider")]
    every = {widget.key for kind in KNOB_WIDGETS for widget in at.get(kind) if (widget.key or "").startswith("knob_")}
    hidden = {widget.key for kind in KNOB_WIDGETS for widget in folded.get(kind)}
    assert every - hidden == {f"knob_{name}" for name in IN_SIGHT}
    assert [group.label for group in folded.expander] == list(SECTIONS)


def test_only_knobs_that_make_a_difference_are_shown_and_the_page_names_the_others(at: AppTest):
    at.switch_page(LAB).run()
    assert at.select_slider(key="knob_dropout").value == 0.5
    at.selectbox(key="knob_architecture").set_value("linear").run()
    assert "knob_dropout" not in [slider.key for slider in at.select_slider]
    assert "This architecture has no use for: hidden layers, width, filters" in texts(at)
    assert "knob_weight_decay" not in [slider.key for slider in at.select_slider]
    assert "UNDERFITTING" in headings(at)
    at.selectbox(key="knob_architecture").set_value("cnn").run()
    assert at.select_slider(key="knob_dropout").value == 0.5


def test_a_click_that_comes_before_the_browser_knows_of_a_recipe_does_not_undo_it(
    at: AppTest, monkeypatch: pytest.MonkeyPatch
):
    """A browser sends the values of all its widgets with each click: the old ones, until it has been told the new."""
    at.switch_page(LAB).run()
    at.selectbox(key="knob_architecture").set_value("linear").run()
    assert at.select_slider(key="knob_learning_rate").value == 0.02
    at.selectbox(key="knob_architecture").set_value("mlp").run()
    at.slider(key="knob_epochs").set_value(50)
    at.select_slider(key="knob_learning_rate").set_value(0.02).run()
    assert at.select_slider(key="knob_learning_rate").value == 0.005
    assert at.slider(key="knob_epochs").value == 50
    monkeypatch.setattr(knobs, "_ON_ITS_WAY", 0.0)
    at.select_slider(key="knob_learning_rate").set_value(0.02).run()
    assert at.select_slider(key="knob_learning_rate").value == 0.02  # set by hand, later


def test_a_second_architecture_clicked_before_the_first_one_is_shown_brings_its_own_recipe(at: AppTest):
    at.switch_page(LAB).run()
    at.selectbox(key="knob_architecture").set_value("linear").run()
    at.select_slider(key="knob_learning_rate").set_value(0.01)  # the CNN's, which the browser still has
    at.selectbox(key="knob_architecture").set_value("mlp").run()
    assert at.select_slider(key="knob_learning_rate").value == 0.005


@pytest.mark.usefixtures("scripted_trainer")
def test_a_remedy_sets_the_knobs_and_trains_at_once(at: AppTest):
    at.query_params["architecture"] = "mlp"
    at.run()
    assert "OVERFITTING" in headings(at)
    assert at.button(key="try_0").label == "Train with batches of 32 images"
    at.button(key="try_0").click().run()
    assert at.select_slider(key="knob_batch_size").value == 32
    assert at.selectbox(key="knob_architecture").value == "mlp"
    (job_id,) = visit_of(at).job_ids
    assert resources.job_queue().job(job_id).config == TrainConfig(architecture="mlp", batch_size=32)
    assert "TRAINING" in headings(at)
    assert at.button(key="start").disabled
    at.button(key="stop").click().run()
    wait_for_trainings(at)


@pytest.mark.usefixtures("scripted_trainer")
def test_a_training_that_was_stopped_before_its_first_epoch_leaves_no_run(at: AppTest):
    at.switch_page(LAB).run()
    at.button(key="start").click().run()
    (job_id,) = visit_of(at).job_ids
    until(lambda: resources.job_queue().job(job_id).history)
    at.button(key="stop").click().run()
    wait_for_trainings(at)
    at.run()
    assert visit_of(at).runs == {}
    assert "GOOD FIT" in headings(at)
    assert "Nothing was learned, so there is no run." in ending_in_words(visit_of(at).ended)
    assert not at.button(key="start").disabled


def test_after_a_remedy_the_verdict_says_what_has_changed(at: AppTest):
    first, last = run_of(MLP).history
    few = dataclasses.replace(MLP, train_size=1000)
    many = dataclasses.replace(MLP, train_size=10_000)
    before = dataclasses.replace(last, train_accuracy=1.0, test_accuracy=0.88, validation_accuracy=0.88)
    after = dataclasses.replace(last, train_accuracy=0.99, test_accuracy=0.985)
    at.switch_page(LAB).run()
    visit_of(at).runs = {
        "few": Run(id="few", config=few, history=(first, before)),
        "many": Run(id="many", config=many, history=(first, after)),
    }
    visit_of(at).grown_from = {"many": "few"}
    bring(at, "few")
    assert "It knows its 1,000 images (100% right), but of new ones it reads only 88% right." in texts(at)
    assert "points, test" not in texts(at)
    bring(at, "few", "many")
    assert "Cured. Training images 1,000 → 10,000: gap 12.0 → 0.5 points, test 88.0 → 98.5%." in texts(at)


def test_what_stands_beside_a_verdict_is_shown(at: AppTest):
    first, last = run_of(MLP).history
    few = dataclasses.replace(last, train_accuracy=0.8, validation_accuracy=0.6, test_accuracy=0.6, train_loss=1.0)
    config = dataclasses.replace(MLP, schedule="constant", learning_rate=0.001, train_size=500, epochs=1)
    at.switch_page(LAB).run()
    visit_of(at).runs = {"a-run": Run(id="a-run", config=config, history=(first, few))}
    bring(at, "a-run")
    assert "NOT TRAINED ENOUGH" in headings(at)
    assert "Not trained enough: " in texts(at)
    assert "Also: Overfitting, strong: it does 20.0 points better" in texts(at)


def test_knobs_that_contradict_each_other_are_named_and_the_default_is_used(at: AppTest):
    at.switch_page(LAB).run()
    at.slider(key="knob_patience").set_value(3)
    at.select_slider(key="knob_train_size").set_value(60_000).run()
    assert not at.exception
    assert "patience: 3 is not allowed with train_size 60,000" in texts(at)


def test_the_url_sets_the_knobs_and_bad_values_are_named(at: AppTest):
    at.query_params.update({"architecture": "mlp", "epochs": "3", "learning_rate": "0.003", "seed": "x", "other": "1"})
    at.run()
    assert at.selectbox(key="knob_architecture").value == "mlp"
    assert at.slider(key="knob_epochs").value == 3
    assert at.select_slider(key="knob_learning_rate").value == 0.003
    assert "seed: 'x' is not allowed; give a whole number from 0 to 999,999" in texts(at)
    at.slider(key="knob_epochs").set_value(5).run()
    assert dict(at.query_params) == {
        "architecture": "mlp",
        "epochs": "5",
        "learning_rate": "0.003",
        "other": "1",
    }


def test_a_training_is_listed_and_keeps_its_place_on_the_chart(at: AppTest):
    at.query_params.update({"architecture": "linear", "epochs": "1", "train_size": "500"})
    at.run()
    at.button(key="start").click().run()
    (job_id,) = visit_of(at).job_ids
    assert at.button(key="start").disabled
    wait_for_trainings(at)
    at.run()
    assert "1. Linear softmax, epochs 1, training images 500" in texts(at)
    assert visit_of(at).shown == [job_id]  # the example has left it
    at.switch_page(PLAY).run()
    assert visit_of(at).answering == ["linear", "mlp", "cnn", "fast", "best", job_id]


def test_a_diverged_run_is_shown_with_its_curve(at: AppTest):
    history = RunFolders(SHIPPED_MODELS).load("mlp").history[:4]
    config = TrainConfig(architecture="mlp", learning_rate=0.5)
    at.switch_page(LAB).run()
    visit_of(at).runs = {
        "a-run": Run(id="a-run", config=config, history=history, outcome="diverged", reason="the loss was not a number")
    }
    bring(at, "a-run")
    assert "DIVERGED" in headings(at)
    assert "The loss was not a number." in texts(at)
    assert "Diverged: the loss grew beyond all bounds. A learning rate of 0.5" in texts(at)
    assert len(at.metric) == 5


def test_a_run_that_learned_wrong_labels_is_shown_by_the_true_ones_too(at: AppTest):
    first, last = run_of(MLP).history
    history = (first, dataclasses.replace(last, train_accuracy=0.678, true_train_accuracy=0.964))
    at.switch_page(LAB).run()
    noisy = dataclasses.replace(MLP, label_noise=0.3)
    visit_of(at).runs = {"a-run": Run(id="a-run", config=noisy, history=history)}
    bring(at, "a-run")
    train, validation, *_ = at.metric
    assert (train.value, train.delta) == ("67.80%", "as told; true: 96.40%")
    assert (validation.value, validation.delta) == ("98.00%", "95%: 97.57% to 98.35%")
    assert "Dotted: train, as told; dash-dotted: train, true labels; solid: test" in texts(at)
    assert "Only training images have wrong labels: validation and test images keep the right ones." in texts(at)


def test_a_run_without_validation_says_so(at: AppTest):
    config = TrainConfig(architecture="mlp", train_size=60_000)
    history = (RECORD, dataclasses.replace(RECORD, epoch=1))
    at.switch_page(LAB).run()
    visit_of(at).runs = {"a-run": Run(id="a-run", config=config, history=history)}
    bring(at, "a-run")
    assert (at.metric[1].value, at.metric[1].delta) == ("none", "none held out")


def test_text_from_the_url_makes_no_links_and_is_gone_after_a_change(at: AppTest):
    at.query_params["epochs"] = "![x](http://example.com/x.png)"
    at.run()
    (warning,) = at.warning
    assert "\\!\\[x\\]\\(http" in warning.value
    at.slider(key="knob_epochs").set_value(5).run()
    assert len(at.warning) == 0


def test_no_message_of_a_browser_can_drop_the_trainings(at: AppTest):
    at.run()
    queue = resources.job_queue()
    st.cache_resource.clear()  # what Streamlit does at anybody's "clear_cache"
    assert resources.job_queue() is queue


def test_an_empty_canvas_predicts_nothing(at: AppTest):
    at.run()
    at.switch_page(PLAY).run()
    assert "Draw a digit" in texts(at)
    assert len(at.metric) == 0


def test_a_drawing_is_read_by_all_shipped_models(at: AppTest):
    at.run()
    at.switch_page(PLAY)
    at.session_state["canvas"] = message(SEVEN)
    at.run()
    assert "All 5 models read 7" in texts(at)


@pytest.mark.parametrize(
    "bad",
    [
        {"raw": {"objects": "x"}, "data": None},
        {"raw": {"objects": [{}]}, "data": None},
        {"raw": {}, "data": None},
        {"raw": 5, "data": None},
    ],
)
def test_a_message_that_is_no_drawing_is_named_and_the_page_lives_on(at: AppTest, bad: dict):
    at.run()
    at.switch_page(PLAY)
    at.session_state["canvas"] = {"drawing": bad}
    at.run()
    assert "The drawing could not be read" in texts(at)
    assert not at.button(key="clear").disabled
    at.session_state["canvas"] = message(SEVEN)
    at.run()
    assert "All 5 models read 7" in texts(at)
