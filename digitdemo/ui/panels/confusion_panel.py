"""The confusion matrix, and the images of the cell that was clicked."""

import numpy as np
import streamlit as st

from digitdemo.analysis.mistakes import confusion_matrix, frequent_confusions, images_of_cell
from digitdemo.data.splits import AS_IN_MNIST, disturbance
from digitdemo.inference.answers import share_in_words
from digitdemo.texts import mark, tr, tr_n
from digitdemo.ui import resources
from digitdemo.ui.charts.confusion import confusion_chart
from digitdemo.ui.charts.theme import PLOT
from digitdemo.ui.components.choice import choose
from digitdemo.ui.components.gallery import Picture, gallery
from digitdemo.ui.state import address, laying, mistakes, run_list, widget_keys
from digitdemo.ui.state.shared_runs import check_links

_READ = mark(
    "Each row is a digit, each column what it was read as. Grey, on the diagonal: read right. The redder, the more."
)
_MATRIX_WIDTH = 420  # pixels: four pictures fit beside it on a small screen


@st.fragment
def confusion_panel(run_id: str, labels: np.ndarray, probabilities: np.ndarray) -> None:
    """Show which digit a run reads as which, and the images; in one fragment, so that a click reruns only this.

    `labels` are integers (n,), `probabilities` float (n, 10).
    """
    if check_links():
        st.rerun()
    row = st.container(horizontal=True, gap="medium")
    left, right = row.container(width=_MATRIX_WIDTH), row.container()
    digit, read_as = mistakes.chosen_cell()
    address.write_address({**address.naming_run(run_id), address.DIGIT: digit, address.READ_AS: read_as})
    with left:
        _choice(confusion_matrix(labels, probabilities.argmax(1)))
    with right:
        _images(run_id, labels, probabilities)


def matrix_in_words(matrix: np.ndarray) -> str:
    """Return what a confusion matrix, integers (10, 10), shows to who cannot see it."""
    often = ", ".join(
        tr_n(
            "{digit} read as {read_as} {n} time",
            "{digit} read as {read_as} {n} times",
            each.count,
            digit=each.digit,
            read_as=each.read_as,
        )
        for each in frequent_confusions(matrix)
    )
    return tr("Confusion matrix. The most frequent mistakes: {mistakes}", mistakes=often or tr("none"))


def _choice(matrix: np.ndarray) -> None:
    """Show the matrix to click in, and the same choice for the keyboard."""
    st.plotly_chart(
        confusion_chart(matrix, *mistakes.chosen_cell()),
        key=widget_keys.CONFUSION,
        alt=matrix_in_words(matrix),
        config=PLOT,
        on_select=mistakes.choose_clicked_cell,
        selection_mode="points",
    )
    st.caption(tr("Click a cell to see its images, click again to see all mistakes. Or choose here:"), help=tr(_READ))
    st.segmented_control(tr("It is"), range(10), key=widget_keys.CELL_DIGIT, persist_state="session")
    st.segmented_control(tr("Read as"), range(10), key=widget_keys.CELL_READ_AS, persist_state="session")


def _images(run_id: str, labels: np.ndarray, probabilities: np.ndarray) -> None:
    """Show the images of the chosen cell, or of all mistakes, and a way to the Play page."""
    digit, read_as = mistakes.chosen_cell()
    found = images_of_cell(labels, probabilities, digit, read_as)
    st.markdown(f"### {_title(digit, read_as)}")
    if not len(found):
        st.info(tr("There are no such images."))
        return
    which = (run_id, digit, read_as)
    shown = [int(number) for number in found[: mistakes.pictures_shown(which)]]
    least_first = digit is not None and digit == read_as
    st.caption(
        tr(_LEAST_FIRST if least_first else _MOST_FIRST, shown=len(shown), found=len(found)),
        help=tr("Below each: the digit and what it was read as, how sure the model was, its number in the test set."),
    )
    config = run_list.all_runs()[run_id].config
    images = resources.images_measured_by(config)
    gallery(_picture(images, labels, probabilities, number) for number in shown)
    if len(shown) < len(found):
        st.button(tr("Show more"), on_click=mistakes.show_more_pictures, args=(which,), key="more")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = choose(tr("Test image"), shown, key="picked_image", width=140)
        if st.button(
            tr("Open on the Play page"),
            icon=":material/draw:",
            on_click=laying.open_test_image,
            args=(number, run_id),
            key="open_image",
        ):
            st.switch_page("digitdemo/ui/pages/play.py")
    if disturbance(config) != AS_IN_MNIST:
        st.caption(
            tr("This run was tested on noisy or shifted images, which are shown here; the Play page has MNIST's own.")
        )


_LEAST_FIRST = mark("{shown:,} of {found:,}, the least confident first.")
_MOST_FIRST = mark("{shown:,} of {found:,}, the most confident first.")


def _title(digit: int | None, read_as: int | None) -> str:
    if digit is None and read_as is None:
        return tr("The most confident mistakes")
    if digit == read_as:
        return tr("{digit}, read right", digit=digit)
    if digit is None:
        return tr("Other digits read as {read_as}", read_as=read_as)
    if read_as is None:
        return tr("{digit} read as another digit", digit=digit)
    return tr("{digit} read as {read_as}", digit=digit, read_as=read_as)


def _picture(images: np.ndarray, labels: np.ndarray, probabilities: np.ndarray, number: int) -> Picture:
    read_as = int(probabilities[number].argmax())
    share = share_in_words(float(probabilities[number, read_as]))
    return Picture(
        images[number],
        (
            tr("**{digit}** read as **{read_as}**", digit=labels[number], read_as=read_as),
            share,
            tr("No. {number}", number=number),
        ),
        tr(
            "Test image {number}: digit {digit} read as {read_as}, {share}",
            number=number,
            digit=labels[number],
            read_as=read_as,
            share=share,
        ),
    )
