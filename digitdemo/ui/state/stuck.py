"""Whether a session can go on at all."""

import streamlit as st


def is_stuck() -> bool:
    """Return whether a widget of this session has a value that Streamlit cannot read.

    It tries again at the beginning of each script run, which ends there.
    """
    try:
        st.session_state.to_dict()
    except Exception:  # whatever fails at a value of the wrong kind
        return True
    return False
