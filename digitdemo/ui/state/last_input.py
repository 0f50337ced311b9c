"""What the models were asked about last in a visit: the input that the page Look inside takes apart."""

import dataclasses

import numpy as np
import streamlit as st

from digitdemo.data.model_input import ModelInput, input_from_test_set
from digitdemo.ui import resources
from digitdemo.ui.state import widget_keys
from digitdemo.ui.state.laying import find_misread_test_image
from digitdemo.ui.state.visit import visit


def last_input() -> ModelInput | None:
    """Return what the models were asked about last in this visit."""
    return visit().last_input


def remember_input(now: ModelInput) -> None:
    """Keep what the models are asked about; what was said of the same image's digit stays."""
    before = last_input()
    if before is None or now.truth is not None or not np.array_equal(before.image, now.image):
        visit().last_input = now


def prepare_truth(now: ModelInput) -> None:
    """Make the choice of the true digit say what is known of this input."""
    st.session_state[widget_keys.TRUTH] = now.truth


def say_truth() -> None:
    """Take over which digit the last input really is, as the visitor says."""
    before = last_input()
    if before is not None:
        visit().last_input = dataclasses.replace(before, truth=st.session_state[widget_keys.TRUTH])


def choose_misread_input(run_id: str) -> None:
    """Make a test image the last input that this run's model misreads; with a perfect model, any."""
    number = find_misread_test_image([run_id])
    images, labels = resources.mnist_test_set()
    remember_input(input_from_test_set(number, images[number], int(labels[number])))
