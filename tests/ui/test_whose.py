"""Whose a visit is: what a reload, another tab, another device and somebody else find, by AppTest."""

import json
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest
import streamlit as st
from sqlalchemy import select
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.owners import owner_of
from digitdemo.runs.schema import metadata
from digitdemo.system import PROJECT
from digitdemo.ui import process, resources
from digitdemo.ui.door.serving import tidy
from digitdemo.ui.state import account, kept_visit, whose
from digitdemo.ui.state.whose import COOKIE
from digitdemo.visitors.keys import new_key
from tests.conftest import MLP, PATIENCE, SEVEN, run_of, until
from tests.jobs.conftest import ScriptedTrainer
from tests.ui.conftest import LAB, PLAY, VISIT, bring, headings, message, open_tab, texts, visit_of, wait_for_trainings

KEY = new_key()
Tab = Callable[..., AppTest]


@pytest.fixture
def tab(at: AppTest, monkeypatch: pytest.MonkeyPatch) -> Tab:
    """Opens a page in a browser whose cookie has that key."""

    def open_tab_(key: str | None = KEY, page: str = LAB, **query: str) -> AppTest:
        monkeypatch.setattr(ContextProxy, "cookies", {COOKIE: key} if key is not None else {})
        one = AppTest.from_file(str(PROJECT / "streamlit_app.py"), default_timeout=PATIENCE).run()
        one.query_params.update(query)
        return one.switch_page(page).run()

    ScriptedTrainer.made = []
    return open_tab_


def keep(run_id: str, key: str = KEY, files: Path | None = SHIPPED_MODELS / "linear") -> None:
    resources.run_store().save(run_of(MLP, id=run_id), files, owner_of(key))


def own_names(at: AppTest) -> list[str]:
    """Return the names of the visitor's own runs, as the table has them."""
    open_tab(at, "Table")
    return [name for name in at.dataframe[0].value["Run"] if "ready-made" not in name]


def told_to_browser(at: AppTest) -> dict[str, object]:
    found = [element.proto for element in at.get("bidi_component")]
    return next(json.loads(one.json)["cookie"] for one in found if one.component_name == "digitdemo_every_page")


def settled() -> None:
    """Wait until what has changed in visits is in the database."""
    process.close_keeper()


def owners_in_database() -> set[str]:
    with resources.run_store().database.read() as connection:
        tables = [table for table in metadata.sorted_tables if "owner" in table.c]
        return {owner for table in tables for owner in connection.execute(select(table.c.owner)).scalars()}


def test_who_does_nothing_gets_a_key_and_nothing_is_written_down(tab: Tab, tmp_path: Path):
    newcomer = tab(None, PLAY)
    told = told_to_browser(newcomer)
    assert len(told["key"]) == 43
    assert (told["name"], told["path"], told["order"]) == (COOKIE, "/", "")
    settled()
    assert not list(tmp_path.iterdir())


def test_a_visit_is_in_memory_as_long_as_a_tab_has_it(tab: Tab, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kept_visit, "BEGINNING_SECONDS", 0.0)
    one, another = tab(page=PLAY), tab(page=PLAY)
    for each in (one, another):
        each.session_state["canvas"] = message(SEVEN)
        each.run()
    keeper, owner = resources.keeper(), owner_of(KEY)
    until(lambda: keeper.open(KEY)[1] is not None)
    del one
    tidy()
    assert keeper.state(owner) is not None
    del another, each
    tidy()
    assert keeper.state(owner) is None
    assert visit_of(tab(page=PLAY)).drawing is not None


@pytest.mark.parametrize("key", ["", "short", "x" * 44, "' OR 1=1 --", "x" * 5000, "ä" * 43])
def test_what_is_no_key_is_not_taken(tab: Tab, key: str):
    assert told_to_browser(tab(key, PLAY))["key"] != key


def test_a_reload_finds_runs_names_pins_drawing_and_what_was_chosen(tab: Tab):
    for run_id in "ab":
        keep(run_id)
    before = tab()
    open_tab(before, "Numbers")
    bring(before, "mlp", "a")
    before.text_input(key="name_a").set_value("mine").run()
    before.button(key="pin").click().run()
    before.switch_page(PLAY).run()
    before.session_state["canvas"] = message(SEVEN)
    before.run()
    colours = dict(visit_of(before).colours)
    settled()
    again = tab()
    assert own_names(again) == ["1. mine", "2. MLP 512-512"]
    now = visit_of(again)
    assert (now.pinned, now.shown, now.colours) == (["a"], ["mlp", "a"], colours)
    again.switch_page(PLAY).run()
    assert len(now.drawing.strokes) == 1
    assert now.canvas_start["objects"] == now.objects != []


