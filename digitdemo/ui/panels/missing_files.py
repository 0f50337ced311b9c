"""What this copy of the program misses of the files that belong to it, said on the pages that need them."""

import logging
from collections.abc import Sequence

import streamlit as st

from digitdemo.data.mnist import DataError
from digitdemo.system import warn_once
from digitdemo.texts import tr
from digitdemo.ui import resources

_LOG = logging.getLogger(__name__)


def say_missing_models() -> None:
    """Say which of the shipped models are left out, and what to do; nothing where all are there."""
    _say(resources.shipped_problems())


def say_missing_records() -> None:
    """Say that the recorded runs are left out or cannot be checked, and what to do; nothing where all is well."""
    _say(resources.recorded_problems())


def say_missing_mnist(error: DataError) -> None:
    """Say that there are no images to show, and what to do."""
    warn_once(_LOG, str(error))
    st.error(
        tr(
            "The file assets/mnist.npz is missing or damaged. Restore it from the repository, then reload this page. "
            "Drawing works without it; training does not."
        )
    )


def _say(problems: Sequence[str]) -> None:
    if problems:
        what_to_do = tr("All else works. The files are in the repository; start the app again when they are back.")
        st.warning(" ".join([*problems, what_to_do]), icon=":material/healing:")
