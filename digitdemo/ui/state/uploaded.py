"""A file that was sent by a field: read once, and then no longer kept by Streamlit."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile


def uploaded(key: str) -> UploadedFile | None:
    """Return the file in the field of that key; None where there is none, or Streamlit does not have it any more.

    A browser goes on naming a file that was read and let go, or that another session was sent.
    """
    file = st.session_state.get(key)
    return file if isinstance(file, UploadedFile) else None


def take_bytes(file: UploadedFile) -> bytes:
    """Return what is in a file, and have it kept no longer."""
    data = file.getvalue()
    let_go(file)
    return data


def let_go(file: UploadedFile) -> None:
    """Have Streamlit keep a file no longer, which it would else do until the session ends."""
    if (context := get_script_run_ctx()) is not None:
        context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)  # type: ignore[attr-defined]
