"""Mistakes: what a run misreads, digit by digit and image by image, and what it reads otherwise than another run."""

from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from digitdemo.analysis.intervals import accuracy_interval
from digitdemo.analysis.mistakes import confusion_matrix, frequent_confusions, per_digit
from digitdemo.analysis.validation import undisturbed_sentence
from digitdemo.data.mnist import DataError
from digitdemo.texts import mark, number, tr, tr_n
from digitdemo.ui import resources
from digitdemo.ui.components.table import number_table
from digitdemo.ui.panels import missing_files, runs_table, test_set
from digitdemo.ui.panels.address_problems import say_address_problems
from digitdemo.ui.panels.changes_panel import changes_panel
from digitdemo.ui.panels.confusion_panel import confusion_panel
from digitdemo.ui.panels.curves import INTERVAL_HELP
from digitdemo.ui.panels.own_drawings.page import show_own_drawings
from digitdemo.ui.panels.saying_no_panel import saying_no_panel
from digitdemo.ui.state import own_drawings, run_list, shared_choices
from digitdemo.ui.state.open_address import opened_problems
from digitdemo.ui.words import WORDS

_WRONG_LABELS = mark(
    "Not every mistake is the model's: C. Northcutt and others found [15 wrong labels among MNIST's 10,000 test "
    "images](https://arxiv.org/abs/2103.14749)."
)
_NOTE: dict[str, Any] = {"delta_color": "off", "delta_arrow": "off", "width": "content"}


def headline(matrix: np.ndarray) -> None:
    """Show how many images are misread, and which digits are confused most."""
    images, right = int(matrix.sum()), int(matrix.trace())
    accuracy = right / images
    interval = accuracy_interval(accuracy, images)
    wrong = images - right
    with st.container(horizontal=True, gap="medium"):  # as many beside each other as the screen has room for
        st.metric(
            tr("Test accuracy"),
            number(accuracy, ".2%"),
            tr("95%: {low:.2%} to {high:.2%}", low=interval.low, high=interval.high),
            help=tr("Of the 10,000 test images, from which no model has learned.") + " " + tr(INTERVAL_HELP),
            **_NOTE,
        )
        of = tr("of {count:,} test images", count=images)
        st.metric(tr("Mistakes"), number(wrong, ","), of, help=tr(_WRONG_LABELS), **_NOTE)
        for worst in frequent_confusions(matrix, most=1):
            confused = tr("{digit} read as {read_as}", digit=worst.digit, read_as=worst.read_as)
            times = tr_n("{n:,} time", "{n:,} times", worst.count)
            st.metric(tr("Confused most"), confused, times, **_NOTE)


def digits_table(matrix: np.ndarray) -> None:
    """Show precision and recall of each digit."""
    st.header(tr("Digit by digit"))
    rows = [
        {
            tr("Digit"): score.digit,
            tr("Precision"): score.precision,
            tr("Recall"): score.recall,
            tr("F1"): score.f1,
            tr("Images"): score.support,
        }
        for score in per_digit(matrix)
    ]
    measures = {tr(word): tr(WORDS[word]) for word in ("Precision", "Recall", "F1")}
    number_table(
        rows,
        {**dict.fromkeys(measures, partial(number, form=".1%")), tr("Images"): partial(number, form=",.0f")},
        column_config={title: st.column_config.NumberColumn(help=means) for title, means in measures.items()},
        alt=tr("Precision, recall, F1 and number of images of each digit"),
        key="per_digit",
    )
    st.caption(tr("There are about 1,000 images of each digit: a difference of a point or so may be chance."))


def _choose_test_set() -> None:
    titles = {own_drawings.MNIST: "MNIST", own_drawings.MINE: tr("My drawings")}
    st.segmented_control(
        tr("Test set"),
        list(titles),
        format_func=titles.__getitem__,
        required=True,
        key=shared_choices.tell_shared("test_set", "mistakes"),
        on_change=shared_choices.take_shared,
        args=("test_set", "mistakes"),
    )


def everything() -> None:
    """Show all of the page, or why there is nothing to show."""
    try:
        labels = resources.mnist_test_set()[1]
    except DataError as error:
        missing_files.say_missing_mnist(error)
        return
    runs = run_list.runs_with_model()
    if not runs:
        st.info(tr("There is no trained model yet."))
        st.page_link("digitdemo/ui/pages/lab.py", label=tr("Train one"), icon=":material/model_training:")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _choose_test_set()
        run_id = runs_table.choose_looked_at(tr("Run"), runs, "mistakes")
    if own_drawings.chosen_set() == own_drawings.MINE:
        show_own_drawings(run_id, labels)
        return
    probabilities = test_set.probabilities_of(run_id)
    if probabilities is None:
        return
    matrix = confusion_matrix(labels, probabilities.argmax(1))
    headline(matrix)
    if sentence := undisturbed_sentence([run_list.all_runs()[run_id].config]):
        st.caption(sentence)
    st.header(tr("What is read as what"))
    confusion_panel(run_id, labels, probabilities)
    saying_no_panel(run_id)
    digits_table(matrix)
    changes_panel(run_id, labels, probabilities)


st.title(tr("Mistakes"))
say_address_problems(opened_problems())
missing_files.say_missing_models()
everything()
