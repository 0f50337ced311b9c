"""What is laid on the canvas in place of a drawing: a picture that the visitor brings, or a digit of the test set."""

import secrets
from collections.abc import Mapping

import numpy as np
import streamlit as st

from digitdemo.data.found_picture import check_box
from digitdemo.data.mnist import DataError
from digitdemo.data.model_input import input_from_test_set
from digitdemo.data.picture_ink import Picture
from digitdemo.data.picture_input import input_of_nothing, input_of_picture
from digitdemo.data.pictures import PictureError, open_picture
from digitdemo.texts import tr
from digitdemo.ui import resources
from digitdemo.ui.state import draw_choices, widget_keys
from digitdemo.ui.state.canvas import laid_on, lay_on
from digitdemo.ui.state.run_list import has_model
from digitdemo.ui.state.uploaded import take_bytes, uploaded
from digitdemo.ui.state.visit import visit

_AT_ONCE = 100  # test images; the linear model misreads one in fourteen, the best one in three hundred


def upload_key() -> str:
    """Return the key of the field for a picture file: a new one after each file, so that the field is empty again."""
    return widget_keys.upload(visit().uploads)


def lay_upload() -> None:
    """Lay the picture on the canvas that has just been uploaded; what is wrong with it is kept."""
    if (file := uploaded(upload_key())) is None:
        return
    visit().uploads += 1
    st.session_state[widget_keys.OWN_BOX] = False
    try:
        picture = open_picture(take_bytes(file), file.name)
    except PictureError as error:
        visit().refused = error
    else:
        _lay_picture(picture)


def draws_box() -> bool:
    """Return whether a box is drawn by hand around the digit of the picture on the canvas."""
    return bool(st.session_state.get(widget_keys.OWN_BOX))


def lay_box() -> None:
    """Take of the picture on the canvas what is in the box that the browser says; what is wrong with it is kept."""
    said, before = st.session_state.get(widget_keys.PICTURE_BOX), laid_on()
    if before is None or before.found is None or not draws_box():
        return
    box = said.get("box") if isinstance(said, Mapping) else None
    try:
        picture = input_of_picture(before.found.picture, check_box(box, before.found.picture))
    except ValueError as error:
        visit().refused = PictureError(str(error))
        return
    if picture is None:
        visit().refused = PictureError(tr("There is no ink in this box. Draw another one."))
    else:
        lay_on(picture)


def switch_box() -> None:
    """Find the digit of the picture on the canvas without the box, once that is switched off."""
    before = laid_on()
    if not draws_box() and before is not None and before.found is not None and before.found.within is not None:
        _lay_picture(before.found.picture)


def _lay_picture(picture: Picture) -> None:
    lay_on(input_of_picture(picture, tell_apart=resources.tell_apart) or input_of_nothing(picture))


def lay_test_image(number: int) -> None:
    """Lay that image of the test set on the canvas."""
    images, labels = resources.mnist_test_set()
    lay_on(input_from_test_set(number, images[number], int(labels[number])))


def open_test_image(number: int, run_id: str) -> None:
    """Lay that test image on the canvas, and have that run answer, too."""
    lay_test_image(number)
    if run_id not in visit().answering:
        visit().answering = [*visit().answering, run_id]


def lay_any_test_image() -> None:
    """Lay any image of the test set on the canvas; that there is none is kept."""
    try:
        lay_test_image(secrets.randbelow(len(resources.mnist_test_set()[1])))
    except DataError as error:
        visit().refused = error


def lay_hard_test_image() -> None:
    """Lay a test image on the canvas that one of the models which answer misreads; with perfect models, any."""
    lay_test_image(find_misread_test_image(draw_choices.answering_runs()))


def find_misread_test_image(run_ids: list[str]) -> int:
    """Return the number of a test image that one of these models misreads; with perfect models, any."""
    images, labels = resources.mnist_test_set()
    models = [model for run_id in run_ids if has_model(run_id) and (model := resources.classifier(run_id))]
    numbers = np.random.default_rng().permutation(len(labels))
    for first in range(0, len(numbers) if models else 0, _AT_ONCE):
        some = numbers[first : first + _AT_ONCE]
        misread = np.any([model.logits(images[some]).argmax(1) != labels[some] for model in models], axis=0)
        if misread.any():
            return int(some[misread.argmax()])
    return int(numbers[0])


def refused() -> PictureError | DataError | None:
    """Return why what was to be laid on the canvas last is not there."""
    return visit().refused
