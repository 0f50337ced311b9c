"""What the models are asked about in a visit: a test image, and the subject of the page Look inside."""

import dataclasses
import secrets

import numpy as np
import streamlit as st

from digitdemo.inference.fault import Subject, test_subject
from digitdemo.ui import resources
from digitdemo.ui.state.runs import has_model


def test_image() -> int:
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


_TRIES = 300  # the linear model misreads one in fourteen; each try takes a fifth of a millisecond a model


def subject() -> Subject | None:
    """Return what the models were asked about last in this visit."""
    return st.session_state.get("subject")


def remember_subject(now: Subject) -> None:
    """Keep what the models are asked about; what was said of the same picture's digit stays."""
    before = subject()
    if before is None or now.truth is not None or not np.array_equal(before.image, now.image):
        st.session_state.subject = now


def prepare_truth(now: Subject) -> None:
    """Make the choice of the true digit say what is known of this subject."""
    st.session_state.truth = now.truth


def say_truth() -> None:
    """Take over which digit the subject really is, as the visitor says."""
    before = subject()
    if before is not None:
        st.session_state.subject = dataclasses.replace(before, truth=st.session_state.truth)


def misread_subject(run_id: str) -> None:
    """Make a test image the subject that this run's model misreads; with a perfect model, any."""
    _misread_test_image([run_id])
    images, labels = resources.test_digits()
    number = st.session_state.test_image
    remember_subject(test_subject(number, images[number], int(labels[number])))
