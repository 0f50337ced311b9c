"""The figures of the damage: what breaks which model first, one kind over its strengths, and one digit of one's own."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from digitdemo.analysis.studies.damage import ASKED, LEVEL, Damages, kind_name
from digitdemo.analysis.studies.models import model_name
from digitdemo.data.corruptions import CORRUPTIONS, LEVELS, corrupted
from digitdemo.runs.run import Run
from digitdemo.texts import number, tr
from digitdemo.ui import resources
from digitdemo.ui.charts.grid import Cell, Grid, grid_chart
from digitdemo.ui.charts.levels import levels_alt, levels_figure
from digitdemo.ui.charts.theme import CALM, WARM
from digitdemo.ui.components.gallery import Picture, gallery
from digitdemo.ui.components.lesson_chart import lesson_chart
from digitdemo.ui.components.steady_chart import steady_chart
from digitdemo.ui.panels.lessons.figures.readings import lines_of, ready_made, show_readings
from digitdemo.ui.state import lessons

_HOLDS = "✓"
_EXAMPLE = 0  # of the test images: a seven


def show_all_damage(_record: Damages) -> None:
    """Show one digit damaged in all ways, at the strength that is asked about."""
    st.markdown(tr("One digit, and its damage at strength {level}:", level=LEVEL))
    image = resources.mnist_test_set()[0][[_EXAMPLE]]
    pictures = [(tr("Undamaged"), image[0])]
    pictures += [(kind_name(kind), corrupted(image, kind, LEVEL)[0]) for kind in CORRUPTIONS]
    gallery(Picture(picture, (name,), tr("A test digit: {damage}", damage=name)) for name, picture in pictures)


def show_damage(record: Damages, _own: Sequence[Run]) -> None:
    """Show at which strength each kind breaks each model; of one kind, the curves, and what is read in one digit."""
    _first_breaks(record)
    if lessons.on_paper():
        return
    kinds = list(CORRUPTIONS)
    kind = st.pills(
        tr("One kind of damage"), kinds, default=ASKED, required=True, format_func=kind_name, key="damage_kind"
    )
    kind = kind if kind in CORRUPTIONS else ASKED
    _levels(record, kind)
    _one_digit(kind)


def _first_breaks(record: Damages) -> None:
    st.markdown(
        tr(
            "**What breaks which model first:** the strength from which it misreads "
            "10 points more of the digits. ✓ means: it holds."
        )
    )
    cells, words = [], []
    for kind in CORRUPTIONS:
        row = []
        for model, damage in record.models.items():
            level = damage.breaks_at(kind)
            worst = damage.accuracy(kind, LEVELS)
            hover = tr(
                "{model}, {damage}: {right:.1%} right as they are, {worst:.1%} at strength {level}",
                model=model_name(model),
                damage=kind_name(kind),
                right=damage.accuracy(kind, 0),
                worst=worst,
                level=LEVELS,
            )
            row.append(Cell(str(level or _HOLDS), (LEVELS + 1 - level) / LEVELS if level else 0, hover, WARM))
        cells.append(row)
        words.append(f"{kind_name(kind)}: {', '.join(cell.text for cell in row)}")
    names = [model_name(model) for model in record.models]
    grid = Grid([kind_name(kind) for kind in CORRUPTIONS], names, "", cells)
    alt = tr("The strength that breaks each model ({models})", models=", ".join(names))
    lesson_chart(grid_chart(grid), key="study_damage", alt=f"{alt}. {'; '.join(words)}")


def _levels(record: Damages, kind: str) -> None:
    levels = range(LEVELS + 1)
    series = lines_of(
        {
            model: [(damage.accuracy(kind, level), damage.accuracy_interval(kind, level)) for level in levels]
            for model, damage in record.models.items()
        },
        levels,
    )
    amounts = " · ".join(number(amount, "g") for amount in CORRUPTIONS[kind].amounts)
    st.markdown(tr("Strengths 1 to 5: {amounts} ({unit})", amounts=amounts, unit=tr(CORRUPTIONS[kind].unit)))
    words = tr("{damage}: digits read right from strength 0 to {level}", damage=kind_name(kind), level=LEVELS)
    figure = levels_figure(series, tr("Strength"), tr("Read right"))
    steady_chart(figure, key="study_damage_levels", alt=levels_alt(series, words))


def _one_digit(kind: str) -> None:
    images, labels = resources.mnist_test_set()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.number_input(
            tr("Damage one yourself: test digit number"), 0, len(images) - 1, _EXAMPLE, width=280, key="damage_image"
        )
        image, label = images[[int(chosen or 0)]], labels[int(chosen or 0)]
        st.markdown(
            tr("It is the digit **{digit}**: blue is right, orange is wrong, a strong colour is sure.", digit=label),
            width="content",
        )
    pictures = np.array([corrupted(image, kind, level)[0] for level in range(LEVELS + 1)])
    strengths = [str(level) for level in range(LEVELS + 1)]
    show_readings(ready_made(), pictures, strengths, tr("Strength"), "study_damage_digit", {int(label): CALM})
