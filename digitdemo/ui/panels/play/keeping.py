"""Right or wrong: one tap puts the drawing, with its digit, into the visitor's own test set."""

from collections.abc import Sequence

import streamlit as st

from digitdemo.data.model_input import ModelInput
from digitdemo.inference.answers import Answers
from digitdemo.texts import tr
from digitdemo.ui.components.late_popover import late_popover
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.state import own_drawings, widget_keys


def keep_or_not(found: Sequence[Answers], model_input: ModelInput | None) -> None:
    """Ask whether what most models read is right, and say so once the drawing is kept.

    Pictures are not asked about, and drawings of several digits: what is kept are drawings of one.
    """
    done = own_drawings.on_canvas() if model_input is not None and model_input.source == "drawing" else None
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="keeping"):
        if done and done.number is not None:
            _say_kept(done.digit)
            return
        if model_input is not None and model_input.source == "drawing" and model_input.digits:
            st.caption(tr("Only drawings of one digit can be kept."), width="content")
            return
        _ask(found, disabled=model_input is None or model_input.source != "drawing")
        if done:
            st.caption(escape_markdown(done.problem), width="content")


def _ask(found: Sequence[Answers], *, disabled: bool) -> None:
    digit = found[0].most if found and found[0].any_digit and not disabled else None
    st.button(
        tr("That's right") if digit is None else tr("That's right: {digit}", digit=digit),
        icon=":material/check:",
        on_click=own_drawings.keep_drawing,
        args=(digit,),
        disabled=digit is None,
        key="keep_right",
    )
    other = late_popover(
        tr("No, it is …"),
        40,
        icon=":material/close:",
        key=widget_keys.KEEP_WRONG,
        type="secondary",
        disabled=disabled,
    )
    if other is None:
        return
    with other.container(horizontal=True, gap="xxsmall", key="keep_digits"):
        for number in range(10):
            st.button(str(number), on_click=own_drawings.keep_drawing, args=(number,), key=f"keep_{number}")


def _say_kept(digit: int) -> None:
    st.markdown(f":material/check: {tr('Kept as {digit}.', digit=digit)}", width="content")
    st.button(tr("Undo"), icon=":material/undo:", type="tertiary", on_click=own_drawings.take_back, key="keep_undo")
    if st.button(tr("My drawings"), icon=":material/folder_open:", type="tertiary", key="see_mine"):
        own_drawings.look_at_mine()
        st.switch_page("digitdemo/ui/pages/mistakes.py")
