"""What Streamlit's field for a picture file cannot: files that are pasted or dropped anywhere, and large photos."""

from pathlib import Path

import streamlit as st

from digitdemo.data.other_formats import NAMED_ENDINGS, READ_ENDINGS
from digitdemo.data.pictures import most_file_bytes, most_pixels
from digitdemo.ui.components.script import bundle

_help = st.components.v2.component("digitdemo_picture_field", js=bundle(Path(__file__).with_suffix(".js")))


def help_picture_field() -> None:
    """Make the only field for a file on this page take what is pasted, dropped or too large; call it once.

    The field itself takes every file: what is none that is read, the server says better than Streamlit's own refusal.
    """
    endings = {"read": READ_ENDINGS, "named": NAMED_ENDINGS}
    data = {"mostBytes": most_file_bytes(), "mostPixels": most_pixels(), "endings": endings}
    _help(key="picture_field", data=data)
