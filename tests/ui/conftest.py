"""Pages by AppTest: a fresh visit, the canvas' message, and what is said on the page."""

import functools
import json
import re
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from digitdemo.analysis import recorded
from digitdemo.data.canvas_message import drawing_of, write_message
from digitdemo.jobs.queue import JobQueue
from digitdemo.system import PROJECT
from digitdemo.ui import process, resources
from digitdemo.ui.components import every_page
from digitdemo.ui.state.visit import Visit
from tests.conftest import PATIENCE, until
from tests.jobs.conftest import ScriptedTrainer

LAB = "digitdemo/ui/pages/lab.py"
LESSONS = "digitdemo/ui/pages/lessons.py"
MISTAKES = "digitdemo/ui/pages/mistakes.py"
PLAY = "digitdemo/ui/pages/play.py"
INSIDE = "digitdemo/ui/pages/inside.py"
CLASS = "digitdemo/ui/pages/class.py"
VISIT = "digitdemo/ui/pages/visit.py"
ABOUT = "digitdemo/ui/pages/about.py"
PAGES = (PLAY, LESSONS, LAB, MISTAKES, INSIDE, CLASS, VISIT, ABOUT)


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """Has what never changes be read once, not for each AppTest: installed packages, the recorded runs."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((manifest_scanner, "scan_component_manifests"), (recorded, "load_recorded")):
            patch.setattr(module, name, functools.cache(getattr(module, name)))
        yield


@pytest.fixture
def at(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setenv("DIGITDEMO_RUNS", str(tmp_path))
    monkeypatch.chdir(PROJECT)
    # Where other tests have imported Keras, which the app's own process never does, Streamlit would clear its session
    # after each run of the script: a tenth of all that the tests take.
    if keras := sys.modules.get("keras"):
        monkeypatch.setattr(keras.backend, "clear_session", lambda: None)
    # No browser runs the script that an address of before waits for.
    prepare = every_page.prepare_every_page
    monkeypatch.setattr(every_page, "prepare_every_page", lambda *told: prepare(*told) or True)
    st.cache_resource.clear()
    process.close_job_queue()
    process.close_keeper(write=False)
    yield AppTest.from_file(str(PROJECT / "streamlit_app.py"), default_timeout=PATIENCE)
    st.cache_resource.clear()
    process.close_job_queue()
    process.close_keeper(write=False)


@pytest.fixture
def scripted_trainer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has a script train: for tests of what is queued and stopped, not of what is learned."""
    monkeypatch.setattr(process, "JobQueue", functools.partial(JobQueue, start_trainer=ScriptedTrainer))


def visit_of(at: AppTest) -> Visit:
    """Return what the program keeps of the visit, after its first script run; what is set in it stays set."""
    return at.session_state["visit"]


def widget(at: AppTest, kind: str, key: str) -> Any:
    """Return the widget of that key, or the one that took its place when the program chose something else."""
    (found,) = [one for one in at.get(kind) if re.fullmatch(rf"{key}(_\d+)?", one.key)]
    return found


def answered(at: AppTest, name: str) -> None:
    """Open a lesson and predict its first choice."""
    at.query_params.clear()
    at.query_params["lesson"] = name
    at.switch_page(LESSONS).run()
    at.button(key="predict_0").click().run()
    assert not at.exception


def bring(at: AppTest, *run_ids: str) -> None:
    """Put just these runs on the chart, the last of them in focus."""
    visit_of(at).shown = list(run_ids)
    at.run()
    assert not at.exception


def open_tab(at: AppTest, name: str) -> None:
    """Open a tab of the runs in the Lab."""
    visit_of(at).runs_tab = name
    at.run()
    assert not at.exception


def wait_for_trainings(at: AppTest) -> None:
    """Wait until those of the visit have ended."""
    jobs_ = resources.job_queue()
    until(lambda: all((job := jobs_.job(job_id)) is None or job.state == "ended" for job_id in visit_of(at).job_ids))


def message(*strokes: list[tuple[float, float]]) -> dict:
    """Return what the canvas says of strokes, given as points in units of `WIDTH`."""
    return {"drawing": write_message(drawing_of([np.array(stroke) for stroke in strokes]))}


def damage(run_id: str, file: str) -> None:
    """Spoil the first byte of a file of a kept run."""
    with resources.run_store().database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE files SET data = x'00' || substr(data, 2) "
            "WHERE name = ? AND run = (SELECT seq FROM runs WHERE id = ?)",
            (file, run_id),
        )


def shown_answers(at: AppTest) -> dict[str, Any]:
    """Return what the Play page hands to the browser to be shown as the models' answers; nothing on other pages."""
    found = [element.proto for element in at.get("bidi_component")]
    return next((json.loads(proto.json) for proto in found if proto.component_name == "digitdemo_answers"), {})


def shown_on_canvas(at: AppTest) -> dict[str, Any] | None:
    """Return the picture that the Play page lays on the canvas, a data URL and its name, if there is one."""
    protos = [element.proto for element in at.get("bidi_component")]
    return next(json.loads(proto.json)["picture"] for proto in protos if proto.component_name == "digitdemo_canvas")


def headings(at: AppTest) -> str:
    """Return the page's headings below its title; the Lab's verdict is one."""
    return "\n".join(header.value for header in at.header)


def texts(at: AppTest) -> str:
    assert not at.exception
    elements = [*at.markdown, *at.info, *at.warning, *at.error, *at.success, *at.caption]
    # Without the backslashes that keep strangers' text from becoming Markdown.
    words = [re.sub(r"\\(.)", r"\1", element.value) for element in elements]
    return "\n".join([*words, *shown_answers(at).get("words", {}).values()])
