"""Whether a run has learned to say no: what it reads in signs that are no digits."""

import numpy as np
import streamlit as st

from digitdemo.config.train_config import KNOBS
from digitdemo.inference.answers import share_in_words
from digitdemo.inference.classifier import ModelError
from digitdemo.inference.saying_no import SayingNo, saying_no
from digitdemo.runs.run import RunError
from digitdemo.texts import mark, tr, tr_n
from digitdemo.ui import resources
from digitdemo.ui.components.gallery import Picture, gallery
from digitdemo.ui.components.late_popover import late_popover
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.state.shared_runs import check_links

_SHOWN = 12
_HEIGHT = 500  # pixels
_HELP = mark(
    "A model has ten answers, 0 to 9, and no other one. It sees no digit where even its first two choices have less "
    "than 75% together. In this app a network of its own, the judge, says for all models what doesn't look like a "
    "digit."
)


@st.fragment
def saying_no_panel(run_id: str) -> None:
    """Show a button that opens what a run reads in signs that are no digits; to open it reruns only this."""
    if check_links():
        st.rerun()
    shown = late_popover(tr("Signs that are no digits"), _HEIGHT, icon=":material/question_mark:", key="saying_no")
    if shown is None:
        return
    with shown:
        try:
            images, probabilities = resources.signs_read_by(run_id)
        except (ModelError, RunError) as error:
            st.error(escape_markdown(str(error)))
            return
        found = saying_no(probabilities)
        st.markdown(f"**{in_words(found)}**", help=tr(_HELP))
        if not found.learned:
            st.markdown(tr("It can learn that: train with “{knob}” in the Lab.", knob=tr(KNOBS["pen_drawings"].label)))
        gallery(_picture(images[number], probabilities[number]) for number in found.surest[:_SHOWN])


def in_words(found: SayingNo) -> str:
    """Return how often a model says no to what is no digit, and how sure it is of a digit otherwise."""
    certain = tr_n(
        "Of {signs} letters and invented signs it takes {n} for a digit and is at least 99% sure.",
        "Of {signs} letters and invented signs it takes {n} for digits and is at least 99% sure.",
        found.certain,
        signs=found.signs,
    )
    if found.learned:
        says = tr("This model has learned to say no: in {refused} it sees no digit.", refused=found.refused)
    else:
        says = tr("This model never learned to say no.")
    return f"{says} {certain}"


def _picture(pixels: np.ndarray, probabilities: np.ndarray) -> Picture:
    digit = int(probabilities.argmax())
    share = share_in_words(float(probabilities[digit]))
    return Picture(
        pixels,
        (tr("read as **{read_as}**", read_as=digit), share),
        tr("A sign that is no digit, read as {read_as}, {share}", read_as=digit, share=share),
    )
