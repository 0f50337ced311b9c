"""What every page does in the browser: its address replaces the last, a swipe on a chart scrolls, news is read out.

And the browser is told which language the page is in, and whose it is.
"""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from digitdemo.texts import language
from digitdemo.ui.components.script import bundle
from digitdemo.ui.state import whose, widget_keys

_EVERY_PAGE = st.components.v2.component("digitdemo_every_page", js=bundle(Path(__file__).with_suffix(".js")))


def prepare_every_page(page: str, leads_on: Sequence[str], news: str) -> bool:
    """Give the browser the script of every page; call it once, above the page, whose new address it is to replace.

    `page` is its own address: the script stays from page to page, and is called again by another one. `leads_on` are
    the addresses of pages that only lead to another one; `news` is read out when it changes. Return whether the
    browser, on such a page, has got the script, and the other address will replace the one that leads on.
    """
    # It shows nothing, but has a row until its script is there: as low a one as can be.
    told = {"page": page, "leadsOn": list(leads_on), "news": news, "language": language()}
    found = _EVERY_PAGE(
        key=widget_keys.EVERY_PAGE,
        data={**told, "cookie": whose.told_to_browser()},
        height=1,
        on_ready_change=lambda: None,
        on_held_change=whose.take_key_of_browser,
        on_refused_change=whose.note_refusal,
    )
    return bool(found.get("ready"))
