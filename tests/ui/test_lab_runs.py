"""The runs in the Lab by AppTest, from the router, without a browser."""

import dataclasses
import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from digitdemo.analysis import diagnosis
from digitdemo.analysis.findings import find
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.folders import RunFolders
from digitdemo.runs.run import Run
from digitdemo.ui import resources
from tests.conftest import DROPOUT, MLP, RECORD, run_of
from tests.ui.conftest import LAB, PLAY, bring, open_tab, texts, visit_of, wait_for_trainings, widget

CLONE = "Same again, but …"
CURVES = RunFolders(SHIPPED_MODELS).load("mlp").history


def own(run_id: str, config: TrainConfig = MLP, test: float = 0.98, **fields) -> Run:
    return run_of(config, test, seed=config.seed, id=run_id, **fields)


@pytest.fixture
def open_page(at: AppTest):
    """Open the page in a visit that has trained some runs."""

    def open_with(*runs: Run) -> AppTest:
        at.run()
        visit_of(at).runs = {run.id: run for run in runs}
        at.switch_page(LAB).run()
        bring(at, "mlp", *(run.id for run in runs))
        return at

    return open_with


def plain(markdown: str) -> str:
    """Return text without the signs of Markdown that colour and embolden it."""
    return re.sub(r":\w+\[(.)\]", r"\1", markdown).replace("*", "")


def table(at: AppTest) -> pd.DataFrame:
    open_tab(at, "Table")
    return at.dataframe[0].value


def names(at: AppTest) -> list[str]:
    return list(table(at)["Run"])


def act(at: AppTest, key: str, tab: str = "Numbers") -> None:
    """Click one of the buttons for the run in focus."""
    open_tab(at, tab)
    at.button(key=key).click().run()


def test_the_table_has_a_row_a_run_and_the_knobs_that_differ(open_page):
    at = open_page(own("a"), own("b", DROPOUT))
    assert names(at)[-2:] == ["1. MLP 512-512", "2. MLP 512-512, dropout 0.5"]
    assert len(names(at)) == len(ARCHITECTURES) + 2
    shown = table(at)
    assert list(shown["Dropout"])[-2:] == [0, 0.5]
    assert "Seed" not in shown
    assert list(shown["Test accuracy"])[-2:] == [98, 98]
    assert list(shown["Validation accuracy"])[-2:] == [98, 98]
    (legend,) = [element for element in at.markdown if element.value.startswith("(dotted: train")]
    assert "whoever picks by test accuracy makes the test part of the training" in legend.proto.help


@pytest.mark.parametrize("tab", ["Numbers", "Table", "Fit map"])
def test_a_run_is_diagnosed_once_in_a_script_run(open_page, monkeypatch: pytest.MonkeyPatch, tab: str):
    at = open_page(own("a"), own("b", DROPOUT))
    visit_of(at).grown_from = {"b": "a"}
    asked: list[str] = []
    monkeypatch.setattr(diagnosis, "find", lambda run: asked.append(run.id) or find(run))
    open_tab(at, tab)
    assert {"a", "b"} <= set(asked)
    assert len(asked) == len(set(asked))


def test_where_labels_are_wrong_table_and_chart_have_the_true_ones_too(open_page):
    noisy = dataclasses.replace(MLP, label_noise=0.3)
    first, last = own("a", noisy).history
    history = (first, dataclasses.replace(last, train_accuracy=0.678, true_train_accuracy=0.964))
    at = open_page(own("a", noisy, history=history))
    shown = table(at)
    assert [shown[column].iloc[-1] for column in ("Train accuracy", "Train, true labels")] == pytest.approx(
        [67.8, 96.4]
    )
    assert "Train accuracy goes by the labels that each model was told; train, true labels, by the digits." in texts(at)
    assert "validation and test images keep the right ones" in texts(at)
    assert "dotted: train, as told; dash-dotted: train, true labels; solid: test" in texts(at)
    assert "it has learned wrong labels by heart" in texts(at)


