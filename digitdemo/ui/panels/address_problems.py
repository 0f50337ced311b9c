"""What of an address is not possible."""

from collections.abc import Sequence

import streamlit as st

from digitdemo.texts import tr
from digitdemo.ui.escaping import escape_markdown


def say_address_problems(problems: Sequence[str]) -> None:
    """Name what of the address that was opened is not there or not allowed; with nothing, say nothing."""
    if problems:
        listed = "".join(f"\n- {escape_markdown(problem)}" for problem in problems)
        st.warning(f"{tr('Not all of this address is possible; defaults are used instead:')}\n{listed}")
