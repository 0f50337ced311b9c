"""A PostgreSQL server that stops under the app and starts again: pages go on, say it once, and recover."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from digitdemo.bench.harness.postgres import PostgresServer, postgres_folder, postgres_server
from digitdemo.runs import database
from digitdemo.ui import process, resources
from digitdemo.visitors import keeper
from tests.conftest import SEVEN, until
from tests.faults.conftest import begin, ended, said
from tests.ui.conftest import LAB, PAGES, PLAY, message, texts, visit_of


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PostgresServer]:
    if postgres_folder() is None:
        pytest.skip("no PostgreSQL server is installed: apt-get install postgresql")
    with postgres_server(durable=False) as running:
        monkeypatch.setenv("DIGITDEMO_DATABASE_URL", running.url)
        yield running


def test_pages_go_on_while_the_database_is_gone_and_recover_when_it_is_back(
    server: PostgresServer, lab: AppTest, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(keeper, "RETRY_SECONDS", 0.05)
    monkeypatch.setattr(database, "REST_SECONDS", 0.2)
    trainer, kept = begin(lab)
    trainer.epoch(kept, 1)
    trainer.end_job(kept)
    ended(kept)
    lab.run()
    key = visit_of(lab).key
    trainer, lost = begin(lab)
    server.stop()
    heard = []
    for page in (*PAGES, *PAGES):
        lab.switch_page(page).run()
        assert not lab.exception, page
        heard += [toast.value for toast in lab.toast if "Nothing can be saved at the moment" in toast.value]
        assert kept in visit_of(lab).runs
    assert len(heard) == 1
    assert "it does not answer" in heard[0].replace("\\", "")
    lab.switch_page(PLAY)
    lab.session_state["canvas"] = message(SEVEN)
    lab.run()
    assert "models read 7" in texts(lab)
    trainer.end_job(lost)
    ended(lost)
    lab.switch_page(LAB).run()
    assert "Its model is lost. Its curve stays until you leave this page." in said(lab)

    server.start()
    told = until(lambda: "Saving works again." in said(lab.run()))
    assert told
    assert visit_of(lab).key == key
    trainer, after = begin(lab)
    trainer.epoch(after, 1)
    trainer.end_job(after)
    ended(after)
    lab.run()
    assert resources.run_store().ids() == [kept, after]
    assert {kept, lost, after} <= visit_of(lab).runs.keys()
    assert not lab.exception
    process.close_job_queue()
    process.close_keeper()
    resources.run_store().close()
