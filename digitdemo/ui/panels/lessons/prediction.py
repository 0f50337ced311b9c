"""Predict first: one of three, by one click, or skip it."""

from collections.abc import Sequence

import streamlit as st

from digitdemo.analysis.predictions import Choice
from digitdemo.texts import tr
from digitdemo.ui.charts.sketches import WIDTH, sketch
from digitdemo.ui.state import lessons, widget_keys

_NARROWEST = 220  # pixels of a choice


def predict(name: str, ask: str, choices: Sequence[Choice]) -> None:
    """Ask for the prediction of that lesson."""
    st.header(tr("What do you predict?"), anchor=False)
    st.markdown(ask)
    with st.grid(3, min_column_width=_NARROWEST, key="choices"):
        for number, choice in enumerate(choices):
            with st.container(border=choice.shape is not None, key=f"choice_{number}", gap="xsmall", height="stretch"):
                if choice.shape:
                    st.image(sketch(choice.shape), width=WIDTH, alt=tr("Sketch. {shape}.", shape=choice.label))
                st.button(
                    choice.label,
                    on_click=lessons.predict,
                    args=(name, number),
                    width="stretch",
                    key=widget_keys.choice(number),
                )
    st.button(tr("Skip"), type="tertiary", on_click=lessons.predict, args=(name, lessons.SKIPPED), key="skip")
