"""Small pictures in rows, each with a few words below it."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import streamlit as st

from digitdemo.previews import data_url

_SHOWN = 84  # pixels: three times 28, and four stand side by side on a phone


@dataclass(frozen=True)
class Picture:
    """A picture, uint8 (28, 28), the lines below it, which are Markdown, and what it shows in words."""

    pixels: np.ndarray
    lines: tuple[str, ...]
    alt: str


def gallery(pictures: Iterable[Picture]) -> None:
    """Show `pictures` beside each other, in as many rows as it takes."""
    with st.container(horizontal=True, gap="xxsmall"):
        for picture in pictures:
            with st.container(width=_SHOWN):
                st.image(
                    data_url(picture.pixels, _SHOWN), width=_SHOWN, alt=picture.alt, caption="  \n".join(picture.lines)
                )