def test_without_runs_the_page_says_so(open_page, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("digitdemo.inference.shipped.ARCHITECTURES", {})
    at = open_page()
    assert "There is no run to compare yet" in texts(at)
    assert len(at.dataframe) == 0


def test_a_run_is_renamed_everywhere_and_gets_its_automatic_name_back(open_page):
    at = open_page(own("a"))
    at.text_input(key="name_a").input("  my *best*  <b>run</b> ").run()
    assert names(at)[-1] == "1. my *best* <b>run</b>"
    assert "1. my *best* <b>run</b>" in texts(at)
    assert any(r"my \*best\* \<b\>run\<\/b\>" in element.value for element in at.markdown)
    open_tab(at, "Numbers")
    assert at.text_input(key="name_a").value.strip() == "my *best*  <b>run</b>"
    at.text_input(key="name_a").input("").run()
    assert names(at)[-1] == "1. MLP 512-512"


def test_the_strip_has_the_newest_first_and_what_was_chosen_last_is_in_focus(open_page):
    at = open_page(own("a"), own("b", DROPOUT))
    strip = widget(at, "pills", "shown_on_lab")
    assert [option.split("] ")[1] for option in strip.options[:3]] == [
        r"2\. MLP 512\-512\, dropout 0\.5",
        r"1\. MLP 512\-512",
        "Linear softmax",
    ]
    assert at.text_input(key="name_b")
    strip.set_value(["mlp", "b"]).run()
    strip.set_value(["mlp", "b", "a"]).run()
    assert at.text_input(key="name_a")
    assert at.query_params["run"] == "a"


def test_a_long_name_is_cut_and_an_example_keeps_its_own(open_page):
    at = open_page(own("a"))
    at.text_input(key="name_a").set_value("x" * 1000).run()
    assert names(at)[-1] == "1. " + "x" * 40
    bring(at, "linear")
    open_tab(at, "Numbers")
    assert at.text_input(key="name_linear").disabled
    assert at.button(key="delete").disabled


def test_a_deleted_run_comes_back_with_undo_and_numbers_stay(open_page):
    at = open_page(own("a"), own("b", DROPOUT))
    assert at.button(key="undo_delete").disabled
    bring(at, "mlp", "b", "a")
    act(at, "delete")
    assert names(at)[-1] == "2. MLP 512-512, dropout 0.5"
    assert visit_of(at).shown == ["mlp", "b"]
    act(at, "delete")
    assert len(names(at)) == len(ARCHITECTURES)
    for expected in (["b"], ["b", "a"]):
        act(at, "undo_delete")
        assert visit_of(at).shown == ["mlp", *expected]
    assert at.button(key="undo_delete").disabled
    assert names(at)[-2:] == ["1. MLP 512-512", "2. MLP 512-512, dropout 0.5"]
    at.switch_page(PLAY).run()
    assert not at.exception


def test_a_pinned_run_comes_first_and_has_to_be_unpinned_before_it_is_deleted(open_page):
    at = open_page(own("a"), own("b", DROPOUT))
    act(at, "pin")
    assert at.button(key="delete").disabled
    assert at.button(key="pin").label == "Unpin"
    assert names(at)[0] == "2. MLP 512-512, dropout 0.5"
    assert list(table(at)["Pinned"]) == [True] + [False] * (len(ARCHITECTURES) + 1)
    act(at, "pin")
    assert not at.button(key="delete").disabled
    assert names(at)[-1] == "2. MLP 512-512, dropout 0.5"


def test_pinned_runs_come_first_to_choose_from_then_own_ones_then_ready_made(open_page):
    at = open_page(own("a"), own("b"), own("c"))
    visit_of(at).pinned = ["cnn", "a"]
    at.run()
    listed = [plain(option) for option in widget(at, "pills", "shown_on_lab").options]
    assert [name.split()[1].strip("\\.") for name in listed[:4]] == ["1", "CNN", "3", "2"]
    assert len(listed) == len(ARCHITECTURES) + 3


@pytest.mark.parametrize("chart", ["Train accuracy", "Parameters", "Training images"])
def test_every_chart_is_drawn_and_described(open_page, chart: str):
    at = open_page(own("a"))
    open_tab(at, "Fit map")
    widget(at, "segmented_control", "runs_map_on_lab").set_value(chart).run()
    assert not at.exception
    assert "95% intervals of the test accuracy" in texts(at)


def test_the_curves_are_those_of_the_chosen_runs(open_page):
    at = open_page(own("a"))
    assert "(dotted: train, solid: test)" in texts(at)
    visit_of(at).shown = []
    at.run()
    assert "No run is on the chart" in texts(at)


def test_only_the_open_tab_is_computed(open_page, monkeypatch: pytest.MonkeyPatch):
    at = open_page(own("a"))
    for name, kind in (("Numbers", "metric"), ("Table", "dataframe"), ("Fit map", "segmented_control")):
        open_tab(at, name)
        shown = {one for one in ("metric", "dataframe") if at.get(one)}
        assert shown == ({kind} & {"metric", "dataframe"}), name
        assert ("runs_map_on_lab" in [each.key for each in at.segmented_control]) == (name == "Fit map")


def test_two_runs_that_differ_in_one_knob_are_compared_from_one_seed(open_page):
    at = open_page(own("a"), own("b", DROPOUT, 0.99))
    open_tab(at, "Two runs")
    assert "A ● 1. MLP 512-512 against B ● 2. MLP 512-512, dropout 0.5" in plain(texts(at))
    assert "Only one knob differs: Dropout 0 → 0.5." in texts(at)
    assert "From A to B: +1.00 points on validation, from one seed. Cannot tell" in texts(at)
    assert at.button(key="train_five").label == "Train both from five seeds: 8 models"


def test_two_runs_are_compared_with_the_spread_of_their_seeds(open_page):
    seeds = [
        own(f"{kind}{seed}", dataclasses.replace(config, seed=seed), accuracy + seed / 1000)
        for seed in range(3)
        for kind, config, accuracy in (("a", MLP, 0.97), ("b", DROPOUT, 0.98))
    ]
    at = open_page(*seeds)
    open_tab(at, "Two runs")
    assert "+1.00 points on validation, averaged over 3 seeds" in texts(at)
    assert at.button(key="train_five").label == "Train both from five seeds: 4 models"
    assert "from seeds 0, 1, 2: A 97.00%, 97.10%, 97.20%; B 98.00%, 98.10%, 98.20%." in texts(at)
    bring(at, "b0", "b2")
    assert "Only one knob differs: Seed 0 → 2." in texts(at)
    assert "They are 0.20 points apart on validation, and nothing but the seed differs" in texts(at)
    bring(at, "b2")  # alone: it is compared with the one most like it
    assert "Only one knob differs: Dropout 0 → 0.5." in texts(at)


def test_one_click_trains_the_knobs_from_five_seeds_and_says_how_far_apart_they_are(open_page, monkeypatch):
    config = dataclasses.replace(MLP, epochs=5, seed=3)  # no example's
    at = open_page(own("a", config, 0.97), own("b", dataclasses.replace(config, seed=4), 0.98))
    open_tab(at, "Numbers")
    assert "From 2 seeds it reads 97.00% to 98.00% of validation images right, 97.50% on average." in texts(at)
    asked: list[TrainConfig] = []
    monkeypatch.setattr(resources.job_queue(), "submit", lambda configs, *_, **__: asked.extend(configs) or [])
    act(at, "seeds")
    assert asked == [dataclasses.replace(config, seed=seed) for seed in (5, 6, 7)]
    visit_of(at).runs = {name: own(name, config, 0.97) for name in ("a", "b")}
    at.run()
    assert "seeds it reads" not in texts(at)  # both from one seed


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (own("b", DROPOUT, outcome="stopped"), "did not finish"),
        (own("b", dataclasses.replace(DROPOUT, seed=1)), "They have no seed in common"),
    ],
)
def test_what_cannot_be_compared_is_said(open_page, other: Run, said: str):
    at = open_page(own("a"), other)
    open_tab(at, "Two runs")
    assert said in texts(at)
    assert not re.search(r"points on (test|validation)", texts(at))


