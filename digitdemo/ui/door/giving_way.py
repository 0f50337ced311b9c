"""How a script run lets those go first whose pen has just gone up."""

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx

from digitdemo.ui.door import sockets

_MOST_SECONDS_IN_ALL = 0.3  # that one script run waits for others, element by element


def give_way(seconds: float) -> None:
    """Pause this script run, which has shown what matters most, and longer while others wait for that."""
    context = get_script_run_ctx()
    sockets.give_way(context.session_id if context else "", seconds)
    let_others_go_first()


def step_aside() -> None:
    """Have this script run, which is about to take long, go on beside others' turns, if no other does so already."""
    if (context := get_script_run_ctx()) is not None:
        sockets.step_aside(context.session_id)


def let_others_go_first() -> None:
    """Have this script run, from here on, wait before each element for the runs that somebody waits for, pen in hand.

    All script runs share one Python: beside one that does not wait an answer takes twice as long. It waits for
    a third of a second in all, and not at all where it is such a run itself.
    """
    context = get_script_run_ctx()
    if context is None:
        return
    session, say = context.session_id, getattr(context._enqueue, "say", context._enqueue)
    left = _MOST_SECONDS_IN_ALL

    def say_after_others(message: ForwardMsg) -> None:
        nonlocal left
        if left > 0:
            left -= sockets.wait_for_hurried(session, left)
        say(message)

    say_after_others.say = say  # type: ignore[attr-defined]  # not one around the other, run after run
    context._enqueue = say_after_others
