"""Shows what a model is learning, as pictures, at one moment or at every one: the slider needs no server."""

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from digitdemo.runs.learning import DIGITS, MAP_IMAGES, Guess, Look
from digitdemo.texts import number, tr
from digitdemo.ui.charts.pictures import data_url
from digitdemo.ui.components.script import bundle
from digitdemo.ui.components.script_texts import script_texts

_FILE = Path(__file__)
_PER_ROW = 16  # as in tiles.js
_learning = st.components.v2.component(
    "digitdemo_learning",
    js=bundle(_FILE.with_suffix(".js")),
    css=_FILE.with_suffix(".css").read_text(encoding="utf-8"),
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
            "texts": _texts(),
            "about": _about(),
        },
        key="learning",
    )


def _texts() -> dict[str, str]:
    return script_texts(
        title=tr("What it is learning"),
        slider=tr("Epoch of the pictures"),
        play=tr("Replay the training"),
        stop=tr("Stop the replay"),
        moment=tr("Epoch {epoch} of {epochs}"),
        kept=tr("Epoch {epoch} of {epochs}, the one kept"),
        not_begun=tr("Not begun"),
        right_at=tr("{moment}: {right} of {count} right"),
        eight=tr("Eight new digits, four of them hard"),
        right=tr("{right} of {count} right."),
        mistakes=tr("Surest mistakes now"),
        among=tr("Of {count} test digits."),
        none_among=tr("None of {count} test digits."),
        few=number(500, ",d"),
        many=number(MAP_IMAGES, ",d"),
        truth=tr("The digit {digit}."),
        is_truth=tr("is {digit}"),
        is_right=tr("right"),
        is_wrong=tr("wrong"),
        no_guess=tr("no guess yet"),
        sure=tr("{share} sure"),
        by_digit=tr("What it looks for, by digit"),
        filters=tr("Its first {count} filters"),
        ink=tr("Ink on blue speaks for the digit, ink on orange against it."),
        adds=tr("Blue adds, orange takes away."),
        map=tr("Map of 1,000 digits: alike ones lie together"),
        map_begins=tr("Before its first step there is nothing to see."),
        map_empty=tr("An empty map."),
        map_says=tr("{share} lie nearest the middle of their own digit. Chance is 10%."),
        map_alt=tr("Map of {count} test digits; {share} lie nearest the middle of their own digit."),
    )


def _about() -> list[str]:
    """Return what a fold says about it all: its title, and its sentences."""
    return [
        tr("What exactly is shown?"),
        tr(
            "The eight digits are always the same test images, in order; some are hard. “Sure” is the "
            "model\N{RIGHT SINGLE QUOTATION MARK}s own probability."
        ),
        tr(
            "The mistakes are the wrong answers with the highest probability among the first 1,000 test images; "
            "between two maps, among the first 500."
        ),
        tr(
            "The map has the first 1,000 test images at the first two principal components of what the last layer is "
            "given (of the linear model: its ten sums). Most of what tells them apart lies in other directions, so "
            "clouds may touch."
        ),
        tr(
            "While it trains, each map has the axes of that moment, turned so that it does not jump. Afterwards all "
            "maps have the axes of the model that was kept."
        ),
        tr("At each moment, full colour is the size that one weight in a hundred exceeds."),
    ]


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
