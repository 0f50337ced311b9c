"""What the ready-made models read in some pictures, as a grid: a row a model, a column a picture."""

from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from digitdemo.analysis.intervals import Interval
from digitdemo.analysis.studies.models import model_name
from digitdemo.inference.classifier import Classifier, ModelError
from digitdemo.inference.shipped import FIRST_TO_ANSWER
from digitdemo.runs.run import RunError
from digitdemo.texts import number, tr
from digitdemo.ui import resources
from digitdemo.ui.charts.experiments import Series
from digitdemo.ui.charts.grid import Cell, Grid, grid_chart
from digitdemo.ui.charts.theme import GLYPHS, OWN_COLOURS, WARM
from digitdemo.ui.components.lesson_chart import lesson_chart
from digitdemo.ui.escaping import escape_markdown


def ready_made() -> dict[str, Classifier]:
    """Return the shipped models by their names; what cannot be loaded is named on the page."""
    models = {}
    for name in resources.shipped_runs():
        try:
            if model := resources.classifier(name):
                models[name] = model
        except (ModelError, RunError) as error:
            st.error(escape_markdown(str(error)))
    return models


def show_readings(
    models: Mapping[str, Classifier],
    pictures: np.ndarray,
    columns: Sequence[str],
    title: str,
    key: str,
    hues: Mapping[int, str],
) -> None:
    """Show which digit each model reads in each of `pictures`, uint8 (n, 28, 28), whose names are `columns`.

    `hues` are the colours of digits, of `HUES`; all others are warm.
    """
    answers = {model_name(name): model.probabilities(pictures) for name, model in models.items()}
    cells = [
        [_cell(name, column, row, hues) for column, row in zip(columns, found, strict=True)]
        for name, found in answers.items()
    ]
    grid = Grid(list(answers), columns, title, cells, pictures)
    read = "; ".join(f"{name} {', '.join(map(_in_words, found))}" for name, found in answers.items())
    alt = tr("What each model reads, and how surely, from {first} to {last}", first=columns[0], last=columns[-1])
    lesson_chart(grid_chart(grid), key=key, alt=f"{alt}: {read}")


def _in_words(probabilities: np.ndarray) -> str:
    return f"{probabilities.argmax()} ({number(float(probabilities.max()), '.0%')})"


def lines_of(shares: Mapping[str, Sequence[tuple[float, Interval]]], x: Sequence[float]) -> list[Series]:
    """Return a line for each of the models that answer first: its shares over `x`, with their intervals."""
    models = [model for model in FIRST_TO_ANSWER if model in shares]
    return [
        Series(
            name=model_name(model),
            colour=colour,
            symbol=symbol,
            x=x,
            y=[share for share, _ in shares[model]],
            low=[interval.low for _, interval in shares[model]],
            high=[interval.high for _, interval in shares[model]],
        )
        for model, colour, symbol in zip(models, OWN_COLOURS, GLYPHS, strict=False)
    ]


def _cell(model: str, column: str, probabilities: np.ndarray, hues: Mapping[int, str]) -> Cell:
    digit, share = int(probabilities.argmax()), float(probabilities.max())
    hover = tr("{model}, {picture}: {digit} ({share:.0%})", model=model, picture=column, digit=digit, share=share)
    return Cell(str(digit), share, hover, hues.get(digit, WARM))