def test_a_reload_right_after_the_first_stroke_finds_the_drawing(tab: Tab):
    newcomer = tab(None, PLAY)
    newcomer.session_state["canvas"] = message(SEVEN)
    newcomer.run()
    again = tab(told_to_browser(newcomer)["key"], PLAY)
    assert len(visit_of(again).drawing.strokes) == 1


def test_what_went_while_nobody_was_there_is_chosen_nowhere(tab: Tab):
    for run_id in "ab":
        keep(run_id)
    bring(tab(), "mlp", "a")
    settled()
    resources.run_store().of(owner_of(KEY)).delete("a")  # on another device, say
    again = tab()
    assert visit_of(again).shown == ["mlp"]
    assert own_names(again) == ["2. MLP 512-512"]


def test_somebody_else_sees_nothing_of_it(tab: Tab):
    keep("a")
    assert own_names(tab()) == ["1. MLP 512-512"]
    assert own_names(tab(new_key())) == own_names(tab(None)) == []


@pytest.mark.usefixtures("scripted_trainer")
def test_another_tab_has_the_training_under_way_and_stops_it(tab: Tab):
    first = tab()
    first.button(key="start").click().run()
    (job_id,) = visit_of(first).job_ids
    until(lambda: resources.job_queue().job(job_id).history)
    second = tab()
    assert [header.value for header in second.header] == ["TRAINING"]
    assert second.button(key="start").disabled
    (trainer,) = ScriptedTrainer.made
    trainer.epoch(job_id, 1)
    until(lambda: len(resources.job_queue().job(job_id).history) == 2)
    second.button(key="stop").click().run()
    wait_for_trainings(second)
    for one in (first, second):
        one.run()
        assert not one.button(key="start").disabled
        assert visit_of(one).shown[-1] == job_id
        assert own_names(one) == ["1. CNN with dropout"]
    assert visit_of(first).colours[job_id] == visit_of(second).colours[job_id]


@pytest.mark.usefixtures("scripted_trainer")
def test_a_training_that_ended_with_the_app_is_named_when_its_visitor_comes_back(tab: Tab):
    before = tab()
    before.button(key="start").click().run()
    (job_id,) = visit_of(before).job_ids
    until(lambda: resources.job_queue().job(job_id).history)
    settled()
    ScriptedTrainer.made[0].die()
    process.close_job_queue()  # what ends with the app: its queue, and what had been kept of the training
    resources.run_store().of(owner_of(KEY)).forget_all()
    toasts = []
    for _visit in range(2):  # it is said once
        again = AppTest.from_file(str(PROJECT / "streamlit_app.py"), default_timeout=PATIENCE).run()
        assert not again.exception
        toasts += [toast.value.replace("\\", "") for toast in again.toast]
        settled()
    assert toasts == ["The app was started anew, and your training ended with it: CNN with dropout."]


@pytest.mark.usefixtures("scripted_trainer")
@pytest.mark.parametrize("cut_off_at", ["digitdemo.ui.state.searching.go_on", "streamlit.toast"])
def test_what_ended_with_the_app_is_named_though_the_script_run_was_cut_off_before(
    cut_off_at: str, tab: Tab, monkeypatch: pytest.MonkeyPatch
):
    before = tab()
    before.button(key="start").click().run()
    settled()
    ScriptedTrainer.made[0].die()
    process.close_job_queue()
    resources.run_store().of(owner_of(KEY)).forget_all()
    again = AppTest.from_file(str(PROJECT / "streamlit_app.py"), default_timeout=PATIENCE)
    with monkeypatch.context() as patch:
        patch.setattr(cut_off_at, Mock(side_effect=RuntimeError("cut off")))
        assert again.run().exception
    again.run()
    assert not again.exception
    assert ["your training ended with it" in toast.value for toast in again.toast] == [True]


def test_what_one_tab_does_to_runs_the_other_sees_and_takes_nothing_back(tab: Tab):
    for run_id in "abc":
        keep(run_id)
    first, second = tab(), tab()
    bring(first, "a")
    open_tab(first, "Numbers")
    first.button(key="delete").click().run()
    bring(second, "b")
    open_tab(second, "Numbers")
    second.text_input(key="name_b").set_value("mine").run()
    second.button(key="pin").click().run()
    for one in (first, second):
        assert own_names(one) == ["2. mine", "3. MLP 512-512"]
        assert "a" not in visit_of(one).shown
    bring(second, "c")
    open_tab(second, "Numbers")
    second.button(key="undo_delete").click().run()
    assert sorted(own_names(first)) == ["1. MLP 512-512", "2. mine", "3. MLP 512-512"]


