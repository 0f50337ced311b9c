"""How every model reads the visitor's drawings, beside MNIST's test images, and which of them one misreads."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from digitdemo.analysis.intervals import accuracy_interval
from digitdemo.analysis.mistakes import images_of_cell
from digitdemo.inference.answers import share_in_words
from digitdemo.inference.classifier import ModelError
from digitdemo.runs.run import RunError
from digitdemo.texts import number, tr
from digitdemo.ui.charts.rows import Marks, rows_chart
from digitdemo.ui.charts.theme import CALM, WARM
from digitdemo.ui.components.gallery import Picture, gallery
from digitdemo.ui.components.steady_chart import steady_chart
from digitdemo.ui.panels.curves import INTERVAL_HELP
from digitdemo.ui.panels.lessons.beside_curves import show_names
from digitdemo.ui.state import mistakes, own_drawings, run_list
from digitdemo.ui.state.run_names import run_label

if TYPE_CHECKING:
    from digitdemo.visitors.own_test_set import OwnTestSet

Read = Callable[[str], np.ndarray]  # what a run reads in the drawings, float (n, 10), by its id
_NOTE: dict[str, Any] = {"delta_color": "off", "delta_arrow": "off", "width": "content"}


def headline(run_id: str, drawings: OwnTestSet, probabilities: np.ndarray) -> None:
    """Show how many of the drawings a run reads right, and on how many it reads MNIST's."""
    run = run_list.all_runs()[run_id]
    counted = own_drawings.counted(drawings, run)
    right, n = int((probabilities.argmax(1) == drawings.labels)[counted].sum()), int(counted.sum())
    with st.container(horizontal=True, gap="medium"):
        if n:
            interval = accuracy_interval(right / n, n)
            st.metric(
                tr("Your held-out drawings, read right") if run.own else tr("Your drawings, read right"),
                tr("{right} of {n}", right=right, n=n),
                tr("95%: {low:.0%} to {high:.0%}", low=interval.low, high=interval.high),
                help=tr(INTERVAL_HELP),
                **_NOTE,
            )
        test = run.kept
        mnist = accuracy_interval(test.test_accuracy, test.test_images or 10_000)
        st.metric(
            tr("MNIST's test images"),
            number(test.test_accuracy, ".2%"),
            tr("95%: {low:.2%} to {high:.2%}", low=mnist.low, high=mnist.high),
            **_NOTE,
        )


def every_model(drawings: OwnTestSet, read: Read) -> None:
    """Show how each model reads the drawings and MNIST's test images, with intervals."""
    st.header(tr("Every model on your digits"))
    names, mine, mnist = [], [], []
    for run_id in run_list.to_choose_from(run_list.runs_with_model()):
        run = run_list.all_runs()[run_id]
        counted = own_drawings.counted(drawings, run)
        try:
            right, n = int((read(run_id).argmax(1) == drawings.labels)[counted].sum()), int(counted.sum())
        except (ModelError, RunError):
            continue  # the page of a run says so
        star = "" if n == len(drawings) else " *"
        names.append(f"{run_label(run_id)}: {tr('{right} of {n}', right=right, n=n)}{star}")
        mine.append((right / n, n) if n else None)
        mnist.append((run.kept.test_accuracy, run.kept.test_images or 10_000))
    kinds = ((tr("MNIST's test images"), CALM, "circle", mnist), (tr("your drawings"), WARM, "square", mine))
    marks = [
        Marks(
            name=name,
            colour=colour,
            symbol=symbol,
            values=[[each[0]] if each else [] for each in shares],
            intervals=[accuracy_interval(*each) if each else None for each in shares],
        )
        for name, colour, symbol, shares in kinds
    ]
    note = (
        tr("95% intervals; * has learned from the others")
        if any("*" in name for name in names)
        else tr("95% intervals")
    )
    show_names([(each.name, each.colour) for each in marks], note, about=_about(len(drawings)))
    title = tr("Read right")
    words = "; ".join(f"{name}, MNIST {number(test[0], '.1%')}" for name, test in zip(names, mnist, strict=True))
    steady_chart(rows_chart(names, marks, title), key="own_scores", alt=f"{title}. {words}")


def _about(n: int) -> str:
    return tr(
        "{n} drawings are few beside 10,000 images: two models whose intervals overlap may well be as good. A model "
        "that has learned from your drawings is only scored on those that were held out from it.",
        n=n,
    )


def misread(run_id: str, drawings: OwnTestSet, probabilities: np.ndarray) -> None:
    """Show the drawings that a run misreads, the surest mistake first."""
    counted = own_drawings.counted(drawings, run_list.all_runs()[run_id])
    found = [index for index in images_of_cell(drawings.labels, probabilities) if counted[index]]
    st.header(tr("What it misreads"))
    if not found:
        st.markdown(tr("It reads all of them right."))
        return
    which = "own", run_id
    shown = found[: mistakes.pictures_shown(which)]
    gallery(_picture(drawings, probabilities, index) for index in shown)
    if len(shown) < len(found):
        st.button(tr("Show more"), on_click=mistakes.show_more_pictures, args=(which,), key="more_misread")


def _picture(drawings: OwnTestSet, probabilities: np.ndarray, index: int) -> Picture:
    digit, read_as = int(drawings.labels[index]), int(probabilities[index].argmax())
    share = share_in_words(float(probabilities[index, read_as]))
    return Picture(
        drawings.images[index],
        (tr("**{digit}** read as **{read_as}**", digit=digit, read_as=read_as), share),
        tr("Your drawing of the digit {digit}, read as {read_as}, {share}", digit=digit, read_as=read_as, share=share),
    )
