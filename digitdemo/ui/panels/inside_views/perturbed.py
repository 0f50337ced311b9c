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
        _show_changes("Turned", "angles", "Degrees anticlockwise", ANGLES, over_angles(ask, image))
        _show_changes("Thinner or thicker", "widths", "Change of line width in pixels", WIDTHS, over_widths(ask, image))
    st.caption(
        "At 0 is the picture as it is.",
        help="MNIST's digits are upright and centred, so a model that has seen no others may misread shifted and "
        "turned ones. And a 6 that is turned far enough is no longer a 6.",
    )


def _show_shifts(probability: np.ndarray, digit: int) -> None:
    st.markdown(f"### Shifted: probability of {digit}")
    share = float((probability > 0.5).mean())
    st.plotly_chart(
        shifts_chart(probability, SHIFTS, digit),
        key="inside_shifts",
        alt=f"Probability of {digit} over shifts by up to {SHIFTS[-1]} pixels: above one half for {share:.0%} of them",
        config=PLOT,
    )


def _show_changes(title: str, key: str, unit: str, stops: Sequence[float], probabilities: np.ndarray) -> None:
    st.markdown(f"### {title}")
    digits = worth_drawing(probabilities)
    st.plotly_chart(
        perturbation_chart(probabilities, stops, unit, digits),
        key=f"inside_{key}",
        alt=f"{title}. {unit}, and the probability there: "
        + "; ".join(_course(digit, stops, probabilities) for digit in digits),
        config=PLOT,
    )


def _course(digit: int, stops: Sequence[float], probabilities: np.ndarray) -> str:
    """Return a curve in words: a digit's probability at the first stop, untouched, and at the last."""
    told = (0, stops.index(0), len(stops) - 1)
    return f"{digit}: {', '.join(f'{stops[stop]:g} {probabilities[stop, digit]:.0%}' for stop in told)}"