@pytest.mark.parametrize(("train_size", "why"), [(60_000, "none held out"), (55_000, "not measured")])
def test_runs_without_validation_are_not_compared_by_test(open_page, train_size: int, why: str):
    config = dataclasses.replace(MLP, train_size=train_size, epochs=5)  # no example's
    record = dataclasses.replace(own("b").kept, validation_accuracy=None, validation_images=None)
    at = open_page(own("a", dataclasses.replace(DROPOUT, epochs=5)), own("b", config, history=(RECORD, record)))
    open_tab(at, "Two runs")
    assert "compared by validation accuracy, which is missing (2. MLP 512-512" in texts(at)
    assert f": {why})" in texts(at)
    assert not re.search(r"points on (test|validation)", texts(at))
    # What trained it may have been an earlier version: trained anew it has one.
    offers = [button.label for button in at.button if button.key == "train_five"]
    assert offers == ([] if train_size == 60_000 else ["Train both from five seeds: 9 models"])


def test_where_none_are_held_out_a_clone_says_that_it_cannot_be_compared(open_page):
    at = open_page(own("a"))
    open_tab(at, CLONE)
    at.selectbox(key="clone_knob").set_value("train_size").run()
    at.select_slider(key="clone_a_train_size").set_value(60_000).run()
    assert "More than 59,500 training images leave too few for validation" in texts(at)


