"""What the model said after each epoch."""

import numpy as np
import streamlit as st

from digitdemo.inference.calibration import softmax
from digitdemo.texts import tr
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
    told = "; ".join(
        tr("epoch {epoch}: {digit} with {share:.0%}", epoch=epoch, digit=int(row.argmax()), share=float(row.max()))
        for epoch, row in zip(epochs, probabilities, strict=True)
    )
    st.plotly_chart(
        epochs_chart(probabilities, epochs),
        key="inside_epochs",
        alt=tr("Probability of each digit at each epoch: {epochs}", epochs=told),
        config=PLOT,
    )
    st.caption(
        tr("Epoch 0 is the untrained model: it guesses."),
        help=tr(
            "The kept weights are rounded to about three digits. Every epoch uses the temperature of the finished "
            "model."
        ),
    )
