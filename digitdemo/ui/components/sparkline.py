"""How the test accuracy of a training climbs: a small line, its last value in figures, and words."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from digitdemo.texts import tr
from digitdemo.ui.components.script import bundle
from digitdemo.ui.components.script_texts import script_texts

_FILE = Path(__file__)
_sparkline = st.components.v2.component(
    "digitdemo_sparkline",
    js=bundle(_FILE.with_suffix(".js")),
    css=_FILE.with_suffix(".css").read_text(encoding="utf-8"),
)


def show_sparkline(points: Sequence[tuple[float, float]], epochs: float, words: str, *, aloud: bool, key: str) -> None:
    """Show test accuracies, fractions, at epochs from 0 to `epochs`, as (epoch, accuracy), and `words` below them.

    A screen reader says the words when they have changed, if `aloud`.
    """
    texts = script_texts(
        label=tr("test accuracy"),
        alt=tr("Test accuracy, from {first} to {last} after {done} of {epochs} epochs"),
    )
    told = {"points": [list(point) for point in points], "epochs": epochs, "words": words, "aloud": aloud}
    _sparkline(data={**told, "texts": texts}, key=key)
