"""The Mistakes page by AppTest, from the router, without a browser."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from digitdemo.config.train_config import TrainConfig
from digitdemo.data import mnist
from digitdemo.data.mnist import load_test_digits
from digitdemo.inference import shipped
from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.folders import RunFolders
from digitdemo.runs.run import Run
from digitdemo.runs.store import RunStore
from digitdemo.ui import resources
from digitdemo.ui.charts.pictures import data_url
from digitdemo.ui.components.gallery import SMALL
from tests.ui.conftest import MISTAKES, PLAY, shown_on_canvas, texts, visit_of, widget


def open_mistakes(at: AppTest, *own: Run) -> None:
    """Open the page in a visit that has those runs."""
    at.run()
    visit_of(at).runs = {run.id: run for run in own}
    at.switch_page(MISTAKES).run()


def save_run(folder: Path, run_id: str, model: bytes, **changed: object) -> Run:
    """Keep a run with that model, as a training would."""
    run = Run(
        id=run_id,
        config=TrainConfig(architecture="linear", **changed),
        history=RunFolders(SHIPPED_MODELS).load("linear").history,
    )
    store = RunStore(folder)
    with store.draft() as draft:
        (draft / "model.tflite").write_bytes(model)
        store.save(run, draft)
    return run


def test_it_opens_with_the_mistakes_of_the_example(at: AppTest):
    open_mistakes(at)
    assert widget(at, "selectbox", "looked_at_on_mistakes").value == "mlp"
    accuracy = float((resources.probabilities_on_test_set("mlp").argmax(1) == load_test_digits()[1]).mean())
    assert accuracy == pytest.approx(resources.shipped_runs()["mlp"].kept.test_accuracy, abs=2e-4)
    assert [(m.label, m.value) for m in at.metric[:2]] == [
        ("Test accuracy", f"{accuracy:.2%}"),
        ("Mistakes", f"{round(10_000 * (1 - accuracy)):,}"),
    ]
    assert "read as" in at.metric[2].value
    assert "The most confident mistakes" in texts(at)
    assert f"24 of {at.metric[1].value}, the most confident first" in texts(at)
    assert len(at.dataframe[0].value) == 10
    assert widget(at, "selectbox", "compared_with_on_mistakes").value == "linear"
    assert "of cases, if both were equally good" in texts(at)
    assert "To choose one of the two, go by validation accuracy (other run: " in texts(at)


def test_a_chosen_cell_shows_its_images_and_more_of_them(at: AppTest):
    open_mistakes(at)
    widget(at, "selectbox", "looked_at_on_mistakes").set_value("linear").run()
    labels, predicted = load_test_digits()[1], resources.probabilities_on_test_set("linear").argmax(1)
    for digit, read_as, title in (
        (4, 9, "4 read as 9"),
        (4, None, "4 read as another digit"),
        (None, 9, "Other digits read as 9"),
        (4, 4, "4, read right"),
    ):
        at.segmented_control(key="cell_digit").set_value(digit)
        at.segmented_control(key="cell_read_as").set_value(read_as).run()
        wrong = (labels != predicted) if digit != read_as else (labels == predicted)
        count = int(
            (wrong & ((labels == digit) | (digit is None)) & ((predicted == read_as) | (read_as is None))).sum()
        )
        assert f"### {title}" in texts(at)
        assert f"{min(24, count)} of {count:,}, the" in texts(at)
    at.button(key="more").click().run()
    assert "48 of" in texts(at)
    at.segmented_control(key="cell_digit").set_value(0)
    at.segmented_control(key="cell_read_as").set_value(1).run()
    assert "There are no such images." in texts(at)


def test_an_image_is_opened_on_the_draw_page(at: AppTest):
    open_mistakes(at)
    number = at.selectbox(key="picked_image").value
    visit_of(at).answering = ["linear"]
    at.button(key="open_image").click().run()
    assert not at.exception
    at.switch_page(PLAY).run()
    assert shown_on_canvas(at)["name"] == f"Test image {number}"
    assert f"Test image {number} is the digit **{load_test_digits()[1][number]}**" in texts(at)
    assert visit_of(at).answering == ["linear", "mlp"]


def test_a_run_is_judged_on_its_own_test_images(at: AppTest, tmp_path: Path):
    model = (SHIPPED_MODELS / "linear" / "model.tflite").read_bytes()
    run = save_run(tmp_path, "moved", model, test_shift=4)
    open_mistakes(at, run)
    widget(at, "selectbox", "looked_at_on_mistakes").set_value("moved").run()
    assert int(at.metric[1].value.replace(",", "")) > 2000
    assert "This run was tested on noisy or shifted images" in texts(at)
    image = resources.images_measured_by(run.config)[at.selectbox(key="picked_image").value]
    assert at.get("image")[0].value[0] == data_url(image, SMALL)
    assert widget(at, "selectbox", "compared_with_on_mistakes").value == "linear"
    assert "The two runs were tested on different images" in texts(at)


def test_models_that_read_alike_have_nothing_fixed_or_broken(at: AppTest, tmp_path: Path):
    run = save_run(tmp_path, "twin", (SHIPPED_MODELS / "linear" / "model.tflite").read_bytes())
    open_mistakes(at, run)
    widget(at, "selectbox", "looked_at_on_mistakes").set_value("twin")
    widget(at, "selectbox", "compared_with_on_mistakes").set_value("linear").run()
    assert "Nothing fixed, nothing newly broken" in texts(at)
    assert "Only training images" not in texts(at)


def test_a_run_that_learned_wrong_labels_was_tested_on_right_ones(at: AppTest, tmp_path: Path):
    run = save_run(tmp_path, "noisy", (SHIPPED_MODELS / "linear" / "model.tflite").read_bytes(), label_noise=0.3)
    open_mistakes(at, run)
    widget(at, "selectbox", "looked_at_on_mistakes").set_value("noisy").run()
    assert "Only training images have wrong labels" in texts(at)


def test_a_damaged_model_is_named_and_nothing_else_is_lost(at: AppTest, tmp_path: Path):
    run = save_run(tmp_path, "damaged", b"no model")
    open_mistakes(at, run)
    widget(at, "selectbox", "compared_with_on_mistakes").set_value("damaged").run()
    assert "The model of this run cannot be read; choose another one. damaged: the model cannot be loaded" in texts(at)
    assert len(at.metric) == 3
    widget(at, "selectbox", "looked_at_on_mistakes").set_value("damaged").run()
    assert "The model of this run cannot be read" in texts(at)
    assert len(at.metric) == 0
    widget(at, "selectbox", "looked_at_on_mistakes").set_value("cnn").run()
    assert len(at.metric) == 3


def test_without_test_images_the_page_says_so(at: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(resources.digits, "load_test_digits", lambda: mnist.load_test_digits(tmp_path / "none.npz"))
    open_mistakes(at)
    assert "The file assets/mnist.npz is missing or damaged." in texts(at)


def test_without_models_the_page_says_what_to_do(at: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shipped, "SHIPPED", RunFolders(tmp_path / "none"))
    open_mistakes(at)
    assert "There is no trained model yet." in texts(at)


def test_a_single_run_has_nothing_to_be_compared_with(at: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shutil.copytree(SHIPPED_MODELS / "linear", tmp_path / "shipped" / "linear")
    monkeypatch.setattr(shipped, "SHIPPED", RunFolders(tmp_path / "shipped"))
    open_mistakes(at)
    assert widget(at, "selectbox", "looked_at_on_mistakes").value == "linear"
    assert "There is no other run to compare with" in texts(at)


def test_predictions_are_made_once(at: AppTest, monkeypatch: pytest.MonkeyPatch):
    open_mistakes(at)
    first = resources.probabilities_on_test_set("mlp")
    at.run()
    assert resources.probabilities_on_test_set("mlp") is first
    assert isinstance(first, np.ndarray)
    st.cache_resource.clear()
    assert resources.probabilities_on_test_set("mlp") is not first


@pytest.mark.parametrize(("run_id", "says"), [("fast", "never learned to say no"), ("best", "has learned to say no")])
def test_it_shows_what_a_model_makes_of_signs_that_are_no_digits(at: AppTest, run_id: str, says: str):
    open_mistakes(at)
    widget(at, "selectbox", "looked_at_on_mistakes").set_value(run_id).run()
    assert says not in texts(at)  # nothing is read before it is opened
    at.session_state["saying_no"] = True
    at.run()
    (opened,) = [block for block in at.get("popover") if block.proto.popover.open]
    assert len(opened.get("image")[0].value) == 12
    assert says in texts(at)
    assert ("It can learn that" in texts(at)) is (run_id == "fast")
