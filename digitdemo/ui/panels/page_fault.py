"""What is shown where the program itself fails: the reason goes to the log, and the rest of the page goes on."""

import contextlib
import logging
from collections.abc import Iterator

import streamlit as st

from digitdemo.texts import tr

_LOG = logging.getLogger(__name__)


class PageFault(Exception):
    """What a visitor is told of a fault; shown by `st.exception`, so that tests of pages see that there was one."""

    alternate_name = ""  # Streamlit puts it before the message, in place of the class's name


@contextlib.contextmanager
def shielded() -> Iterator[None]:
    """Say that this part of the page has failed, if it does, and nothing of the program's insides; log what it was."""
    try:
        yield
    except Exception:  # whatever it is; what ends a script run is none of these
        _LOG.exception("A part of a page has failed")
        st.exception(
            PageFault(
                tr(
                    "Something went wrong here, and it is not your fault. The rest of the app works: go on, or open "
                    "this page anew. Whoever runs this app finds the reason in its log."
                )
            )
        )
