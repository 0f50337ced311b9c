"""The page of experiments by AppTest, from the router, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from digitdemo.analysis.cures import arm_names
from digitdemo.analysis.experiments import EXPERIMENTS, GROUPS
from digitdemo.analysis.experiments.experiment import BROKEN, CURE
from digitdemo.analysis.figures import effect_in_words, fill_in
from digitdemo.analysis.recorded import arm_runs, recorded_runs
from digitdemo.ui import resources
from tests.ui.conftest import EXPERIMENTS_PAGE, LAB, texts, visit_of, wait_for_trainings


def open_experiment(at: AppTest, name: str) -> None:
    titles = list(GROUPS)
    group = next(title for title in titles if name in GROUPS[title])
    at.run()
    at.switch_page(EXPERIMENTS_PAGE).run()
    at.segmented_control(key="experiment_group").set_value(group).run()
    at.pills(key=f"experiment_{titles.index(group)}").set_value(name).run()


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_experiment_shows_its_runs_and_what_they_say(at: AppTest, name: str):
    open_experiment(at, name)
    experiment, runs = EXPERIMENTS[name], arm_runs(recorded_runs(), name)
    assert runs is not None
    shown = texts(at)
    assert at.header[0].value == experiment.title
    assert experiment.claim in shown
    assert effect_in_words(experiment, runs) in shown
    assert fill_in(experiment.see, experiment, runs) in shown
    (table,) = at.table
    assert list(table.value["Training"]) == list(arm_names(experiment, runs).values())
    assert [button.label for button in at.button] == ["Train both yourself"]


@pytest.mark.usefixtures("scripted_trainer")
def test_one_click_queues_the_broken_and_the_cured_training(at: AppTest):
    open_experiment(at, "too-simple")
    at.button(key="train_both").click().run()
    assert not at.exception
    queued = [resources.job_queue().job(job_id).config for job_id in visit_of(at).job_ids]
    assert queued == [EXPERIMENTS["too-simple"].config(arm) for arm in (BROKEN, CURE)]
    assert at.selectbox(key="knob_architecture").value == "linear"
    assert "stop_all" in [button.key for button in at.button]
    at.button(key="stop_all").click().run()
    wait_for_trainings(at)
    at.switch_page(LAB).run()
    assert visit_of(at).job_ids == []
    assert not at.button(key="start").disabled
