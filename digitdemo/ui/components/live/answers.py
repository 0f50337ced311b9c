"""The models' answers: one of them all in large figures, and a row a model, light enough to follow the pen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from digitdemo.inference.answers import Reading
from digitdemo.inference.words import Words
from digitdemo.texts import tr
from digitdemo.ui.components.script import bundle
from digitdemo.ui.components.script_texts import script_texts

_FILE = Path(__file__)
_show = st.components.v2.component(
    "digitdemo_answers", js=bundle(_FILE.with_suffix(".js")), css=_FILE.with_suffix(".css").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class Row:
    """A model's row: its id, what it is called, what it is, whose it is, and Streamlit's name of its colour."""

    id: str
    name: str
    about: str
    own: bool
    colour: str


def show_answers(
    rows: Sequence[Row], readings: Mapping[str, Reading], words: Words, empty: Words, *, strokes: int, version: str
) -> None:
    """Show the rows, the visitor's own models first, and what those in `readings` read; of several digits the bar is
    about the one that a model is least sure of.

    `words` say it in short, and `empty` what stands there where nothing is drawn. The answers are about the first
    `strokes` of the drawing of that `version`: while there are more, the browser shows what its own networks read, and
    so it does in rows without an answer here.
    """
    data: dict[str, Any] = {
        "rows": [vars(row) for row in rows],
        "answers": {
            run_id: {
                "digit": reading.least_sure.digit,
                "reading": reading.digits,
                "words": reading.words,
                "probabilities": [round(float(share), 5) for share in reading.least_sure.probabilities],
            }
            for run_id, reading in readings.items()
        },
        "words": vars(words),
        "empty": vars(empty),
        "strokes": strokes,
        "version": version,
        "texts": what_it_says(),
    }
    _show(data=data, key="answers")


def what_it_says() -> dict[str, str]:
    """Return the texts of the script, by the names that it has for them."""
    return script_texts(
        others=tr("Ready-made"),
        two=tr("Two digits: each is read on its own"),
        more=tr("{count} digits: each is read on its own"),
        least_sure=tr("Least sure of the {digit}:"),
        reading=tr("Reading …"),
        so_far=tr("So far: {digit}"),
        agreeing=tr("{count} of {models} models, while you draw"),
        almost=tr(">99.9%"),
    )
