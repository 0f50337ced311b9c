"""Many drawings of a file are prepared a few at a time: others have their turns in between."""

import streamlit as st

from digitdemo.runs.reasons import reason_in_words
from digitdemo.runs.run import RunError
from digitdemo.texts import tr
from digitdemo.ui import resources
from digitdemo.ui.door.giving_way import let_others_go_first
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.resources.readings import Preparing

# With these a page asks for a script run three times a second: more would not count as a person's.
_PART_SECONDS, _PAUSE_SECONDS = 0.2, 0.3


def are_prepared(owner: str, version: str) -> bool:
    """Return whether the drawings of that owner, of that `version`, can be shown.

    While they cannot, how many are ready is shown in their place, and the page once all are.

    Raises:
        RunError: the database fails.
    """
    preparing = resources.preparing(owner)
    if preparing.is_ready_for(version):
        return True
    ready, count = preparing.go_on(_PART_SECONDS)
    if ready < count:
        _go_on(preparing, [(ready, count)])
    return ready == count


@st.fragment(run_every=_PAUSE_SECONDS)
def _go_on(preparing: Preparing, found: list[tuple[int, int]]) -> None:
    """Show how many are ready; each look after the first one, which shows what was `found`, prepares some more."""
    let_others_go_first()
    try:
        ready, count = found.pop() if found else preparing.go_on(_PART_SECONDS)
    except RunError as error:
        st.error(escape_markdown(reason_in_words(str(error))))
        return
    if ready == count:
        st.rerun()
    st.progress(ready / count, tr("Preparing your drawings: {ready} of {count}", ready=ready, count=count))
