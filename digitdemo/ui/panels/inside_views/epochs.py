"""What the model said after each epoch."""

import numpy as np
import streamlit as st

from digitdemo.inference.calibration import softmax
from digitdemo.ui.charts.inside import epochs_chart
from digitdemo.ui.charts.theme import PLOT
from digitdemo.ui.panels.inside_views.view_context import ViewContext, say_no_inside


def epochs_view(about: ViewContext) -> None:
    """Show the probabilities of every digit at every kept epoch."""
    if about.inside is None:
        say_no_inside()
        return
    epochs = about.inside.epochs
    logits = np.array([about.inside.look(about.model_input.image, epoch).logits for epoch in epochs])
    probabilities = softmax(logits, about.model.temperature)
    st.plotly_chart(
        epochs_chart(probabilities, epochs),
        key="inside_epochs",
        alt="Probability of each digit at each epoch: "
        + "; ".join(
            f"epoch {epoch}: {row.argmax()} with {row.max():.0%}"
            for epoch, row in zip(epochs, probabilities, strict=True)
        ),
        config=PLOT,
    )
    st.caption(
        "Epoch 0 is the untrained model: it guesses.",
        help="The kept weights are rounded to about three digits. Every epoch uses the temperature of the finished "
        "model.",
    )
