"""The pictures that a visit has uploaded, decoded once: Streamlit runs the page's script at every click."""

from typing import TYPE_CHECKING

import numpy as np

from digitdemo.data.pictures import PictureError, read_picture
from digitdemo.ui.state.visit import visit

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_MOST_KEPT = 3  # of at most 0.3 MB each


def ink_of_upload(file: "UploadedFile") -> np.ndarray:
    """Return the ink of an uploaded picture, as `read_picture` does, decoded once in this visit.

    Raises:
        PictureError: it is no picture that this program reads; found out once, too.
    """
    kept = visit().uploads
    if file.file_id not in kept:
        newest = dict(list(kept.items())[1 - _MOST_KEPT :])
        kept = visit().uploads = {**newest, file.file_id: _ink_or_problem(file)}
    ink = kept[file.file_id]
    if isinstance(ink, str):
        raise PictureError(ink)
    return ink


def _ink_or_problem(file: "UploadedFile") -> np.ndarray | str:
    try:
        return read_picture(file.getvalue(), file.name)
    except PictureError as error:
        return str(error)