@pytest.mark.usefixtures("scripted_trainer")
def test_one_click_trains_both_from_five_seeds(open_page):
    at = open_page(own("a"), own("b", DROPOUT, 0.99))
    act(at, "train_five", "Two runs")
    assert not at.exception
    queued = [resources.job_queue().job(job_id).config for job_id in visit_of(at).job_ids]
    assert queued == [dataclasses.replace(config, seed=seed) for seed in range(1, 5) for config in (MLP, DROPOUT)]
    at.button(key="stop_all").click().run()
    wait_for_trainings(at)


@pytest.mark.usefixtures("scripted_trainer")
def test_a_clone_says_what_differs_and_trains_it_alone(open_page):
    at = open_page(own("a", TrainConfig(architecture="linear", epochs=1, train_size=500)))
    open_tab(at, CLONE)
    at.selectbox(key="clone_knob").set_value("epochs").run()
    assert at.button(key="train_clone").disabled
    assert "Change Epochs to see what it does." in texts(at)
    at.slider(key="clone_a_epochs").set_value(2).run()
    assert "Both start from the same seed" in texts(at)
    assert "Only one knob differs: Epochs 1 → 2." in texts(at)
    assert at.button(key="train_clone").label == "Train 1 model"
    at.button(key="train_clone").click().run()
    assert not at.exception
    assert at.title[0].value == "Lab"
    (job_id,) = visit_of(at).job_ids
    assert resources.job_queue().job(job_id).config == TrainConfig(architecture="linear", epochs=2, train_size=500)
    assert at.slider(key="knob_epochs").value == 2
    at.button(key="stop").click().run()
    wait_for_trainings(at)


def test_five_seeds_train_what_is_missing(open_page):
    at = open_page(own("a"), own("b", dataclasses.replace(MLP, seed=1)))
    bring(at, "b", "a")
    open_tab(at, CLONE)
    at.selectbox(key="clone_knob").set_value("dropout").run()
    at.select_slider(key="clone_a_dropout").set_value(0.5)
    at.toggle(key="five_seeds").set_value(True).run()
    assert at.button(key="train_clone").label == "Train 8 models"


def test_what_is_there_already_is_not_trained_again(open_page):
    at = open_page(own("a"), own("b", DROPOUT))
    bring(at, "b", "a")
    open_tab(at, CLONE)
    at.selectbox(key="clone_knob").set_value("dropout").run()
    at.select_slider(key="clone_a_dropout").set_value(0.5).run()
    assert "All of these runs exist already" in texts(at)
    assert at.button(key="train_clone").disabled


def test_a_clone_that_contradicts_itself_is_named_and_cannot_be_trained(open_page):
    at = open_page(own("a", TrainConfig(architecture="mlp", train_size=60_000)))
    open_tab(at, CLONE)
    at.selectbox(key="clone_knob").set_value("patience").run()
    at.slider(key="clone_a_patience").set_value(3).run()
    assert f"{KNOBS['patience'].label}: 3 is not allowed with train_size 60,000" in texts(at)
    assert at.button(key="train_clone").disabled


def test_every_knob_of_a_clone_has_its_widget(open_page):
    at = open_page(own("a"))
    open_tab(at, CLONE)
    for name in at.selectbox(key="clone_knob").options:
        at.selectbox(key="clone_knob").select(name).run()
        assert not at.exception
        assert at.button(key="train_clone").disabled


def test_a_run_sets_the_knobs(open_page):
    at = open_page(own("a", DROPOUT))
    at.selectbox(key="knob_architecture").set_value("linear").run()
    act(at, "to_knobs")
    assert at.select_slider(key="knob_dropout").value == 0.5
    assert at.selectbox(key="knob_architecture").value == "mlp"
