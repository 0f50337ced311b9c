"""Pages by AppTest: a fresh visit, the canvas' message, and what is said on the page."""

import base64
import functools
import io
import re
from collections.abc import Iterator

import numpy as np
import pytest
import streamlit as st
from PIL import Image
from streamlit.testing.v1 import AppTest

from digitdemo.data.canvas_message import HEIGHT, WIDTH
from digitdemo.data.strokes import as_objects
from digitdemo.jobs.queue import JobQueue
from digitdemo.system import PROJECT
from digitdemo.ui import resources
from digitdemo.ui.state.visit import Visit
from tests.conftest import PATIENCE, ink_of, until
from tests.jobs.conftest import ScriptedTrainer

TRAIN = "digitdemo/ui/pages/train.py"
EXPERIMENTS_PAGE = "digitdemo/ui/pages/experiments.py"
COMPARE = "digitdemo/ui/pages/compare.py"
MISTAKES = "digitdemo/ui/pages/mistakes.py"
DRAW = "digitdemo/ui/pages/draw.py"
INSIDE = "digitdemo/ui/pages/inside.py"
PAGES = (TRAIN, EXPERIMENTS_PAGE, COMPARE, MISTAKES, DRAW, INSIDE)


@pytest.fixture
def at(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setenv("DIGITDEMO_RUNS", str(tmp_path))
    monkeypatch.chdir(PROJECT)
    st.cache_resource.clear()
    resources.close_job_queue()
    yield AppTest.from_file(str(PROJECT / "streamlit_app.py"), default_timeout=PATIENCE)
    st.cache_resource.clear()
    resources.close_job_queue()


@pytest.fixture
def scripted_trainer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has a script train: for tests of what is queued and stopped, not of what is learned."""
    monkeypatch.setattr(resources, "JobQueue", functools.partial(JobQueue, start_trainer=ScriptedTrainer))


def visit_of(at: AppTest) -> Visit:
    """Return what the program keeps of the visit, after its first script run; what is set in it stays set."""
    return at.session_state["visit"]


def wait_for_trainings(at: AppTest) -> None:
    """Wait until those of the visit have ended."""
    jobs_ = resources.job_queue()
    until(lambda: all((job := jobs_.job(job_id)) is None or job.state == "ended" for job_id in visit_of(at).job_ids))


def message(*strokes: list[tuple[float, float]]) -> dict:
    ink = ink_of(*strokes, width=WIDTH, height=HEIGHT)
    rgba = np.full((*ink.shape, 4), 255, np.uint8)
    rgba[..., 3] = ink
    png = io.BytesIO()
    Image.fromarray(rgba).save(png, "PNG")
    data = "data:image/png;base64," + base64.b64encode(png.getvalue()).decode()
    return {"drawing": {"raw": {"objects": as_objects([np.array(s) for s in strokes], 20)}, "data": data}}


def texts(at: AppTest) -> str:
    assert not at.exception
    elements = [*at.markdown, *at.info, *at.warning, *at.error, *at.success, *at.caption]
    # Without the backslashes that keep strangers' text from becoming Markdown.
    return re.sub(r"\\(.)", r"\1", "\n".join(element.value for element in elements))
