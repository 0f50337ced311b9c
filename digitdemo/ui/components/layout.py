"""The style of a page as a whole, which Streamlit's containers have no options for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st


def _style(page: str) -> Callable[..., Any]:
    return st.components.v2.component(
        f"digitdemo_{page}",
        css=(Path(__file__).parent / f"{page}.css").read_text(encoding="utf-8"),
        js="export default function () {}",
        isolate_styles=False,
    )


_PLAY, _LAB, _LESSONS, _CLASS, _LARGE = map(_style, ("play", "lab", "lessons", "class", "large"))


def style_play() -> None:
    """Give this page the style of the Play page; call it once."""
    _PLAY(key="play_style")


def style_lab() -> None:
    """Give this page the style of the Lab; call it once."""
    _LAB(key="lab_style")


def style_lessons() -> None:
    """Give this page the style of the lessons; call it once."""
    _LESSONS(key="lessons_style")


def style_class() -> None:
    """Give this page the style of the page of classes; call it once."""
    _CLASS(key="class_style")


def style_large() -> None:
    """Give this page large type, for a projector; call it once."""
    _LARGE(key="large_style")
