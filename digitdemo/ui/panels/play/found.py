"""What was found on a picture: said beside the canvas and with the answers, and a box to draw where it is wrong."""

import dataclasses

import streamlit as st

from digitdemo.data.found_picture import FoundPicture
from digitdemo.data.left_out import left_out_in_words
from digitdemo.data.model_input import ModelInput
from digitdemo.inference.words import Words
from digitdemo.texts import tr
from digitdemo.ui.state import widget_keys
from digitdemo.ui.state.canvas import laid_on
from digitdemo.ui.state.laying import draws_box, switch_box


def say_found(found: FoundPicture) -> None:
    """Say what was left out of a picture, and let the visitor draw a box where the wrong part was taken."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="found"):
        st.toggle(
            tr("Draw a box"),
            key=widget_keys.OWN_BOX,
            on_change=switch_box,
            help=tr("If the wrong part was taken: drag a box around the digit, or click on two corners of it."),
        )
        if draws_box() and found.within is None:
            st.caption(tr("Drag a box around the digit."), width="content")
        elif not draws_box() and (left_out := left_out_in_words(one.kind for one in found.left_out)):
            st.caption(left_out, width="content")


def empty_words() -> Words:
    """Return what is said in place of an answer where nothing is on the canvas."""
    picture = laid_on()
    if picture is not None and picture.is_empty:
        return Words("", tr("The picture is empty"), tr("If there is a digit on it after all, draw a box around it."))
    return Words("", tr("Draw a digit"), tr("With the mouse or a finger, from 0 to 9."))


def with_doubt(words: Words, model_input: ModelInput | None) -> Words:
    """Return the answer in words with what was left out of a drawing, and what is in doubt about which ink is one."""
    if model_input is None:
        return words
    said = [left_out_in_words(model_input.left_out), *(tr(doubt) for doubt in model_input.doubts)]
    if not (added := " ".join(filter(None, said))):
        return words
    detail = f"{words.detail.rstrip('.')}. {added}" if words.detail else added
    found = model_input.found
    doubtful = found is not None and (found.doubtful or found.line_cut)
    numeral = f"{words.numeral.rstrip('?')}?" if doubtful else words.numeral
    return dataclasses.replace(words, numeral=numeral, detail=detail)
