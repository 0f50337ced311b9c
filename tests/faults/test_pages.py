"""Faults of the program itself, and a page that stays open for a day: what a visitor sees, by AppTest."""

import functools
import logging
import time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from digitdemo.jobs.presence import grace_seconds
from digitdemo.jobs.queue import JobQueue
from digitdemo.ui import process, resources
from digitdemo.ui.panels.lab import stage
from digitdemo.ui.panels.play import answering
from digitdemo.ui.state import trainings
from tests.conftest import PATIENCE, SEVEN, Clock, until
from tests.faults.conftest import begin, ended, said
from tests.jobs.conftest import ScriptedTrainer
from tests.ui.conftest import LAB, PLAY, VISIT, message, texts, visit_of

DAY = 86_400.0
WORDS = "Something went wrong here, and it is not your fault. The rest of the app works"


def broken(*_: Any, **__: Any) -> None:
    raise RuntimeError("/secret/place is no place")


@pytest.mark.parametrize(("page", "module", "name"), [(LAB, stage, "stage"), (PLAY, answering, "show_answering")])
def test_a_fault_of_the_program_shows_nothing_of_its_insides_and_the_next_click_works(
    at: AppTest, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, page: str, module: Any, name: str
):
    at.run()
    with monkeypatch.context() as patch:
        patch.setattr(module, name, broken)
        patch.setattr(logging.getLogger("streamlit.error_util"), "propagate", True)  # so that it is heard here
        at.switch_page(page).run()
    (fault,) = at.exception
    assert "secret" not in str(fault.proto)
    assert not list(fault.stack_trace)
    assert "RuntimeError: /secret/place is no place" in caplog.text.splitlines()
    at.run()
    assert not at.exception


def failing_page() -> None:
    from digitdemo.ui.faults import answer_fault

    assert answer_fault(RuntimeError("/secret/place is no place"))


def test_what_is_said_of_a_fault_is_said_in_plain_words_alone(at: AppTest):
    (fault,) = AppTest.from_function(failing_page, default_timeout=PATIENCE).run().exception
    assert fault.value.startswith(WORDS)
    assert (fault.proto.type, list(fault.stack_trace)) == ("", [])


def test_a_button_whose_action_fails_shows_no_insides_either(at: AppTest, monkeypatch: pytest.MonkeyPatch):
    at.run()
    at.switch_page(LAB).run()
    with monkeypatch.context() as patch:
        patch.setattr(trainings, "start_training", broken)
        at.run()
        at.button(key="start").click().run()
    shown = " ".join(str(fault.proto) for fault in at.exception)
    assert at.exception
    assert "secret" not in shown
    assert ".py" not in shown
    at.run()
    assert not at.exception


def test_a_page_that_is_left_open_for_a_day_goes_on(at: AppTest, monkeypatch: pytest.MonkeyPatch, clock: Clock):
    day = Clock()
    day.now = time.time()
    monkeypatch.setattr(time, "time", day)
    monkeypatch.setenv("DIGITDEMO_WALL_MINUTES", str(2 * DAY / 60))  # the page stays, and so may what it trains
    queue = functools.partial(JobQueue, start_trainer=ScriptedTrainer, clock=clock, idle_seconds=0.01)
    monkeypatch.setattr(process, "JobQueue", queue)
    ScriptedTrainer.made = []
    at.run()
    at.switch_page(LAB).run()
    trainer, first = begin(at)
    trainer.end_job(first)
    ended(first)
    at.run()
    token = resources.run_store().of(visit_of(at).owner).share(first)
    until(lambda: trainer.ended)  # nobody has trained for minutes
    trainer, second = begin(at)
    for _ in range(int(2 * DAY / grace_seconds())):  # the page asks by itself, be its tab hidden
        clock.now += grace_seconds() / 2
        day.now += grace_seconds() / 2
        assert resources.job_queue().jobs_of(visit_of(at).owner)
    trainer.progress(second)
    until(lambda: resources.job_queue().job(second).progress)
    trainer.end_job(second)
    assert ended(second).run.outcome == "finished"
    at.run()
    assert not at.exception
    assert visit_of(at).shown[-1] == second
    assert resources.run_store().shared(token) == first
    begin(at)
    at.switch_page(PLAY)
    at.session_state["canvas"] = message(SEVEN)
    at.run()
    assert "models read 7" in texts(at)
    at.switch_page(VISIT).run()
    at.button(key="show_code").click().run()
    assert not at.exception
    assert visit_of(at).handover
    assert "Nothing can be saved" not in said(at)
