"""What the models see: the 28 x 28 pixels, how the drawing became them, and the switch that does it carelessly."""

import numpy as np
import streamlit as st

from digitdemo.data.model_input import ModelInput
from digitdemo.texts import mark, tr
from digitdemo.ui.charts.pictures import data_url
from digitdemo.ui.components.gallery import LARGE, show_picture
from digitdemo.ui.components.late_popover import late_popover
from digitdemo.ui.state import widget_keys

_SIDE = 84  # pixels of the page: three for each of the picture
_NOTHING = np.zeros((28, 28), np.uint8), mark("nothing")  # keeps the place, so that the first stroke moves nothing


def show_preparation(model_input: ModelInput | None) -> None:
    """Show what the models see of an input, and of a drawing the switch for a careless preparation."""
    picture, name = _NOTHING if model_input is None else (model_input.steps[-1].picture, model_input.steps[-1].name)
    st.image(data_url(picture, _SIDE), width=_SIDE, alt=tr("What the models see: {name}", name=tr(name)))
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
    """Show the way of an input to what the models see, step by step, which is drawn once it is opened."""
    if model_input is None or len(model_input.steps) == 1:
        return
    steps = late_popover(tr("Steps"), LARGE + 32, icon=":material/steps:", key=widget_keys.STEPS)
    if steps is None:
        return
    with steps.container(horizontal=True, gap="xsmall"):
        for number, step in enumerate(model_input.steps, start=1):
            name = tr(step.name)
            show_picture(step.picture, name, tr("Step {number}: {name}", number=number, name=name), LARGE)
