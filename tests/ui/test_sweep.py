"""A sweep in the Lab: set up, queued a few trainings at a time, stopped, gone on with, and what it says."""

import dataclasses
import re
from collections.abc import Callable

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from digitdemo.jobs import admission
from digitdemo.jobs.job import Job
from digitdemo.limits import limits
from digitdemo.sweeps.search import is_installed
from digitdemo.system import PROJECT
from digitdemo.ui import resources
from digitdemo.ui.state.whose import COOKIE
from digitdemo.visitors.keys import new_key
from tests.conftest import PATIENCE, until
from tests.jobs.conftest import ScriptedTrainer
from tests.ui.conftest import LAB, PLAY, bring, open_tab, texts, visit_of, widget

SMALL = {"architecture": "mlp", "hidden_layers": "1", "train_size": "200", "epochs": "1"}


@pytest.fixture
def sweep(at: AppTest) -> AppTest:
    """The Lab with its tab of sweeps open, around a small network."""
    at.query_params.update(SMALL)
    at.switch_page(LAB).run()
    open_tab(at, "Sweep")
    return at


@pytest.fixture
def trained(scripted_trainer: None) -> Callable[[AppTest, float], Job]:
    """Has the training under way end with that validation accuracy, and returns it once it has ended."""
    ScriptedTrainer.made = []

    def train_next(at: AppTest, accuracy: float) -> Job:
        jobs = resources.job_queue()
        owner = visit_of(at).owner
        job = until(lambda: next((one for one in jobs.jobs_of(owner) if one.state == "training"), None))
        trainer = ScriptedTrainer.made[-1]
        figures = {"train_accuracy": 0.99, "validation_accuracy": accuracy, "validation_images": 5000}
        trainer.epoch(job.id, 1, test_accuracy=accuracy - 0.01, validation_loss=0.1, **figures)
        trainer.end_job(job.id)
        return until(lambda: (ended := jobs.job(job.id)) and ended.state == "ended" and ended)

    return train_next


def choose_values(at: AppTest, knob: str, values: list) -> None:
    at.selectbox(key="sweep_knob").set_value(knob).run()
    widget(at, "button_group", f"sweep_values_{knob}").set_value(values).run()
    assert not at.exception


def waiting(at: AppTest) -> list[Job]:
    return [job for job in resources.job_queue().jobs_of(visit_of(at).owner) if job.state != "ended"]


def test_before_it_starts_it_says_how_many_trainings_and_how_long(sweep: AppTest):
    assert re.search(r"^\d+ trainings\. Takes about .+ in all\.$", texts(sweep), re.MULTILINE)
    assert "From one seed nobody can tell luck from skill" in widget(sweep, "button_group", "sweep_seeds").help
    assert not sweep.button(key="sweep_start").disabled


def test_a_knob_that_names_what_it_takes_is_swept_by_these_names_and_has_room_as_it_is_proposed(at: AppTest):
    at.query_params.update({"architecture": "linear"})
    at.switch_page(LAB).run()
    open_tab(at, "Sweep")
    assert at.selectbox(key="sweep_knob").value == "learning_rate"
    assert not at.button(key="sweep_start").disabled
    at.selectbox(key="sweep_knob").set_value("architecture").run()
    values = widget(at, "button_group", "sweep_values_architecture")
    assert values.value == ["linear", "mlp", "cnn"]
    assert values.options[:3] == ["Linear softmax", "MLP 512-512", "CNN with dropout"]
    assert not at.button(key="sweep_start").disabled


