"""Pages by AppTest: a fresh visit, the canvas' message, and what is said on the page."""

import base64
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
from digitdemo.system import PROJECT
from digitdemo.ui import resources
from digitdemo.ui.state.visit import Visit
from tests.conftest import ink_of

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
    yield AppTest.from_file(str(PROJECT / "streamlit_app.py"), default_timeout=30)
    st.cache_resource.clear()
    resources.close_job_queue()


def visit_of(at: AppTest) -> Visit:
    """Return what the program keeps of the visit, after its first script run; what is set in it stays set."""
    return at.session_state["visit"]


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
