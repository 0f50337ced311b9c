"""What models read on test sets: MNIST's, and a visitor's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from digitdemo.inference import test_set
from digitdemo.inference.saying_no import drawn_signs
from digitdemo.runs.run import RunError
from digitdemo.ui.resources.digits import images_measured_by
from digitdemo.ui.resources.kept import own_drawings, store_of
from digitdemo.ui.resources.models import classifier

if TYPE_CHECKING:
    from digitdemo.visitors.own_test_set import OwnTestSet


_OWN_SECONDS = 1800.0  # for which drawings that were deleted may still be in memory


@st.cache_resource(max_entries=30, show_spinner="Reading the 10,000 test images ...")  # 0.4 MB each
def probabilities_on_test_set(run_id: str) -> np.ndarray:
    """Return the probabilities that a run's model gives on its own test images, float32 (10000, 10).

    Raises:
        DataError: as `mnist_test_set`.
        ModelError: the model's file is damaged.
        RunError: the run is gone or damaged, or has no model.
    """
    model = classifier(run_id)
    if model is None:
        raise RunError(f"run {run_id}: it has no model")
    return test_set.read_test_images(model, images_measured_by(store_of(run_id).load(run_id).config))


def signs_read_by(run_id: str) -> tuple[np.ndarray, np.ndarray]:
    """Return signs that are no digits, uint8 (n, 28, 28), and what a run's model reads in them, float32 (n, 10).

    Raises:
        ModelError, RunError: as `probabilities_on_test_set`.
    """
    return _signs(), _probabilities_of_signs(run_id)


@st.cache_resource(show_spinner=False)
def _signs() -> np.ndarray:
    return drawn_signs()


@st.cache_resource(max_entries=30, show_spinner=False)  # 4 kB each
def _probabilities_of_signs(run_id: str) -> np.ndarray:
    model = classifier(run_id)
    if model is None:
        raise RunError(f"run {run_id}: it has no model")
    return model.probabilities(_signs())


@st.cache_resource(max_entries=30, ttl=_OWN_SECONDS, show_spinner=False)  # a megabyte at most
def own_test_set(owner: str, version: str) -> OwnTestSet:
    """Return an owner's drawings, of that `version`, as models are asked about them.

    Raises:
        RunError: the database fails.
    """
    from digitdemo.visitors.own_test_set import own_test_set

    return own_test_set(own_drawings(owner).listed() if version else [], preparing(owner).images)


class Preparing:
    """The images of an owner's drawings, made a few at a time: a file of many takes longer than others are to wait."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self.images: dict[int, np.ndarray] = {}
        self._ready_for = ""  # a version of the drawings

    def is_ready_for(self, version: str) -> bool:
        """Return whether the drawings of that version need nothing more; without any, "", there is nothing to do."""
        return version == self._ready_for or not version

    def go_on(self, seconds: float) -> tuple[int, int]:
        """Make images for about so long; return how many there are then, and of how many drawings.

        Raises:
            RunError: the database fails.
        """
        from digitdemo.visitors.own_test_set import make_images

        drawings = own_drawings(self._owner)
        version, listed = drawings.version(), drawings.listed()
        made = make_images(listed, self.images, seconds)
        if made == len(listed):
            self._ready_for = version
        return made, len(listed)


@st.cache_resource(max_entries=100, ttl=_OWN_SECONDS, show_spinner=False)  # 0.4 MB at most
def preparing(owner: str) -> Preparing:
    """Return what prepares an owner's drawings for `own_test_set`."""
    return Preparing(owner)


@st.cache_resource(max_entries=300, ttl=_OWN_SECONDS, show_spinner=False)  # 20 kB at most
def probabilities_on_own(run_id: str, owner: str, version: str) -> np.ndarray:
    """Return the probabilities that a run's model gives on an owner's drawings, float32 (n, 10).

    Raises:
        ModelError: the model's file is damaged.
        RunError: the run is gone or damaged, or has no model; or the database fails.
    """
    if (model := classifier(run_id)) is None:
        raise RunError(f"run {run_id}: it has no model")
    return test_set.read_test_images(model, own_test_set(owner, version).images)