def test_what_cannot_be_is_refused_with_the_way_out(sweep: AppTest, monkeypatch: pytest.MonkeyPatch):
    choose_values(sweep, "width", [8])
    assert sweep.button(key="sweep_start").disabled
    assert "Width: 1 values are not allowed; give 2 to 12" in texts(sweep)
    monkeypatch.setenv("DIGITDEMO_VISITOR_MB", "1")
    choose_values(sweep, "width", [8, 32])
    assert sweep.button(key="sweep_start").disabled
    assert "take fewer values or seeds" in texts(sweep)
    monkeypatch.delenv("DIGITDEMO_VISITOR_MB")
    monkeypatch.setenv("DIGITDEMO_TRAINING_MINUTES", "1")
    sweep.slider(key="knob_epochs").set_value(50).run()
    sweep.select_slider(key="knob_train_size").set_value(55_000).run()
    choose_values(sweep, "batch_size", [8, 512])
    assert sweep.button(key="sweep_start").disabled
    assert "allowed here" in texts(sweep)


def test_a_few_are_queued_at_a_time_until_the_map_is_full(sweep: AppTest, trained: Callable[[AppTest, float], Job]):
    bring(sweep, "mlp")
    choose_values(sweep, "width", [2, 8, 32])
    widget(sweep, "button_group", "sweep_seeds").set_value(2).run()
    sweep.button(key="sweep_start").click().run()
    assert not sweep.exception
    assert "of 4)" not in texts(sweep)  # four are queued, of six: the sweep says how many are done
    order = []
    for done in range(6):
        assert len(waiting(sweep)) == min(4 - done % 4, 6 - done)
        order.append(trained(sweep, 0.9 + 0.01 * done).config)
        sweep.run()
        assert not sweep.exception
        assert visit_of(sweep).shown == ["mlp"]  # what the visitor looks at stays
    assert [(config.seed, config.width) for config in order] == [(seed, w) for seed in (0, 1) for w in (2, 8, 32)]
    assert waiting(sweep) == []
    assert "6 of 6 trainings are done." in sweep.get("progress")[0].proto.text
    assert "Best on validation: width 32, 93.50%" in texts(sweep)
    assert "Believe its test accuracy, 92.50%" in texts(sweep)
    assert len(visit_of(sweep).runs) == 6
    strip = widget(sweep, "button_group", "shown_on_lab")
    assert len(strip.options) == 8  # the ready-made ones: the others are opened from the map
    other = sweep.selectbox(key="other_run")
    assert other.label == "More of your runs: 6"
    other.select_index(1).run()
    assert visit_of(sweep).shown == ["mlp", list(visit_of(sweep).runs)[-1]]  # the newest comes first
    assert sweep.selectbox(key="other_run").value == ""


def test_it_stops_at_a_word_and_goes_on_with_what_is_missing(sweep: AppTest, trained: Callable[[AppTest, float], Job]):
    choose_values(sweep, "width", [2, 8])
    widget(sweep, "button_group", "sweep_seeds").set_value(1).run()
    sweep.button(key="sweep_start").click().run()
    first = trained(sweep, 0.9)
    sweep.run()
    sweep.button(key="sweep_stop").click().run()
    until(lambda: waiting(sweep) == [])
    sweep.run()
    assert waiting(sweep) == []
    assert "1 of 2 trainings are done." in sweep.get("progress")[0].proto.text
    assert "came to no end" not in texts(sweep)
    sweep.button(key="sweep_resume").click().run()
    (left,) = waiting(sweep)
    assert (first.config.width, left.config.width) == (2, 8)
    trained(sweep, 0.8)
    sweep.run()
    assert "2 of 2 trainings are done." in sweep.get("progress")[0].proto.text


def test_what_fails_is_left_out_and_said_and_tried_again_only_when_asked_for(
    sweep: AppTest, trained: Callable[[AppTest, float], Job]
):
    choose_values(sweep, "width", [2, 8])
    widget(sweep, "button_group", "sweep_seeds").set_value(1).run()
    sweep.button(key="sweep_start").click().run()
    (job, _) = waiting(sweep)
    until(lambda: ScriptedTrainer.made)
    ScriptedTrainer.made[-1].die()
    until(lambda: resources.job_queue().job(job.id).state == "ended")
    sweep.run()
    trained(sweep, 0.8)
    sweep.run()
    assert waiting(sweep) == []
    assert "1 training came to no end" in texts(sweep)
    sweep.button(key="sweep_resume").click().run()
    assert [one.config for one in waiting(sweep)] == [job.config]
    for trainer in ScriptedTrainer.made:
        trainer.die()


