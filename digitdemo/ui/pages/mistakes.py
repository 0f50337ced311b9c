"""Mistakes: what a run misreads, digit by digit and image by image, and what it reads otherwise than another run."""

from typing import Any

import numpy as np
import streamlit as st

from digitdemo.analysis.intervals import accuracy_interval
from digitdemo.analysis.mistakes import confusion_matrix, frequent_confusions, per_digit
from digitdemo.analysis.validation import undisturbed_sentence
from digitdemo.data.mnist import DataError
from digitdemo.ui import resources
from digitdemo.ui.panels import missing_files, runs_table, test_set
from digitdemo.ui.panels.address_problems import say_address_problems
from digitdemo.ui.panels.changes_panel import changes_panel
from digitdemo.ui.panels.confusion_panel import confusion_panel
from digitdemo.ui.panels.curves import INTERVAL_HELP
from digitdemo.ui.state import run_list
from digitdemo.ui.state.open_address import opened_problems
from digitdemo.ui.words import WORDS

_WRONG_LABELS = (
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
    with st.container(horizontal=True, gap="large"):  # as many beside each other as the screen has room for
        st.metric(
            "Test accuracy",
            f"{accuracy:.2%}",
            f"95%: {interval.low:.2%} to {interval.high:.2%}",
            help=f"Of the 10,000 test images, from which no model has learned. {INTERVAL_HELP}",
            **_NOTE,
        )
        st.metric("Mistakes", f"{wrong:,}", f"of {images:,} test images", help=_WRONG_LABELS, **_NOTE)
        for worst in frequent_confusions(matrix, most=1):
            times = "time" if worst.count == 1 else "times"
            st.metric("Confused most", f"{worst.digit} read as {worst.read_as}", f"{worst.count:,} {times}", **_NOTE)


def digits_table(matrix: np.ndarray) -> None:
    """Show precision and recall of each digit."""
    st.header("Digit by digit")
    rows = [
        {
            "Digit": score.digit,
            "Precision": None if score.precision is None else 100 * score.precision,
            "Recall": None if score.recall is None else 100 * score.recall,
            "F1": None if score.f1 is None else 100 * score.f1,
            "Images": score.support,
        }
        for score in per_digit(matrix)
    ]

    def percent(name: str) -> Any:
        return st.column_config.NumberColumn(format="%.1f%%", help=WORDS[name])

    st.dataframe(
        rows,
        hide_index=True,
        column_config={name: percent(name) for name in ("Precision", "Recall", "F1")},
        alt="Precision, recall, F1 and number of images of each digit",
        key="per_digit",
    )
    st.caption("There are about 1,000 images of each digit: a difference of a point or so may be chance.")


def everything() -> None:
    """Show all of the page, or why there is nothing to show."""
    try:
        labels = resources.mnist_test_set()[1]
    except DataError as error:
        missing_files.say_missing_mnist(error)
        return
    runs = run_list.runs_with_model()
    if not runs:
        st.info("There is no trained model yet.")
        st.page_link("digitdemo/ui/pages/lab.py", label="Train one", icon=":material/model_training:")
        return
    run_id = runs_table.choose_looked_at("Run", runs, "mistakes")
    probabilities = test_set.probabilities_of(run_id)
    if probabilities is None:
        return
    matrix = confusion_matrix(labels, probabilities.argmax(1))
    headline(matrix)
    if sentence := undisturbed_sentence([run_list.all_runs()[run_id].config]):
        st.caption(sentence)
    st.header("What is read as what")
    confusion_panel(run_id, labels, probabilities)
    digits_table(matrix)
    changes_panel(run_id, labels, probabilities)


st.title("Mistakes")
say_address_problems(opened_problems())
missing_files.say_missing_models()
everything()