def test_lessons_taken_in_two_tabs_count_in_both(tab: Tab):
    keep("a")
    first, second = tab(), tab()
    visit_of(first).predicted = {"one": 1}
    visit_of(second).predicted = {"two": 0}
    for one in (first, second, first):
        one.run()
    assert visit_of(first).predicted == visit_of(second).predicted == {"one": 1, "two": 0}


def test_another_device_takes_up_the_visit_by_a_code_and_brings_its_runs(tab: Tab):
    keep("a")
    other_key = new_key()
    keep("theirs", other_key)
    here = tab(page=VISIT)
    here.button(key="show_code").click().run()
    code = visit_of(here).handover
    there = tab(other_key, VISIT, code=code)
    assert "This code opens a visit with 1 run. Your 1 run on this device comes along." in texts(there)
    assert told_to_browser(there)["key"] == other_key
    there.button(key="take_up_yes").click().run()
    told = told_to_browser(there)
    assert told["order"]
    assert told["key"] not in (KEY, other_key)
    for key in (KEY, other_key, told["key"]):
        assert own_names(tab(key)) == ["1. MLP 512-512", "2. MLP 512-512"]
    there.switch_page(VISIT).run()
    there.text_input(key="visit_code").set_value(code)
    there.button(key="look_up_code").click().run()
    assert f"The code '{code}' opens nothing (any more)" in texts(there)


def test_who_tries_codes_is_stopped(tab: Tab):
    keep("a")
    here, there = tab(page=VISIT), tab(new_key(), VISIT)
    here.button(key="show_code").click().run()
    for code in ["AAAA-AAAA"] * 6 + [visit_of(here).handover]:
        there.text_input(key="visit_code").set_value(code)
        there.button(key="look_up_code").click().run()
    assert "Too many wrong codes were tried." in texts(there)
    assert visit_of(there).found is None


@pytest.mark.usefixtures("scripted_trainer")
def test_who_is_forgotten_is_a_newcomer_in_every_tab(tab: Tab):
    keep("a")
    training, forgetting = tab(), tab(page=VISIT)
    training.button(key="start").click().run()
    (job_id,) = visit_of(training).job_ids
    until(lambda: resources.job_queue().job(job_id).history)
    forgetting.button(key="forget_me").click().run()
    told = told_to_browser(forgetting)
    assert told["key"] == ""
    assert told["order"]
    assert "All that was kept of you is deleted" in texts(forgetting)
    (trainer,) = ScriptedTrainer.made
    until(lambda: trainer.stopped)
    training.run()
    assert own_names(training) == []
    assert told_to_browser(training)["key"] not in ("", KEY)
    settled()
    until(lambda: owner_of(KEY) not in owners_in_database())
    assert own_names(tab()) == []
    forgetting.run()
    assert told_to_browser(forgetting)["key"] not in ("", KEY)


def test_nothing_is_said_of_accounts_where_none_are_configured_and_an_account_opens_its_visit(
    tab: Tab, monkeypatch: pytest.MonkeyPatch
):
    keep("a")
    assert "Sign in" not in headings(tab(page=VISIT))
    monkeypatch.setattr(account, "providers", lambda: ["google"])
    assert tab(page=VISIT).button(key="sign_in_google").label == "Google"
    monkeypatch.setattr(whose, "account", lambda: "account:https://accounts.example ada")
    assert own_names(tab()) == ["1. MLP 512-512"]  # which is hers from now on
    there = tab(new_key())
    assert own_names(there) == ["1. MLP 512-512"]
    assert told_to_browser(there)["order"] == ""  # that device's own visit waits for her to sign out


def test_a_database_that_does_not_answer_is_said_once_and_the_visit_is_of_this_session(
    tab: Tab, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    (tmp_path / "no-folder").write_text("")
    monkeypatch.setenv("DIGITDEMO_DATABASE_URL", f"sqlite:///{tmp_path}/no-folder/runs.sqlite")
    st.cache_resource.clear()
    monkeypatch.setattr("digitdemo.runs.database.Database.exists", True)
    lost = tab()
    assert ["does not answer" in toast.value for toast in lost.toast].count(True) <= 1
    assert visit_of(lost).out_of_reach
    lost.switch_page(PLAY).run()
    assert not lost.exception
    assert not any("does not answer" in toast.value for toast in lost.toast)
