"""What the models see: the 28 x 28 pixels, how the drawing became them, and the switch that does it carelessly."""

import numpy as np
import streamlit as st

from digitdemo.data.model_input import ModelInput, Step
from digitdemo.texts import mark, tr
from digitdemo.ui.charts.pictures import data_url
from digitdemo.ui.components.gallery import LARGE, show_picture
from digitdemo.ui.state import widget_keys

_SIDE = 84  # pixels of the page: three for each of the picture
_WIDEST = 114  # several digits get smaller pictures
_LINE = 90  # its grey, between pictures of several digits
# It keeps the place, so that the first stroke moves nothing.
_NOTHING = Step(mark("nothing"), np.zeros((28, 28), np.uint8))


def show_preparation(model_input: ModelInput | None) -> None:
    """Show what the models see of an input, and of a drawing the switch for a careless preparation."""
    last = [digit.steps[-1] for digit in model_input.each] if model_input else [_NOTHING]
    pictures = _beside([step.picture for step in last])
    width = min(round(_SIDE * pictures.shape[1] / pictures.shape[0]), _WIDEST)
    st.image(data_url(pictures, 2 * width), width=width, alt=tr("What the models see: {name}", name=tr(last[0].name)))
    with st.container(gap="xsmall", width="content"):
        st.markdown(tr("What they see: 28 × 28 pixels"), width="content")
        if model_input is None or model_input.source == "drawing":
            st.toggle(
                tr("Careless preparation"),
                key=widget_keys.CARELESS,
                persist_state="session",
                help=tr(
                    "Only shrink the drawing to 28 × 28 pixels. Then the digit is not as large, as thick and as "
                    "centred as those that the models have learned from."
                ),
            )


def show_steps(model_input: ModelInput | None) -> None:
    """Show the way of an input to what the models see, step by step and digit by digit, once it is asked for."""
    if model_input is None or len(model_input.steps) == 1:
        return
    with st.popover(tr("Steps"), icon=":material/steps:", type="tertiary"):
        for digit in model_input.each:
            with st.container(horizontal=True, gap="xsmall"):
                for number, step in enumerate(digit.steps, start=1):
                    name = tr(step.name)
                    show_picture(step.picture, name, tr("Step {number}: {name}", number=number, name=name), LARGE)


def _beside(pictures: list[np.ndarray]) -> np.ndarray:
    """Return pictures of one height, uint8 (h, w), beside each other with a light line between them."""
    line = np.full((pictures[0].shape[0], 1), _LINE, np.uint8)
    return np.hstack([part for picture in pictures for part in (line, picture)][1:])
