"""A file that was sent by a field: read once, and then no longer kept by Streamlit."""

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile


def take_bytes(file: UploadedFile) -> bytes:
    """Return what is in a file, and have it kept no longer."""
    data = file.getvalue()
    let_go(file)
    return data


def let_go(file: UploadedFile) -> None:
    """Have Streamlit keep a file no longer, which it would else do until the session ends."""
    if (context := get_script_run_ctx()) is not None:
        context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)  # type: ignore[attr-defined]
