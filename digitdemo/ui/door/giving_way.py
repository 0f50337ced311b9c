"""What a page calls when it has shown what matters most."""

from streamlit.runtime.scriptrunner import get_script_run_ctx

from digitdemo.ui.door import sockets


def give_way(seconds: float) -> None:
    """Pause this script run for so long, and longer while others wait for what matters most to them."""
    context = get_script_run_ctx()
    sockets.give_way(context.session_id if context else "", seconds)
