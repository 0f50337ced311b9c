"""Lets the page follow the pen on the canvas, so that its networks read what is drawn while it is drawn."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import streamlit as st

from digitdemo.data.canvas_message import FINENESS, PEN, WIDTH
from digitdemo.data.model_input import Way
from digitdemo.data.strokes import Strokes
from digitdemo.ui.components.script import bundle

_DECIMALS = 3  # of a pixel of the canvas; what one draws from now on is exact

_follow = st.components.v2.component("digitdemo_pen", js=bundle(Path(__file__).with_suffix(".js")))


def follow_pen(
    strokes: Strokes, version: str, way: Way = "strokes", pictures: Sequence[np.ndarray] = (), apart: int = 0
) -> None:
    """Let the page's networks read the canvas from now on, or the digits of a picture, uint8 (28, 28), if it has one.

    Or those that so many strokes were told `apart` into, as long as there is no other stroke.

    `strokes` are those that the canvas was told to show, in units of `WIDTH`. They are taken where `version` is another
    than before; what is drawn afterwards, the page sees for itself.
    """
    _follow(
        data={
            "strokes": [_rounded(stroke) for stroke in strokes],
            "version": version,
            "way": way,
            "pictures": [picture.reshape(-1).tolist() for picture in pictures],
            "apart": apart,
            "geometry": {"width": WIDTH, "pen": PEN, "fineness": FINENESS},
        },
        key="pen",
    )


def _rounded(stroke: Iterable[Iterable[float]]) -> list[list[float]]:
    return np.round(np.asarray(stroke, float), _DECIMALS).tolist()
