"""What becomes of a session that a browser has said something to which Streamlit cannot read, and never will."""

from streamlit.runtime.scriptrunner import get_script_run_ctx

from digitdemo.ui.door.sockets import begin_session_anew


def begin_anew_if_stuck(error: Exception) -> None:
    """Have a session begin anew whose widgets cannot be read any more, once a script run has failed with `error`.

    The visit goes on: the browser has its key. Other errors end the script run alone.
    """
    from digitdemo.ui.state.stuck import is_stuck  # here: the pages are not imported to serve them

    context = get_script_run_ctx()
    if context is not None and is_stuck():
        begin_session_anew(context.session_id)
