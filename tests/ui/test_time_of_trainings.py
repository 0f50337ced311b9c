"""How long trainings take, before they are started, and what is refused because of it."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from digitdemo.config.train_config import TrainConfig
from digitdemo.ui import resources
from digitdemo.ui.state import trainings
from tests.jobs.conftest import ScriptedTrainer
from tests.ui.conftest import LAB, texts, visit_of

TOO_LONG = {"architecture": "best", "epochs": "50", "batch_size": "8"}


def test_the_lab_says_how_long_it_takes_and_goes_with_the_knobs(at: AppTest):
    at.query_params["architecture"] = "fast"
    at.switch_page(LAB).run()
    assert re.search(r"^Takes about \d+ seconds\.$", texts(at), re.MULTILINE)
    at.slider(key="knob_epochs").set_value(50).run()
    assert re.search(r"^Takes about \d+ minutes\.$", texts(at), re.MULTILINE)
    assert not at.button(key="start").disabled


def test_knobs_of_an_address_that_take_too_long_are_refused_with_what_would_not(at: AppTest):
    at.query_params.update(TOO_LONG)
    at.switch_page(LAB).run()
    (refusal,) = [warning.value for warning in at.warning if "allowed here" in warning.value]
    assert at.button(key="start").disabled
    epochs = int(re.search(r"With (\d+) epochs? it would fit\.$", refusal)[1])
    at.slider(key="knob_epochs").set_value(epochs).run()
    assert not at.button(key="start").disabled
    assert not at.warning


@pytest.mark.usefixtures("scripted_trainer")
def test_a_start_that_comes_nevertheless_is_refused_and_told_what_would_not_be(
    at: AppTest, monkeypatch: pytest.MonkeyPatch
):
    ScriptedTrainer.made = []
    at.query_params.update(architecture="cnn", epochs="10")
    at.switch_page(LAB).run()
    monkeypatch.setenv("DIGITDEMO_TRAINING_MINUTES", "1")
    at.button(key="start").click().run()
    of_knobs_and_of_click = [warning.value for warning in at.warning if "allowed here" in warning.value]
    assert len(of_knobs_and_of_click) == 2
    assert (visit_of(at).job_ids, ScriptedTrainer.made) == ([], [])


def test_five_seeds_say_how_long_all_of_them_take(at: AppTest):
    at.switch_page(LAB).run()
    assert re.search(r"Takes about .+ in all\.$", at.button(key="seeds").help)


@pytest.mark.usefixtures("scripted_trainer")
def test_who_waits_is_told_how_many_minutes_in_the_lab(at: AppTest):
    ScriptedTrainer.made = []
    for owner in "abc":
        resources.job_queue().submit([TrainConfig(architecture="cnn")], owner)
    at.switch_page(LAB).run()
    at.button(key="start").click().run()
    assert not at.exception
    (job,) = resources.job_queue().jobs_of(visit_of(at).owner)
    assert job.place == 3
    (bar,) = at.get("progress")
    assert re.fullmatch(r"3 trainings before yours, about \d+ minutes", bar.proto.text)
    for trainer in ScriptedTrainer.made:
        trainer.die()


def test_before_anybody_trains_nothing_is_made_to_say_how_long_it_takes(at: AppTest, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(resources, "job_queue", lambda: pytest.fail("there is no need for a queue"))
    assert trainings.foretell(TrainConfig()).seconds > 0
