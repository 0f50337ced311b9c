"""The confusion matrix, and the images of the cell that was clicked."""

import numpy as np
import streamlit as st

from digitdemo.analysis.mistakes import confusion_matrix, frequent_confusions, images_of_cell
from digitdemo.data.splits import AS_IN_MNIST, disturbance
from digitdemo.inference.answers import share_in_words
from digitdemo.ui import resources
from digitdemo.ui.charts.confusion import confusion_chart
from digitdemo.ui.charts.theme import PLOT
from digitdemo.ui.components.gallery import Picture, gallery
from digitdemo.ui.state import address, laying, mistakes, run_list, widget_keys

_READ = "Each row is a digit, each column what it was read as. Grey, on the diagonal: read right. The redder, the more."
_MATRIX_WIDTH = 420  # pixels: four pictures fit beside it on a small screen


@st.fragment
def confusion_panel(run_id: str, labels: np.ndarray, probabilities: np.ndarray) -> None:
    """Show which digit a run reads as which, and the images; in one fragment, so that a click reruns only this.

    `labels` are integers (n,), `probabilities` float (n, 10).
    """
    row = st.container(horizontal=True, gap="medium")
    left, right = row.container(width=_MATRIX_WIDTH), row.container()
    digit, read_as = mistakes.chosen_cell()
    address.write_address({address.RUN: run_id, address.DIGIT: digit, address.READ_AS: read_as})
    with left:
        _choice(confusion_matrix(labels, probabilities.argmax(1)))
    with right:
        _images(run_id, labels, probabilities)


def _choice(matrix: np.ndarray) -> None:
    """Show the matrix to click in, and the same choice for the keyboard."""
    often = ", ".join(
        f"{c.digit} read as {c.read_as} {c.count} {'time' if c.count == 1 else 'times'}"
        for c in frequent_confusions(matrix)
    )
    st.plotly_chart(
        confusion_chart(matrix, *mistakes.chosen_cell()),
        key=widget_keys.CONFUSION,
        alt=f"Confusion matrix. The most frequent mistakes: {often or 'none'}",
        config=PLOT,
        on_select=mistakes.choose_clicked_cell,
        selection_mode="points",
    )
    st.caption("Click a cell to see its images, click again to see all mistakes. Or choose here:", help=_READ)
    st.segmented_control("It is", range(10), key=widget_keys.CELL_DIGIT, persist_state="session")
    st.segmented_control("Read as", range(10), key=widget_keys.CELL_READ_AS, persist_state="session")


def _images(run_id: str, labels: np.ndarray, probabilities: np.ndarray) -> None:
    """Show the images of the chosen cell, or of all mistakes, and a way to the Play page."""
    digit, read_as = mistakes.chosen_cell()
    found = images_of_cell(labels, probabilities, digit, read_as)
    st.markdown(f"### {_title(digit, read_as)}")
    if not len(found):
        st.info("There are no such images.")
        return
    which = (run_id, digit, read_as)
    shown = [int(number) for number in found[: mistakes.pictures_shown(which)]]
    order = "the least confident first" if digit is not None and digit == read_as else "the most confident first"
    st.caption(
        f"{len(shown):,} of {len(found):,}, {order}.",
        help="Below each: the digit and what it was read as, how sure the model was, its number in the test set.",
    )
    config = run_list.all_runs()[run_id].config
    images = resources.images_measured_by(config)
    gallery(_picture(images, labels, probabilities, number) for number in shown)
    if len(shown) < len(found):
        st.button("Show more", on_click=mistakes.show_more_pictures, args=(which,), key="more")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox("Test image", shown, key="picked_image", width=140)
        if st.button(
            "Open on the Play page",
            icon=":material/draw:",
            on_click=laying.open_test_image,
            args=(number, run_id),
            key="open_image",
        ):
            st.switch_page("digitdemo/ui/pages/play.py")
    if disturbance(config) != AS_IN_MNIST:
        st.caption(
            "This run was tested on noisy or shifted images, which are shown here; the Play page has MNIST's own."
        )


def _title(digit: int | None, read_as: int | None) -> str:
    if digit is None and read_as is None:
        return "The most confident mistakes"
    if digit == read_as:
        return f"{digit}, read right"
    if digit is None:
        return f"Other digits read as {read_as}"
    return f"{digit} read as {'another digit' if read_as is None else read_as}"


def _picture(images: np.ndarray, labels: np.ndarray, probabilities: np.ndarray, number: int) -> Picture:
    read_as = int(probabilities[number].argmax())
    share = share_in_words(float(probabilities[number, read_as]))
    return Picture(
        images[number],
        (f"**{labels[number]}** read as **{read_as}**", share, f"No. {number}"),
        f"Test image {number}: a {labels[number]} read as {read_as}, {share}",
    )
