"""What is said where the program itself has failed; the reason is in the log."""

import streamlit as st

from digitdemo.texts import tr


class PageFault(Exception):
    """What a visitor is told of a fault; shown by `st.exception`, as whoever looks for faults on a page expects it."""

    alternate_name = ""  # Streamlit puts it before the message, in place of the class's name


def say_fault() -> None:
    """Say that something has failed, whose fault it is not, and what still works."""
    st.exception(
        PageFault(
            tr(
                "Something went wrong here, and it is not your fault. The rest of the app works: go on, or open this "
                "page anew. Whoever runs this app finds the reason in its log."
            )
        )
    )
