"""Shows what a model is learning, as pictures, at one moment or at every one: the slider needs no server."""

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from digitdemo.runs.learning import DIGITS, MAP_IMAGES, Guess, Look
from digitdemo.ui.charts.pictures import data_url
from digitdemo.ui.components.script import bundle

_FILE = Path(__file__)
_PER_ROW = 16  # as in tiles.js
_learning = st.components.v2.component(
    "digitdemo_learning",
    js=bundle(_FILE.with_suffix(".js")),
    css=_FILE.with_suffix(".css").read_text(encoding="utf-8"),
    html=_FILE.with_suffix(".html").read_text(encoding="utf-8"),
)


def show_learning(
    training: str,
    looks: Sequence[Look],
    images: np.ndarray,
    labels: np.ndarray,
    *,
    epochs: int,
    kept: float = 0.0,
    live: bool = False,
) -> None:
    """Show the looks at that training of `epochs` epochs, the earliest first; if it is `live`, the last of them.

    `images`, uint8 (n, 28, 28), and `labels` are the test digits that it is measured on; `kept` says after how many
    epochs the model is that was kept.
    """
    shown = [*DIGITS, *sorted({guess.image for look in looks for guess in look.mistakes} - set(DIGITS))]
    _learning(
        data={
            "id": training,
            "live": live,
            "epochs": epochs,
            "kept": kept,
            "digits": list(DIGITS),
            "truths": "".join(map(str, labels[:MAP_IMAGES])),
            "sheet": _sheet(images[shown]),
            "rows": -(-len(shown) // _PER_ROW),
            "places": shown,
            "looks": [_told(look) for look in looks],
        },
        key="learning",
    )


def _told(look: Look) -> dict[str, Any]:
    pictures = look.pictures
    return {
        "epochs": look.epochs,
        "digits": [_guess(guess) for guess in look.digits],
        "mistakes": [_guess(guess) for guess in look.mistakes],
        "points": _text(look.points),
        "pictures": {"side": pictures.side, "data": _text(pictures.data)} if pictures else None,
    }


def _guess(guess: Guess) -> list[int]:
    return [guess.image, guess.digit, guess.sure]


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _sheet(images: np.ndarray) -> str:
    """Return `images`, uint8 (n, 28, 28), in rows on one picture, as a URL."""
    count, side, _ = images.shape
    rows = -(-count // _PER_ROW)
    sheet = np.zeros((rows, _PER_ROW, side, side), np.uint8)
    sheet.reshape(-1, side, side)[:count] = images
    return data_url(sheet.transpose(0, 2, 1, 3).reshape(rows * side, _PER_ROW * side), max(rows, _PER_ROW) * side)
