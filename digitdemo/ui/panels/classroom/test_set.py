"""The class's own test set: how a chosen model reads it, what it confuses, and which drawings it misreads worst."""

from __future__ import annotations

import numpy as np
import streamlit as st

from digitdemo.analysis.mistakes import confusion_matrix, images_of_cell
from digitdemo.config.describe import brief_name
from digitdemo.inference.answers import share_in_words
from digitdemo.runs.run import RunError
from digitdemo.texts import tr, tr_n
from digitdemo.ui import resources
from digitdemo.ui.charts.confusion import confusion_chart
from digitdemo.ui.charts.theme import PLOT
from digitdemo.ui.components.choice import choose
from digitdemo.ui.components.gallery import Picture, gallery
from digitdemo.ui.door.giving_way import let_others_go_first
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels.classroom.pool import Pool, pool_of
from digitdemo.ui.panels.confusion_panel import matrix_in_words
from digitdemo.ui.state import widget_keys
from digitdemo.visitors.room import RoomGone

LOOK_SECONDS = 2.0
_WORST = 12
_MATRIX_WIDTH = 420  # pixels


@st.fragment(run_every=LOOK_SECONDS)
def class_test_set(code: str) -> None:
    """Show what the chosen model reads in the class's drawings."""
    let_others_go_first()
    try:
        shown = [(entry, resources.run_on_board(entry.run_id)) for entry in resources.classes().board.entries(code)]
        entries = [(entry, run) for entry, run in shown if run]
        resources.pulses().of(code)
        pool = pool_of(code, [run.id for _, run in entries])
    except RoomGone:
        st.rerun()
    except RunError:
        st.warning(tr("The class's test set cannot be read at the moment."))
        return
    if not pool.digits:
        st.info(tr("Nobody has drawn a digit yet."))
        return
    artists = len(set(pool.artists.values()))
    st.markdown(
        tr_n(
            "{n} digit, drawn by {artists} of you.",
            "{n} digits, drawn by {artists} of you.",
            len(pool.digits),
            artists=artists,
        )
    )
    if not entries:
        st.info(tr("As soon as somebody shows a run, its model reads them."))
        return
    names = {
        entry.run_id: f"{entry.nickname}: {brief_name(run.config)} ({number})"
        for number, (entry, run) in enumerate(entries, start=1)
    }
    run_id = choose(tr("Model"), list(names), format_func=names.__getitem__, key=widget_keys.RUN_OF_CLASS, width=420)
    _what_it_reads(pool, run_id)


def _what_it_reads(pool: Pool, run_id: str) -> None:
    read = pool.probabilities(run_id)
    if not read:
        st.info(tr("It has not read the drawings yet."))
        return
    numbers = list(read)
    labels = np.array([pool.digits[number] for number in numbers])
    probabilities = np.stack([read[number] for number in numbers])
    matrix = confusion_matrix(labels, probabilities.argmax(1))
    right, count = int(matrix.trace()), len(numbers)
    st.markdown(tr("It reads **{right} of {all}** right ({share:.0%}).", right=right, all=count, share=right / count))
    row = st.container(horizontal=True, gap="medium")
    with row.container(width=_MATRIX_WIDTH):
        st.plotly_chart(
            confusion_chart(matrix),
            key="class_confusion",
            alt=matrix_in_words(matrix),
            config=PLOT,
        )
    with row.container():
        _worst(pool, numbers, labels, probabilities)


def _worst(pool: Pool, numbers: list[int], labels: np.ndarray, probabilities: np.ndarray) -> None:
    found = images_of_cell(labels, probabilities)[:_WORST]
    if not len(found):
        st.success(tr("It misreads none."))
        return
    st.header(tr("Its worst mistakes"))
    gallery(_picture(pool, numbers[place], probabilities[place]) for place in map(int, found))


def _picture(pool: Pool, number: int, probabilities: np.ndarray) -> Picture:
    digit, read_as = pool.digits[number], int(probabilities.argmax())
    share = share_in_words(float(probabilities[read_as]))
    artist = pool.artists[number]
    image = resources.pool_readings().image(number)
    assert image is not None  # a model has read it
    return Picture(
        image,
        (tr("**{digit}** read as **{read_as}**", digit=digit, read_as=read_as), share, escape_markdown(artist)),
        tr(
            "Digit {digit} by {artist}, read as {read_as}, {share}",
            digit=digit,
            artist=artist,
            read_as=read_as,
            share=share,
        ),
    )
