"""What the models are asked about in a visit: a test image, and the input that the page Look inside takes apart."""

import dataclasses
import secrets

import numpy as np
import streamlit as st

from digitdemo.data.model_input import ModelInput, input_from_test_set
from digitdemo.ui import resources
from digitdemo.ui.state.runs import has_model

_TRIES = 300  # the linear model misreads one in fourteen; each try takes a fifth of a millisecond a model


def shown_test_image() -> int:
    """Return the number of the test image that is shown."""
    return st.session_state.test_image


def another_test_image() -> None:
    """Go to any test image."""
    st.session_state.test_image = secrets.randbelow(len(resources.test_digits()[1]))


def hard_test_image() -> None:
    """Go to a test image that one of the models which answer misreads; with perfect models, to any."""
    _misread_test_image(st.session_state.asked)


def _misread_test_image(run_ids: list[str]) -> None:
    images, labels = resources.test_digits()
    models = [model for run_id in run_ids if has_model(run_id) and (model := resources.classifier(run_id))]
    for _ in range(_TRIES):
        another_test_image()
        number = st.session_state.test_image
        if any(model.logits(images[number : number + 1])[0].argmax() != labels[number] for model in models):
            return


def last_input() -> ModelInput | None:
    """Return what the models were asked about last in this visit."""
    return st.session_state.get("last_input")


def remember_input(now: ModelInput) -> None:
    """Keep what the models are asked about; what was said of the same image's digit stays."""
    before = last_input()
    if before is None or now.truth is not None or not np.array_equal(before.image, now.image):
        st.session_state.last_input = now


def prepare_truth(now: ModelInput) -> None:
    """Make the choice of the true digit say what is known of this input."""
    st.session_state.truth = now.truth


def say_truth() -> None:
    """Take over which digit the last input really is, as the visitor says."""
    before = last_input()
    if before is not None:
        st.session_state.last_input = dataclasses.replace(before, truth=st.session_state.truth)


def choose_misread_input(run_id: str) -> None:
    """Make a test image the last input that this run's model misreads; with a perfect model, any."""
    _misread_test_image([run_id])
    images, labels = resources.test_digits()
    number = st.session_state.test_image
    remember_input(input_from_test_set(number, images[number], int(labels[number])))
