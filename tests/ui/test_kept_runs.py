"""What a visitor does to runs reaches the store, and what the store does to them reaches the visitor, by AppTest."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.own_runs import KeptRun
from digitdemo.ui import resources
from tests.conftest import MLP, run_of, until
from tests.jobs.conftest import ScriptedTrainer
from tests.ui.conftest import LAB, PAGES, bring, open_tab, texts, visit_of, wait_for_trainings


def kept(at: AppTest) -> list[KeptRun]:
    return resources.run_store().of(visit_of(at).owner).listed()


def own_names(at: AppTest) -> list[str]:
    open_tab(at, "Table")
    return [name for name in at.dataframe[0].value["Run"] if "ready-made" not in name]


def test_names_pins_and_deletions_reach_the_store(at: AppTest):
    at.switch_page(LAB).run()
    run = run_of(MLP, id="a")
    resources.run_store().save(run, SHIPPED_MODELS / "linear", visit_of(at).owner)
    visit_of(at).runs = {"a": run}
    bring(at, "a")
    open_tab(at, "Numbers")
    at.text_input(key="name_a").set_value("mine").run()
    at.button(key="pin").click().run()
    assert [(one.id, one.name, one.pinned) for one in kept(at)] == [("a", "mine", True)]
    at.button(key="pin").click().run()
    at.button(key="delete").click().run()
    assert kept(at) == []
    at.button(key="undo_delete").click().run()
    assert [(one.name, one.pinned) for one in kept(at)] == [("mine", False)]


@pytest.mark.usefixtures("scripted_trainer")
def test_what_had_to_make_room_for_a_new_run_is_named_and_off_the_list_for_good(
    at: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("DIGITDEMO_VISITOR_MB", "1")
    ScriptedTrainer.made = []
    at.switch_page(LAB).run()
    run = run_of(MLP, id="old")
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "model.keras").write_bytes(bytes(900_000))
    resources.run_store().save(run, tmp_path / "files", visit_of(at).owner)
    visit_of(at).runs = {"old": run}
    at.button(key="start").click().run()
    (job_id,) = visit_of(at).job_ids
    until(lambda: resources.job_queue().job(job_id).history)
    (trainer,) = ScriptedTrainer.made
    (trainer.folders[job_id] / "model.keras").write_bytes(bytes(900_000))
    trainer.end_job(job_id)
    wait_for_trainings(at)
    at.run()
    assert [one.id for one in kept(at)] == [job_id]
    assert "To make room for the new run, your oldest one was deleted: 1. MLP 512-512. Pin a run" in texts(at)
    assert [name[:2] for name in own_names(at)] == ["2."]  # numbers stay
    at.button(key="start").click().run()
    assert "To make room" not in texts(at)
    at.button(key="stop").click().run()
    wait_for_trainings(at)


def test_a_database_that_fails_takes_no_page_with_it(at: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "no-folder").write_text("")
    monkeypatch.setenv("DIGITDEMO_DATABASE_URL", f"sqlite:///{tmp_path}/no-folder/runs.sqlite")
    at.run()
    visit_of(at).runs = {"a": run_of(MLP, id="a")}
    visit_of(at).answering = ["a", "cnn"]
    for page in PAGES:
        at.switch_page(page).run()
        assert not at.exception
    at.switch_page(LAB).run()
    bring(at, "a")
    open_tab(at, "Numbers")
    at.button(key="pin").click().run()
    assert not at.exception
    assert visit_of(at).pinned == ["a"]
