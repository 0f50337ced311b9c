"""Teach mine, its panel alone, with a trainer that is a script of events."""

import dataclasses
import json
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from digitdemo.config.lesson import LESSON
from digitdemo.inference.live_network import live_network, packed
from digitdemo.inference.shipped import SHIPPED
from digitdemo.jobs.protocol import Epoch
from digitdemo.runs.files import MODEL_FILE
from digitdemo.runs.live_weights import LiveWeights, half_arrays
from digitdemo.runs.snapshots import FILE, load_snapshots
from digitdemo.ui import resources
from digitdemo.ui.state import widget_keys
from digitdemo.ui.state.endings import ending_in_words
from tests.conftest import PATIENCE, RECORD, until
from tests.jobs.conftest import ScriptedTrainer
from tests.ui.conftest import visit_of, wait_for_trainings


def panel() -> None:
    from digitdemo.ui.panels.play.teach import teach_mine
    from digitdemo.ui.state.script_run import begin_script_run

    begin_script_run()
    teach_mine()


@pytest.fixture
def teach(at: AppTest, scripted_trainer: None) -> Iterator[AppTest]:
    ScriptedTrainer.made = []
    yield AppTest.from_function(panel, default_timeout=PATIENCE).run()
    for trainer in ScriptedTrainer.made:
        trainer.die()


def component(at: AppTest, name: str) -> Any:
    assert not at.exception
    (found,) = (e.proto for e in at.get("bidi_component") if e.proto.component_name == f"digitdemo_{name}")
    return found


def shown(at: AppTest, name: str) -> dict[str, Any]:
    return json.loads(component(at, name).json)


def words(at: AppTest) -> str:
    return shown(at, "sparkline")["words"]


def handed_over(at: AppTest) -> bytes:
    return component(at, "weights").bytes


def snapshot(epoch: int) -> list:
    return load_snapshots(SHIPPED.read("fast", FILE))[epoch]


def yours(epoch: int) -> bytes:
    """Return what the page gets of the network as it is after that epoch."""
    network = live_network(LESSON, snapshot(epoch), 1.0)
    assert network is not None
    return packed({"yours": network})


def begin(at: AppTest) -> tuple[ScriptedTrainer, str]:
    """Click, and return the trainer and the lesson's id, which has begun."""
    at.button("teach").click().run()
    job_id = visit_of(at).taught
    until(lambda: resources.job_queue().job(job_id).state == "training")
    at.run()
    return ScriptedTrainer.made[0], job_id


def end(at: AppTest, trainer: ScriptedTrainer, job_id: str, *, model: bool = True) -> None:
    """Let the lesson end, with the shipped model in its folder."""
    if model:
        shutil.copy(SHIPPED.folder("fast") / MODEL_FILE, trainer.folders[job_id])
    trainer.end_job(job_id)
    wait_for_trainings(at)
    at.run()


def test_before_a_lesson_yours_is_the_untrained_network(teach: AppTest):
    assert [button.label for button in teach.button] == ["Teach mine"]
    assert words(teach) == "YOURS has learned nothing yet. It guesses."
    assert shown(teach, "sparkline")["points"] == []
    assert handed_over(teach) == yours(0)


def test_in_a_lesson_the_page_gets_the_weights_and_the_line_climbs(teach: AppTest):
    trainer, job_id = begin(teach)
    assert trainer.watched == [job_id]
    assert [(button.label, button.disabled) for button in teach.button] == [("Teach mine", True), ("Stop", False)]
    assert words(teach) == "Starting. The first time takes some seconds."
    for epochs, accuracy, epoch in ((0.0, 0.1, 0), (0.25, 0.98, 1)):
        arrays = half_arrays(snapshot(epoch))
        trainer.live(job_id, LiveWeights(epochs=epochs, test_accuracy=accuracy, test_images=400, arrays=arrays))
    until(lambda: len(resources.job_queue().job(job_id).climb) == 2)
    teach.run()
    assert shown(teach, "sparkline")["points"] == [[0.0, 0.1], [0.25, 0.98]]
    assert words(teach) == "Learning from 55,000 digits."
    assert handed_over(teach) == yours(1) != yours(0)


def test_after_a_lesson_it_is_a_run_as_any_other(teach: AppTest):
    trainer, job_id = begin(teach)
    trainer.events.put(trained(job_id))
    end(teach, trainer, job_id)
    now = visit_of(teach)
    assert list(now.runs) == [job_id]
    assert job_id in now.answering
    assert job_id in now.shown
    assert now.names == {job_id: "Yours"}
    assert words(teach) == "Done. It reads 99.2% of 10,000 digits that it has never seen."
    assert shown(teach, "sparkline")["points"] == [[1.0, 0.992]]
    assert handed_over(teach) == packed({})  # the run answers itself
    assert [button.label for button in teach.button] == ["Teach another", "Open in Lab"]
    teach.button("open_in_lab").click().run()
    assert visit_of(teach).leads_to_lab
    assert teach.session_state[widget_keys.knob("architecture")] == "fast"


