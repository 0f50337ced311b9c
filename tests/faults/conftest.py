"""Pages by AppTest whose trainer or store fails, and visitors of a real app that speak its protocol."""

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest
from websockets.sync.client import connect

from digitdemo.jobs.job import Job
from digitdemo.ui import resources
from digitdemo.ui.state.whose import COOKIE
from tests.conftest import PATIENCE, until
from tests.jobs.conftest import ScriptedTrainer
from tests.ui.conftest import LAB, at, scripted_trainer, texts, visit_of

__all__ = ["at", "scripted_trainer"]  # fixtures of the pages


@pytest.fixture
def lab(at: AppTest, scripted_trainer: None) -> AppTest:
    """The Lab, where a script trains."""
    ScriptedTrainer.made = []
    at.run()
    return at.switch_page(LAB).run()


def begin(lab: AppTest) -> tuple[ScriptedTrainer, str]:
    """Train what the knobs say; return the trainer and the job's id once its first epoch is there."""
    lab.button(key="start").click().run()
    (job_id,) = visit_of(lab).job_ids
    until(lambda: resources.job_queue().job(job_id).history)
    return ScriptedTrainer.made[-1], job_id


def ended(job_id: str) -> Job:
    """Return the job when it has ended."""
    return until(lambda: (job := resources.job_queue().job(job_id)) and job.state == "ended" and job)


def said(page: AppTest) -> str:
    """Return all that the page says, what passes by as well."""
    return "\n".join([texts(page), *(toast.value.replace("\\", "") for toast in page.toast)])


@contextlib.contextmanager
def sqlite_setting(setting: str) -> Iterator[None]:
    """Have every transaction of SQLite's begin with that setting."""

    def begin_with(connection: Connection) -> None:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA {setting}")

    event.listen(Engine, "begin", begin_with)
    try:
        yield
    finally:
        event.remove(Engine, "begin", begin_with)


def pages_of(folder: Path) -> int:
    """Return how many pages the SQLite file of a store has."""
    engine = resources.run_store().database
    with engine.read() as connection:
        return int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())


class Guest:
    """A visitor of a running app without a browser: opens pages, presses buttons, and has what came last.

    `key` is that of the visit in the cookie, "" for a newcomer; `session` that of a connection that was lost.
    """

    def __init__(self, port: int, *, key: str = "", session: str = "") -> None:
        protocols = ["streamlit", *(("-", session) if session else ())]
        self._connection = contextlib.ExitStack()
        self._socket = self._connection.enter_context(
            connect(
                f"ws://127.0.0.1:{port}/_stcore/stream",
                subprotocols=protocols,
                additional_headers={"Cookie": f"{COOKIE}={key}"} if key else None,
                max_size=None,
                proxy=None,
            )
        )
        self.key, self.session = key, session
        self.said: list[str] = []
        self.faults: list[str] = []
        self._page = ""
        self._pages: dict[str, str] = {}
        self._buttons: dict[str, str] = {}

    def open(self, page: str = "", *, asks_for: str = "") -> str:
        """Open a page and return all that it says; the first one that is opened is the one at "/", or `asks_for`."""
        self._page = self._pages[page] if page else ""
        return self._run(page_name=asks_for)

    def press(self, label: str) -> str:
        """Press a button of the open page, and return all that it says then."""
        return self._run(pressed=self._buttons[label])

    def cut(self) -> None:
        """Lose the connection without a word."""
        self._socket.socket.close()

    def leave(self) -> None:
        """Close the page."""
        self._connection.close()

    def _run(self, *, pressed: str = "", page_name: str = "") -> str:
        message = BackMsg()
        state = message.rerun_script
        state.page_script_hash, state.page_name = self._page, page_name
        state.context_info.url = f"http://127.0.0.1/{page_name}"
        if pressed:
            state.widget_states.widgets.add(id=pressed, trigger_value=True)
        self._socket.send(message.SerializeToString())
        self.said, self.faults = [], []
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(self._socket.recv(PATIENCE))
            match answer.WhichOneof("type"):
                case "new_session":
                    self.session = answer.new_session.initialize.session_id or self.session
                case "navigation":
                    self._pages = {page.url_pathname: page.page_script_hash for page in answer.navigation.app_pages}
                    self._page = answer.navigation.page_script_hash
                case "page_not_found":
                    self.faults.append("page not found")
                case "delta":
                    self._take(answer.delta.new_element)
                case "script_finished" if answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return "\n".join(self.said)

    def _take(self, element: Element) -> None:
        match element.WhichOneof("type"):
            case "button":
                self._buttons[element.button.label] = element.button.id
            case "bidi_component" if element.bidi_component.component_name == "digitdemo_every_page":
                told = json.loads(element.bidi_component.json or "{}")
                self.key = self.key or told.get("cookie", {}).get("key", "")
            case "exception":
                self.faults.append(element.exception.message)
            case "markdown" | "alert" | "toast" | "heading" as kind:
                self.said.append(getattr(element, kind).body.replace("\\", ""))
            case "progress":
                self.said.append(element.progress.text)


@pytest.fixture
def guests() -> Iterator[Callable[..., Guest]]:
    """Opens sessions, which are closed at the end."""
    opened: list[Guest] = []

    def come(port: int, **options: str) -> Guest:
        opened.append(Guest(port, **options))
        return opened[-1]

    yield come
    for guest in opened:
        with contextlib.suppress(Exception):  # its app may be gone
            guest.leave()
