"""How a script run lets those go first whose pen has just gone up."""

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from digitdemo.ui.door import sockets

_MOST_SECONDS_IN_ALL = 0.3  # that one script run waits for others, element by element


def give_way(seconds: float) -> None:
    """Pause this script run, which has shown what matters most, for so many seconds, or while others wait for it."""
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
    if (context := get_script_run_ctx()) is None:
        return
    waiting = context._enqueue if isinstance(context._enqueue, _AfterOthers) else _AfterOthers(context)
    waiting.begin(context.cursors)
    context._enqueue = waiting


class _AfterOthers:
    """Says what a script run shows, after others' runs that are in a hurry."""

    def __init__(self, context: ScriptRunContext) -> None:
        self._session, self._say = context.session_id, context._enqueue
        self._run: object = None
        self._left = 0.0

    def begin(self, run: object) -> None:
        """Begin with the seconds of a script run, whose own `run` is, unless it has done so already."""
        if run is not self._run:  # one context may serve several script runs, one after the other
            self._run, self._left = run, _MOST_SECONDS_IN_ALL

    def __call__(self, message: ForwardMsg) -> None:
        if self._left > 0:
            self._left -= sockets.wait_for_hurried(self._session, self._left)
        self._say(message)