def test_it_goes_on_while_its_visitor_is_on_another_page(sweep: AppTest, trained: Callable[[AppTest, float], Job]):
    choose_values(sweep, "width", [2, 8, 32])
    widget(sweep, "button_group", "sweep_seeds").set_value(2).run()
    sweep.button(key="sweep_start").click().run()
    sweep.switch_page(PLAY).run()
    for _ in range(4):
        trained(sweep, 0.9)
    sweep.run()
    assert len(waiting(sweep)) == 2
    assert not sweep.toast  # a hundred of them are no news
    for trainer in ScriptedTrainer.made:
        trainer.die()


def test_without_what_searches_nothing_speaks_of_it(sweep: AppTest, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("digitdemo.ui.panels.lab.sweep.is_installed", lambda: False)
    sweep.run()
    assert [one.label for one in sweep.expander if "earch" in one.label] == []
    assert "earch" not in texts(sweep)


@pytest.mark.skipif(not is_installed(), reason="pip install -r requirements-search.txt")
def test_a_search_trains_one_after_the_other_and_says_what_mattered(
    sweep: AppTest, trained: Callable[[AppTest, float], Job]
):
    widget(sweep, "button_group", "search_knobs").set_value(["width", "dropout"]).run()
    widget(sweep, "button_group", "search_trials").set_value(10).run()
    sweep.button(key="search_start").click().run()
    for _ in range(10):
        (job,) = waiting(sweep)
        trained(sweep, 0.5 + job.config.width / 4096)
        sweep.run()
        assert not sweep.exception
    assert waiting(sweep) == []
    assert "It is the best of 10 from one seed, so luck helped it." in texts(sweep)
    assert not sweep.button(key="search_start").disabled


@pytest.mark.skipif(not is_installed(), reason="pip install -r requirements-search.txt")
def test_a_search_leaves_out_what_would_take_too_long_here(
    sweep: AppTest, trained: Callable[[AppTest, float], Job], monkeypatch: pytest.MonkeyPatch
):
    minutes = 0.02
    monkeypatch.setattr(admission, "limits", lambda: dataclasses.replace(limits(), training_minutes=minutes))
    widget(sweep, "button_group", "search_knobs").set_value(["epochs"]).run()
    assert "It would take" in texts(sweep)
    assert sweep.button(key="search_start").disabled
    minutes = 0.08  # enough for 20 epochs, not for 50
    widget(sweep, "button_group", "search_trials").set_value(10).run()
    sweep.button(key="search_start").click().run()
    tried = []
    while waiting(sweep):
        tried.append(trained(sweep, 0.9).config.epochs)
        sweep.run()
        assert not sweep.exception
    assert 1 < len(tried) < 10
    assert max(tried) < 50
    assert visit_of(sweep).refusal is None


def test_after_a_reload_it_goes_on_and_another_tab_queues_nothing_twice(
    at: AppTest, trained: Callable[[AppTest, float], Job], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ContextProxy, "cookies", {COOKIE: new_key()})

    def tab() -> AppTest:
        one = AppTest.from_file(str(PROJECT / "streamlit_app.py"), default_timeout=PATIENCE)
        one.query_params.update(SMALL)
        one.switch_page(LAB).run()
        open_tab(one, "Sweep")
        return one

    first = tab()
    choose_values(first, "width", [2, 8, 32])
    widget(first, "button_group", "sweep_seeds").set_value(2).run()
    first.button(key="sweep_start").click().run()
    for _ in range(4):
        trained(first, 0.9)
    second = tab()
    left = [job.id for job in waiting(second)]
    assert len(left) == 2
    first.run()
    assert [job.id for job in waiting(first)] == left
    for _ in range(2):
        trained(second, 0.9)
    second.run()
    assert "6 of 6 trainings are done." in second.get("progress")[0].proto.text
    first.run()
    assert (waiting(first), visit_of(first).sweeping) == ([], False)
