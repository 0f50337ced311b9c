"""Fool them: drawings that models fail at, and why; from there to Look inside with the model that was wrong."""

from collections.abc import Sequence

import streamlit as st

from digitdemo.data.model_input import ModelInput
from digitdemo.inference.answers import Answers
from digitdemo.texts import tr
from digitdemo.ui.state import draw_choices
from digitdemo.ui.state.dares import DARES, dare_on_canvas, take_dare
from digitdemo.ui.state.last_input import remember_input


def show_dares() -> None:
    """Show the dares to choose from, and what to look at in the one that is on the canvas."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="dares"):
        st.markdown(tr("Now fool them:"), width="content")
        for number, dare in enumerate(DARES):
            st.button(tr(dare.name), on_click=take_dare, args=(number,), key=f"dare_{number}")
        if taken := dare_on_canvas():
            careless = draw_choices.way() == "shrinking" and taken.careless
            st.markdown(tr(careless or taken.words), width="stretch")


def ask_why(found: Sequence[Answers], model_input: ModelInput | None) -> None:
    """Show the button that opens Look inside with the model that was wrong, or is the least sure of any digit."""
    if model_input is None or not found:
        return
    if st.button(tr("Why? Look inside"), icon=":material/search:", type="tertiary", key="why"):
        answers, digit = min(zip(found, model_input.each, strict=True), key=lambda pair: pair[0].least(pair[1].truth))
        remember_input(digit)
        draw_choices.look_into(answers.doubtful(digit.truth))
        st.switch_page("digitdemo/ui/pages/inside.py")
