"""The figures of other hands: the recorded accuracies beside each other, and the visit's own drawings."""

from collections.abc import Sequence

import streamlit as st

from digitdemo.analysis.studies.hands import Hands, Share
from digitdemo.analysis.studies.models import model_name
from digitdemo.data.model_input import ModelInput, input_from_strokes
from digitdemo.data.pictures import PictureError
from digitdemo.runs.run import Run
from digitdemo.texts import number, tr
from digitdemo.ui.charts.rows import Marks, rows_chart
from digitdemo.ui.charts.theme import CALM, WARM
from digitdemo.ui.components.steady_chart import steady_chart
from digitdemo.ui.panels.lessons.beside_curves import show_names
from digitdemo.ui.panels.lessons.figures.readings import ready_made
from digitdemo.ui.state import lessons, own_hand
from digitdemo.ui.state.canvas import clear_canvas, restore_lost_drawing, take_drawing

_STYLES = {
    "test": (CALM, "circle"),
    "drawings": (WARM, "square"),
    "templates": ("green", "diamond"),
    "own": ("red", "triangle-up"),
}


def show_hands(record: Hands, _own: Sequence[Run]) -> None:
    """Show the accuracies on each kind of digits, by model, and let the visitor add drawings."""
    mine = own_hand.shares()
    kinds: dict[str, tuple[str, dict[str, Share]]] = {
        "test": (tr("MNIST's test digits"), record.test),
        "drawings": (tr("drawings by strangers"), record.drawings),
        "templates": (tr("our templates"), record.templates),
        **({"own": (tr("your drawings"), mine)} if mine else {}),
    }
    models = list(record.test)
    names = [model_name(model) + (" *" if model in record.learned_templates else "") for model in models]
    marks = [
        Marks(
            name=name,
            colour=_STYLES[kind][0],
            symbol=_STYLES[kind][1],
            values=[[shares[model].accuracy] if model in shares else [] for model in models],
            intervals=[shares[model].interval if model in shares else None for model in models],
        )
        for kind, (name, shares) in kinds.items()
    ]
    show_names([(each.name, each.colour) for each in marks], tr("95% intervals; * has learned from such templates"))
    title = tr("Read right")
    words = "; ".join(
        f"{name}: "
        + ", ".join(f"{each.name} {number(each.values[row][0], '.1%')}" for each in marks if each.values[row])
        for row, name in enumerate(names)
    )
    steady_chart(rows_chart(names, marks, title), key="study_hands", alt=f"{title}. {words}")
    if not lessons.on_paper():
        _draw_yourself()


def _draw_yourself() -> None:
    """Ask for one digit after the other on the canvas, and say what the models read."""
    from digitdemo.ui.components.canvas import canvas  # here: its package registers with an app that runs

    st.markdown(
        tr("**Your hand:** draw what is asked for. Your drawings join the chart; the more, the narrower the interval.")
    )
    st.markdown(tr("### Draw this digit: {digit}", digit=own_hand.asked_for()))
    row = st.container(horizontal=True, gap="large")
    with row.container(key="drawing_area", width="content", gap="small"):
        restore_lost_drawing()
        canvas(None)
    with row.container(width="stretch"):
        drawn = _drawn()
        models = ready_made()
        read = (
            {name: int(model.logits(drawn.image[None])[0].argmax()) for name, model in models.items()} if drawn else {}
        )
        with st.container(horizontal=True):
            st.button(
                tr("Done"), type="primary", disabled=not drawn, on_click=own_hand.keep, args=(read,), key="own_done"
            )
            st.button(tr("Clear"), icon=":material/delete:", disabled=not drawn, on_click=clear_canvas, key="own_clear")
        if said := own_hand.last():
            _say(*said)


def _drawn() -> ModelInput | None:
    """Return the drawing as the models read it, None where there is none."""
    try:
        drawing = take_drawing()
    except PictureError:
        return None
    return input_from_strokes(drawing) if drawing and drawing.strokes else None


def _say(digit: int, read: dict[str, int]) -> None:
    wrong = {name: found for name, found in read.items() if found != digit}
    if not wrong:
        st.markdown(tr("Your {digit}: all {models} models read it right.", digit=digit, models=len(read)))
        return
    others = ", ".join(f"{model_name(name)}: {found}" for name, found in wrong.items())
    right = len(read) - len(wrong)
    st.markdown(
        tr(
            "Your {digit}: {right} of {models} models read it right. {others}.",
            digit=digit,
            right=right,
            models=len(read),
            others=others,
        )
    )
