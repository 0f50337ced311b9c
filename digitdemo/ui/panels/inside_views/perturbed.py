"""What becomes of the answer when the image is shifted or turned, or its lines are made thinner or thicker."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from digitdemo.inference.perturbations import (
    ANGLES,
    SHIFTS,
    WIDTHS,
    over_angles,
    over_shifts,
    over_widths,
    worth_drawing,
)
from digitdemo.texts import number, tr
from digitdemo.ui.charts.inside import perturbation_chart, shifts_chart
from digitdemo.ui.charts.theme import PLOT
from digitdemo.ui.panels.inside_views.view_context import ViewContext


def perturbed_view(about: ViewContext) -> None:
    """Show the probabilities over shifts, angles and widths."""
    image, ask = about.model_input.image, about.model.probabilities
    left, right = st.columns(2)
    with left:
        _show_shifts(over_shifts(ask, image, about.digits[-1]), about.digits[-1])
    with right:
        degrees, widths = tr("Degrees anticlockwise"), tr("Change of line width in pixels")
        _show_changes(tr("Turned"), "angles", degrees, ANGLES, over_angles(ask, image))
        _show_changes(tr("Thinner or thicker"), "widths", widths, WIDTHS, over_widths(ask, image))
    st.caption(
        tr("At 0 is the picture as it is."),
        help=tr(
            "MNIST's digits are upright and centred, so a model that has seen no others may misread shifted and "
            "turned ones. And a 6 that is turned far enough is no longer a 6."
        ),
    )


def _show_shifts(probability: np.ndarray, digit: int) -> None:
    heading = tr("Shifted: probability of {digit}", digit=digit)
    st.markdown(f"### {heading}")
    alt = tr(
        "Probability of {digit} over shifts by up to {most} pixels: above one half for {share:.0%} of them",
        digit=digit,
        most=SHIFTS[-1],
        share=float((probability > 0.5).mean()),
    )
    st.plotly_chart(shifts_chart(probability, SHIFTS, digit), key="inside_shifts", alt=alt, config=PLOT)


def _show_changes(title: str, key: str, unit: str, stops: Sequence[float], probabilities: np.ndarray) -> None:
    st.markdown(f"### {title}")
    digits = worth_drawing(probabilities)
    told = "; ".join(_course(digit, stops, probabilities) for digit in digits)
    st.plotly_chart(
        perturbation_chart(probabilities, stops, unit, digits),
        key=f"inside_{key}",
        alt=tr("{title}. {unit}, and the probability there: {curves}", title=title, unit=unit, curves=told),
        config=PLOT,
    )


def _course(digit: int, stops: Sequence[float], probabilities: np.ndarray) -> str:
    """Return a curve in words: a digit's probability at the first stop, untouched, and at the last."""
    told = (0, stops.index(0), len(stops) - 1)
    shares = (f"{number(stops[stop], 'g')} {number(probabilities[stop, digit], '.0%')}" for stop in told)
    return f"{digit}: {', '.join(shares)}"
