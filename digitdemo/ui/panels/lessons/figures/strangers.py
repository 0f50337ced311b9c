"""The figures of strangers: the recorded accuracies beside each other, and digits to draw as others write them."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from digitdemo.analysis.studies.models import model_name
from digitdemo.analysis.studies.strangers import PUBLISHED, Strangers
from digitdemo.data.synthetic import drawn_image
from digitdemo.runs.run import Run
from digitdemo.texts import mark, number, tr
from digitdemo.ui.charts.rows import Marks, rows_chart
from digitdemo.ui.charts.theme import CALM, WARM
from digitdemo.ui.components.gallery import Picture, gallery
from digitdemo.ui.components.steady_chart import steady_chart
from digitdemo.ui.panels.lessons.beside_curves import show_names
from digitdemo.ui.panels.lessons.figures.readings import ready_made
from digitdemo.ui.state import lessons

_KINDS = {
    "test": (mark("MNIST's test digits"), CALM, "circle"),
    "drawings": (mark("pen drawings"), WARM, "square"),
    "pictures": (mark("photos and scans"), "green", "diamond"),
    "ardis_raw": (mark("church books, as they are"), "red", "triangle-up"),
    "ardis": (mark("church books, prepared"), "violet", "triangle-down"),
}
# Digits as some write them: what it is, the digit, and strokes of our own making: points "x,y" between spaces, y down,
# in a box of about 60 x 100.
_TO_DRAW = (
    (mark("a 1 with a long upstroke"), 1, ("0,62 14,44 40,0 38,100",)),
    (mark("a 4 like a fork"), 4, ("4,6 6,40 18,54 42,50 52,4", "30,20 28,100")),
    (mark("a 7 with a wave and a bar"), 7, ("2,12 14,2 30,10 56,2 24,100", "12,54 50,50")),
    (mark("a 9 with a hook"), 9, ("48,12 24,2 6,26 20,46 46,34 50,8 48,84 24,99 2,88",)),
)


def show_strangers(record: Strangers, _own: Sequence[Run]) -> None:
    """Show the accuracies on each kind of digits by model, beside what the paper reports, and then what to draw."""
    models = list(record.kinds["test"])
    rows = [*map(model_name, models), tr("a network in the paper")]
    marks = [
        Marks(
            name=tr(name),
            colour=colour,
            symbol=symbol,
            values=[*([record.kinds[kind][model].accuracy] for model in models), []],
            intervals=[*(record.kinds[kind][model].interval for model in models), None],
        )
        for kind, (name, colour, symbol) in _KINDS.items()
    ]
    nothing: list[list[float]] = [[] for _ in models]
    _, colour, symbol = _KINDS["ardis_raw"]
    marks.append(Marks(name=rows[-1], colour=colour, symbol=symbol, values=[*nothing, [PUBLISHED]]))
    show_names([(each.name, each.colour) for each in marks[:-1]], tr("95% intervals; the paper gives none"))
    title = tr("Read right")
    words = "; ".join(
        f"{row}: " + ", ".join(f"{each.name} {number(each.values[at][0], '.1%')}" for each in marks if each.values[at])
        for at, row in enumerate(rows)
    )
    steady_chart(rows_chart(rows, marks, title), key="study_strangers", alt=f"{title}. {words}")
    _show_what_to_draw()


def _show_what_to_draw() -> None:
    """Show digits as others write them, how many models read each, and where to draw one's own."""
    st.markdown(tr("**What to draw:** digits as other people write them, and how many models read these."))
    pictures = np.stack([_image(strokes) for _, _, strokes in _TO_DRAW])
    answers = [model.logits(pictures).argmax(1) for model in ready_made().values()]
    shown = []
    for place, (name, digit, _) in enumerate(_TO_DRAW):
        right = sum(int(found[place]) == digit for found in answers)
        lines = (tr(name), tr("read by {right} of {models}", right=right, models=len(answers)))
        shown.append(Picture(pictures[place], lines, tr(name)))
    gallery(shown)
    if not lessons.on_paper():
        st.page_link("digitdemo/ui/pages/play.py", label=tr("Draw them as you would"), icon=":material/draw:")


def _image(lines: Sequence[str]) -> np.ndarray:
    return drawn_image([np.array([point.split(",") for point in line.split()], float) for line in lines])
