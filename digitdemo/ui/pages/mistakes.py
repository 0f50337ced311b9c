"""Mistakes: what a run misreads, digit by digit and image by image, and what it reads otherwise than another run."""

from typing import Any

import numpy as np
import streamlit as st

from digitdemo.analysis.intervals import accuracy_interval
from digitdemo.analysis.mistakes import confusion_matrix, frequent_confusions, per_digit
from digitdemo.analysis.validation import undisturbed_sentence
from digitdemo.data.mnist import DataError
from digitdemo.ui import resources
from digitdemo.ui.components.chart_touch import tap_charts
from digitdemo.ui.panels import missing_files, runs_table, test_set
from digitdemo.ui.panels.changes_panel import changes_panel
from digitdemo.ui.panels.confusion_panel import confusion_panel
from digitdemo.ui.panels.curves import INTERVAL_HELP
from digitdemo.ui.state import run_list

_NOTE: dict[str, Any] = {"delta_color": "off", "delta_arrow": "off"}


def headline(matrix: np.ndarray) -> None:
    """Show how many images are misread, and which digits are confused most."""
    images, right = int(matrix.sum()), int(matrix.trace())
    accuracy = right / images
    interval = accuracy_interval(accuracy, images)
    columns = st.columns(3)
    columns[0].metric(
        "Test accuracy",
        f"{accuracy:.2%}",
        delta=f"95%: {interval.low:.2%} to {interval.high:.2%}",
        help=INTERVAL_HELP,
        **_NOTE,
    )
    columns[1].metric("Mistakes", f"{images - right:,}", delta=f"of {images:,} test images", **_NOTE)
    for worst in frequent_confusions(matrix, most=1):
        columns[2].metric(
            "Confused most",
            f"{worst.digit} read as {worst.read_as}",
            f"{worst.count:,} {'time' if worst.count == 1 else 'times'}",
            **_NOTE,
        )


def digits_table(matrix: np.ndarray) -> None:
    """Show precision and recall of each digit."""
    st.subheader("Digit by digit")
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
    percent = st.column_config.NumberColumn(format="%.1f%%")
    st.dataframe(
        rows,
        hide_index=True,
        column_config={"Precision": percent, "Recall": percent, "F1": percent},
        alt="Precision, recall, F1 and number of images of each digit",
        key="per_digit",
    )
    st.caption(
        "Precision: the share of the images read as this digit that really show it. Recall: the share of this digit's "
        "images that are read right. F1: the harmonic mean of both. There are only about 1,000 images of each digit, "
        "so a difference of a point or so can come from the choice of these images alone."
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
        st.info("There is no trained model yet.")
        st.page_link("digitdemo/ui/pages/train.py", label="Train one", icon=":material/model_training:")
        return
    run_id = runs_table.choose_looked_at("Run", runs, "mistakes")
    probabilities = test_set.probabilities_of(run_id)
    if probabilities is None:
        return
    matrix = confusion_matrix(labels, probabilities.argmax(1))
    headline(matrix)
    if sentence := undisturbed_sentence([run_list.all_runs()[run_id].config]):
        st.caption(sentence)
    st.subheader("What is read as what")
    confusion_panel(run_id, labels, probabilities)
    tap_charts()
    st.caption(
        "Not every mistake is the model's: C. Northcutt and others found "
        "[15 wrong labels among MNIST's 10,000 test images](https://arxiv.org/abs/2103.14749)."
    )
    digits_table(matrix)
    changes_panel(run_id, labels, probabilities)


st.title("Mistakes")
st.markdown("Which of the 10,000 test images a model misreads, and as what. No model has learned from these images.")
missing_files.say_missing_models()
everything()
