"""What stands at an address of this app where there is no page: the pages that there are."""

import re
from collections.abc import Collection, Sequence
from urllib.parse import unquote

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from digitdemo.texts import tr
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.state.address import where_it_is

_NAME = re.compile(r"[\w. -]{1,60}")  # of any other Streamlit itself says that there is no such page


def asked_for(pages: Collection[str]) -> str:
    """Return the page that the browser's address names, if it is none of these; else ""."""
    name = unquote(where_it_is().path).rstrip("/").rpartition("/")[2]
    return name if name not in pages and _NAME.fullmatch(name) and name == name.strip() else ""


def in_its_place(asked: str, pages: Sequence[StreamlitPage]) -> list[StreamlitPage]:
    """Return the page that stands there, which leads to `pages`; none where nothing else is asked for."""

    def show() -> None:
        st.title(tr("There is no such page"), anchor=False)
        st.markdown(tr("Nothing here is called “{name}”. These pages are there:", name=escape_markdown(asked)))
        for page in pages:
            st.page_link(page)

    title = tr("There is no such page")
    return [st.Page(show, title=title, url_path=asked, visibility="hidden")] if asked else []
