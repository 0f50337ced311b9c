"""Which language a visit is spoken to in: its address says so, or its own switch, or else its browser."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from digitdemo.texts import LANGUAGES, ask_for_language, language_of
from digitdemo.ui.state.visit import begun, visit

LANG = "lang"  # what an address calls it


def speak() -> None:
    """Let everything that is said from now on be said in the language of the visit that it is said to."""
    ask_for_language(spoken)


def spoken() -> str:
    """Return the language of the visit whose script runs, or whose fragment; English in a thread without one."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return language_of(None)
    now = begun()  # asked for with every sentence: address and browser, a millisecond a stroke, only where need be
    known = now.language or now.language_of_browser if now else ""
    return known or _in_address() or language_of(st.context.locale)


def take_language() -> None:
    """Speak as the address says, if it says anything, and keep to that on other pages; else as the browser does."""
    now = visit()
    now.language_of_browser = language_of(st.context.locale)
    if asked := _in_address():
        now.language = asked


def switch_language(language: str) -> tuple[str | None, dict[str, str]]:
    """Speak this language from now on; return which page was open, if any, and its address, which is to open it anew.

    The page is its own address, the parameters are what stands behind the "?".
    """
    now = visit()
    page, now.page, now.language = now.page, None, language
    return page, {**now.whole_address, LANG: language}


def _in_address() -> str:
    """Return the language that the address names, or "" where that is none of ours."""
    asked = st.query_params.get(LANG, "")
    return asked if asked in LANGUAGES else ""
