"""Pictures with a few words below them, one or in rows."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import streamlit as st

from digitdemo.ui.charts.pictures import data_url

# Pixels that a picture of 28 is wide on the page.
SMALL = 84  # four stand side by side on a phone
LARGE = 112  # four steps stand side by side


@dataclass(frozen=True)
class Picture:
    """A picture, uint8 (28, 28), the lines below it, which are Markdown, and what it shows in words."""

    pixels: np.ndarray
    lines: tuple[str, ...]
    alt: str


def gallery(pictures: Iterable[Picture]) -> None:
    """Show `pictures` beside each other, in as many rows as it takes."""
    shown = list(pictures)
    if not shown:
        return
    # All as one element: half a hundred of them, each in a box of its own, keep a browser for a quarter of a second.
    st.image(
        [data_url(picture.pixels, SMALL) for picture in shown],
        width=SMALL,
        alt=[picture.alt for picture in shown],
        caption=["  \n".join(picture.lines) for picture in shown],
    )


def show_picture(pixels: np.ndarray, caption: str, alt: str, side: int) -> None:
    """Show a picture, uint8 (h, w) or (h, w, 3), that many pixels wide, with a caption in Markdown of that width."""
    with st.container(width=side):
        st.image(data_url(pixels, side), width=side, alt=alt, caption=caption)
