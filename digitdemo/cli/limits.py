"""Print what may be asked of the app here, and which variable sets each limit.

What Streamlit itself limits comes after it, by `.streamlit/config.toml`.
"""

import argparse
import dataclasses
import os

from digitdemo.limits import Limits, limits, variable
from digitdemo.system import streamlit_settings

# Streamlit's: the option, what it counts in, and what of.
_STREAMLIT = (
    ("maxUploadSize", "MB", "any file that is sent"),
    ("maxMessageSize", "MB", "any message of a page, to it or from it"),
    ("maxWidgetStateSize", "MB", "the state of a page's widgets, with the drawing in it"),
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options: it has none."""


def run(options: argparse.Namespace) -> int:
    """Print a line for each limit, and return the exit code."""
    here = limits()
    width = max(len(variable(one.name)) for one in dataclasses.fields(Limits))
    for one in dataclasses.fields(Limits):
        value, about, unit = getattr(here, one.name), one.metadata["about"], one.metadata["unit"]
        mark = " (set here)" if os.environ.get(variable(one.name)) else ""
        print(f"{variable(one.name):{width}} {value:>8,g} {unit:11} {about}{mark}")
    server = streamlit_settings()["server"]
    for option, unit, about in _STREAMLIT:
        print(f"{'server.' + option:{width}} {server[option]:>8,g} {unit:11} {about}")
    return 0