def trained(job_id: str) -> Epoch:
    return Epoch(job=job_id, record=dataclasses.replace(RECORD, epoch=1, test_accuracy=0.992))


def test_another_lesson_begins_from_other_weights(teach: AppTest):
    for _ in range(2):
        trainer, job_id = begin(teach)
        end(teach, trainer, job_id)
    assert [run.config.seed for run in visit_of(teach).runs.values()] == [0, 1]


def test_yours_keeps_its_colour_when_it_becomes_a_run_and_the_next_one_has_another(teach: AppTest):
    for _ in range(2):
        trainer, job_id = begin(teach)
        assert visit_of(teach).colours["yours"] == visit_of(teach).colours[job_id]
        trainer.events.put(trained(job_id))
        end(teach, trainer, job_id)
    now = visit_of(teach)
    assert len({now.colours[run_id] for run_id in now.runs}) == 2


def test_a_lesson_that_is_stopped_at_once_says_so_and_leaves_no_run(teach: AppTest):
    trainer, job_id = begin(teach)
    teach.button("stop_lesson").click().run()
    wait_for_trainings(teach)
    teach.run()
    assert trainer.stopped == [job_id]
    told = ending_in_words(visit_of(teach).ended)
    assert told == "Stopped by hand after 0 of 1 epoch. Nothing was learned, so there is no run."
    assert not visit_of(teach).runs
    assert words(teach) == "YOURS has learned nothing yet. It guesses."
    assert shown(teach, "sparkline")["points"] == []
    assert handed_over(teach) == yours(0)


def test_a_deleted_run_leaves_yours_as_it_was(teach: AppTest):
    trainer, job_id = begin(teach)
    end(teach, trainer, job_id)
    resources.run_store().of(visit_of(teach).owner).delete(job_id)  # in another tab, say
    teach.run()
    assert [button.label for button in teach.button] == ["Teach mine"]
    assert shown(teach, "sparkline")["points"] == []
    assert handed_over(teach) != packed({})


def test_who_trains_something_else_teaches_later(teach: AppTest):
    (job,) = resources.job_queue().submit([LESSON], visit_of(teach).owner)
    visit_of(teach).job_ids = [job.id]
    teach.run()
    assert teach.button("teach").disabled
    assert "other training" in teach.button("teach").help


def test_who_waits_is_told_for_how_many(teach: AppTest):
    resources.job_queue().submit([LESSON], "somebody else")
    teach.button("teach").click().run()
    assert re.fullmatch(r"Others teach, too: 1 before you, (about \d+|a few) seconds\.", words(teach))


@pytest.mark.parametrize(("gigabytes", "prepared"), [("0", True), ("1000000", False)])
def test_the_page_has_a_trainer_warmed_where_there_is_the_memory(
    gigabytes: str, prepared: bool, at: AppTest, scripted_trainer: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DIGITDEMO_WARM_START_GB", gigabytes)
    ScriptedTrainer.made = []
    AppTest.from_function(panel, default_timeout=PATIENCE).run()
    if prepared:
        until(lambda: ScriptedTrainer.made and ScriptedTrainer.made[0].prepared[:1] == [(LESSON,)])
    resources.job_queue().submit([LESSON], "somebody")
    (trainer,) = until(lambda: ScriptedTrainer.made)
    until(lambda: trainer.trained)
    assert bool(trainer.prepared) is prepared
    trainer.die()


def test_a_second_click_is_no_second_lesson(teach: AppTest):
    click = teach.button("teach")
    _, job_id = begin(teach)
    click.click().run()  # on its way before the page had changed
    assert visit_of(teach).taught == job_id
    assert not teach.warning


def test_strokes_that_follow_each_other_tell_the_queue_once_what_to_expect(
    at: AppTest, scripted_trainer: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DIGITDEMO_WARM_START_GB", "0")
    told: list[Any] = []
    monkeypatch.setattr(resources.job_queue(), "prepare", lambda *configs: told.append(configs))
    page = AppTest.from_function(panel, default_timeout=PATIENCE).run()
    assert told == [(LESSON,)]
    page.run()
    assert told == [(LESSON,)]
    visit_of(page).expected_at -= 60
    page.run()
    assert told == [(LESSON,), (LESSON,)]
