"""Ctrl+V anywhere on the page: hands a picture in the clipboard to the page's file field."""

from pathlib import Path

import streamlit as st

_SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def paste_anywhere() -> None:
    """Make the file field of this page take what is pasted; call it once."""
    st.components.v2.component("digitdemo_paste", js=_SCRIPT)(key="paste")
