"""The figures between two digits: what is read on the way over many pairs, and between two that one chooses."""

from collections.abc import Sequence

import streamlit as st

from digitdemo.analysis.studies.between import Ways
from digitdemo.data.mixing import WAY_STEPS, between
from digitdemo.runs.run import Run
from digitdemo.texts import tr
from digitdemo.ui import resources
from digitdemo.ui.charts.experiments import Series
from digitdemo.ui.charts.levels import levels_alt, levels_figure
from digitdemo.ui.charts.theme import CALM
from digitdemo.ui.components.gallery import Picture, gallery
from digitdemo.ui.components.steady_chart import steady_chart
from digitdemo.ui.panels.lessons.figures.readings import lines_of, ready_made, show_readings
from digitdemo.ui.state import lessons

_FIRST, _SECOND = 4, 2  # of the test images: a four and a one


def show_two(_record: Ways) -> None:
    """Show two digits and what is halfway between them."""
    images, labels = resources.mnist_test_set()
    way = between(images[_FIRST], images[_SECOND], 3)
    names = str(labels[_FIRST]), tr("half of each"), str(labels[_SECOND])
    gallery(
        Picture(picture, (name,), tr("A picture: {name}", name=name)) for picture, name in zip(way, names, strict=True)
    )


def show_between(record: Ways, _own: Sequence[Run]) -> None:
    """Show how often a third digit is read on the way, by model; and every answer between two chosen digits."""
    shares = [100 * step // (WAY_STEPS - 1) for step in range(WAY_STEPS)]
    series = lines_of({model: record.third(model) for model in record.models}, shares)
    title = tr("How much of the second digit, in %")
    words = tr("Pairs in which a model reads a third digit, from all of the first digit to all of the second")
    st.markdown(tr("**How often a third digit is read** on the way, in {pairs} pairs:", pairs=record.pairs))
    figure = levels_figure(series, title, tr("A third digit"), step=10, top=_top(series))
    steady_chart(figure, key="study_between", alt=levels_alt(series, words))
    if not lessons.on_paper():
        _one_way(shares)


def _top(series: Sequence[Series]) -> float:
    """Return a round share that is above all of them."""
    most = max(high for each in series for high in each.high)
    return next(top for top in (0.1, 0.25, 0.5, 1.0) if most <= top)


def _one_way(shares: Sequence[int]) -> None:
    images, labels = resources.mnist_test_set()
    st.markdown(
        tr(
            "**Choose two digits yourself** and see what each model reads on the way. "
            "Blue: the first one, green: the second, orange: a third. A strong colour: sure."
        )
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        ends = [
            int(st.number_input(label, 0, len(images) - 1, start, width=200, key=f"between_{place}") or 0)
            for place, (label, start) in enumerate(
                ((tr("From test digit number"), _FIRST), (tr("To test digit number"), _SECOND))
            )
        ]
        st.markdown(
            tr("From a **{first}** to a **{second}**.", first=labels[ends[0]], second=labels[ends[1]]), width="content"
        )
    way = between(images[ends[0]], images[ends[1]])
    show_readings(
        ready_made(),
        way,
        [str(share) for share in shares],
        tr("How much of the second digit, in %"),
        "study_between_way",
        {int(labels[ends[1]]): "green", int(labels[ends[0]]): CALM},
    )
