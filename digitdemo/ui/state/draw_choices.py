"""What is chosen on the Draw page: where the picture comes from, how it is brought to 28 x 28, and who answers."""

import secrets

import numpy as np
import streamlit as st

from digitdemo.data.model_input import Way
from digitdemo.ui import resources
from digitdemo.ui.state import widget_keys
from digitdemo.ui.state.run_list import has_model
from digitdemo.ui.state.visit import visit

WAYS: dict[Way, str] = {"strokes": "Redrawing strokes", "pixels": "Centring pixels", "shrinking": "Only shrinking"}
_AT_ONCE = 100  # test images; the linear model misreads one in fourteen, the best one in three hundred


def begin_choices() -> None:
    """Make the widgets of the Draw page begin with a drawing."""
    st.session_state[widget_keys.SOURCE] = "Draw"
    st.session_state[widget_keys.WAY] = "strokes"
    st.session_state[widget_keys.TEST_IMAGE] = 0


def way() -> Way:
    """Return how a drawing is brought to 28 x 28 pixels: a name in `WAYS`."""
    return st.session_state[widget_keys.WAY] or "strokes"  # a browser may send none


def answering_runs() -> list[str]:
    """Return the ids of the models that answer on the Draw page."""
    return visit().answering


def shown_test_image() -> int:
    """Return the number of the test image that is shown."""
    return st.session_state[widget_keys.TEST_IMAGE]


def another_test_image() -> None:
    """Go to any test image."""
    st.session_state[widget_keys.TEST_IMAGE] = secrets.randbelow(len(resources.mnist_test_set()[1]))


def hard_test_image() -> None:
    """Go to a test image that one of the models which answer misreads; with perfect models, to any."""
    find_misread_test_image(visit().answering)


def find_misread_test_image(run_ids: list[str]) -> int:
    """Go to a test image that one of these models misreads, with perfect models to any, and return its number."""
    images, labels = resources.mnist_test_set()
    models = [model for run_id in run_ids if has_model(run_id) and (model := resources.classifier(run_id))]
    numbers = np.random.default_rng().permutation(len(labels))
    found = int(numbers[0])
    for first in range(0, len(numbers) if models else 0, _AT_ONCE):
        some = numbers[first : first + _AT_ONCE]
        misread = np.any([model.logits(images[some]).argmax(1) != labels[some] for model in models], axis=0)
        if misread.any():
            found = int(some[misread.argmax()])
            break
    st.session_state[widget_keys.TEST_IMAGE] = found
    return found


def open_test_image(number: int, run_id: str) -> None:
    """Make the Draw page show that test image and that run answer it."""
    st.session_state[widget_keys.SOURCE] = "Test digit"
    st.session_state[widget_keys.TEST_IMAGE] = number
    if run_id not in visit().answering:
        visit().answering = [*visit().answering, run_id]
