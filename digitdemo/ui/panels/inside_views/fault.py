"""The drawing or the model? The same drawing in several forms."""

import numpy as np
import streamlit as st

from digitdemo.inference.answers import answer_of
from digitdemo.inference.fault import explain_form, fault, forms
from digitdemo.ui.components.gallery import SMALL, show_picture
from digitdemo.ui.panels.inside_views.view_context import ViewContext


def fault_view(about: ViewContext) -> None:
    """Show the same drawing in several forms, and what is at fault."""
    pictures = forms(about.model_input.ink, about.model_input.strokes)
    if not pictures:
        st.info("There is no ink in the picture.")
        return
    probabilities = about.model.probabilities(np.array(list(pictures.values())))
    answers = {name: answer_of(row) for name, row in zip(pictures, probabilities, strict=True)}
    truth = about.model_input.truth
    if truth is None:
        st.info("Choose above which digit it really is, to see what is at fault.")
    else:
        read = {name: answer.digit for name, answer in answers.items()}
        at_fault, sentence = fault(truth, about.answer.digit, read)
        (st.success if at_fault == "nobody" else st.warning)(sentence, icon=":material/balance:")
    with st.container(horizontal=True):
        for name, picture in pictures.items():
            answer = answers[name]
            colour = "green" if answer.digit == truth else "red"
            words = answer.words if truth is None else f":{colour}[{answer.words}]"
            show_picture(picture, f"**{name}**  \n{words}", f"{name}: {explain_form(name)}", SMALL)
    st.caption(
        "Each form is the same drawing, brought to 28 x 28 in another way. "
        + " ".join(f"**{name}:** {explain_form(name)}." for name in pictures)
        + " If the model is right where the form looks like MNIST, it knows the digit: only the drawing was different."
    )
