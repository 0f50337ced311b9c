"""Draw: a digit drawn, photographed or taken from the test set, what the models see of it, and their answers."""

import time

import numpy as np
import streamlit as st

from digitdemo.data.canvas_message import STRIP, WIDTH
from digitdemo.data.mnist import DataError
from digitdemo.data.model_input import Step, steps_of_drawing, steps_of_picture
from digitdemo.data.pictures import MOST_FILE_BYTES, PictureError, read_picture
from digitdemo.data.preprocessing import preprocess, preprocess_strokes, shrink
from digitdemo.inference.answers import answer_of, looks_like_a_digit
from digitdemo.inference.classifier import ModelError
from digitdemo.inference.fault import Subject, test_subject
from digitdemo.ui import resources, state
from digitdemo.ui.charts.answers import Bars, answers_chart
from digitdemo.ui.charts.theme import escape_html
from digitdemo.ui.components.canvas import canvas, restore_drawing
from digitdemo.ui.components.gallery import show_picture
from digitdemo.ui.components.knob_widgets import escape_markdown, marked_name
from digitdemo.ui.components.paste import paste_anywhere
from digitdemo.ui.panels.curves import PLOT

_SHOWN = 112  # pixels: four times 28, and four steps stand side by side
# A browser draws in one go what arrives within a few hundredths of a second, and the chart takes it 60 to 90 ms: with
# this pause the words are on the screen 25 ms sooner as a median and 100 ms sooner at 95 %, the chart 20 ms later.
_WORDS_FIRST = 0.06  # seconds


Asked = tuple[list[Step], Subject] | None  # the steps from a picture to the models, and what they are asked about


def drawn() -> Asked:
    """Show the canvas and return the drawing, None while there is none."""
    st.space("small")  # the component's toolbar appears above the canvas
    try:
        drawing = canvas()
    except PictureError as error:
        st.error(f"The drawing could not be read. {escape_markdown(str(error))}. Press Clear and draw again.")
        return None
    if drawing is None or not drawing.strokes:
        return None
    area = drawing.ink[STRIP:]
    match state.way():
        case "strokes":
            steps = steps_of_drawing(area, preprocess_strokes(drawing.strokes, WIDTH))
        case "pixels":
            steps = steps_of_picture("Your drawing", drawing.ink, preprocess(drawing.ink))
        case _:
            steps = [("Your drawing", area), ("Only shrunk", shrink(area))]
    return _asked(steps, "Your drawing", area, drawing.strokes)


def _asked(steps: list[Step], name: str, ink: np.ndarray, strokes: tuple[np.ndarray, ...] = ()) -> Asked:
    return (steps, Subject(name, steps[-1][1], ink, strokes)) if steps else None


def uploaded() -> Asked:
    """Show the field for a picture file and return the picture."""
    file = st.file_uploader(
        "Picture of one digit",
        type=["png", "jpg", "jpeg", "gif", "bmp", "webp"],
        key="file",
        help=f"At most {MOST_FILE_BYTES // 1_000_000} MB. Dark on light or light on dark, with nothing but the digit.",
    )
    paste_anywhere()
    st.caption("Choose a file, drop one here, or paste a picture with Ctrl+V. Nothing is kept.")
    if file is None:
        return None
    try:
        ink = read_picture(file.getvalue(), file.name)
    except PictureError as error:
        st.error(escape_markdown(str(error)))
        return None
    return _asked(steps_of_picture("Its ink", ink, preprocess(ink)), "Your picture", ink)


def test_digit() -> Asked:
    """Show the choice of a test image and return it; it is as the models read it already."""
    try:
        images, labels = resources.test_digits()
    except DataError:
        st.error("The file assets/mnist.npz is missing or damaged.")
        return None
    st.number_input("Test image", 0, len(images) - 1, step=1, key="test_image", persist_state="session")
    with st.container(horizontal=True):
        st.button("Another one", icon=":material/casino:", on_click=state.another_test_image, key="another")
        st.button("A hard one", icon=":material/psychology_alt:", on_click=state.hard_test_image, key="hard")
    number = state.test_image()
    st.caption(f"Number {number:,} of 10,000 that no model has learned from. It is a {labels[number]}.")
    subject = test_subject(number, images[number], int(labels[number]))
    return [("MNIST's own", subject.image)], subject


SOURCES = {"Draw": drawn, "Upload or paste": uploaded, "Test digit": test_digit}
NOTHING_YET = {
    "Draw": "The drawing area is empty. Draw one digit with the mouse or a finger.",
    "Upload or paste": "No picture yet. Choose a file, or paste one.",
    "Test digit": "There is no test image.",
}


def answers(run_ids: list[str], steps: list[Step]) -> None:
    """Show the models' answers to the last of `steps`, in a sentence and then below each other, and the steps."""
    image = steps[-1][1]
    found = {}
    for run_id in run_ids:
        try:
            if model := resources.classifier(run_id):
                found[run_id] = model.probabilities(image[np.newaxis])[0]
        except ModelError as error:
            st.error(escape_markdown(str(error)))
    if not found:
        show_steps(steps)
        return
    said = {run_id: answer_of(probabilities) for run_id, probabilities in found.items()}
    digits = {answer.digit for answer in said.values()}
    if (best := resources.best_classifier()) and not looks_like_a_digit(best.probabilities(image[np.newaxis])[0]):
        st.markdown("#### This doesn't look like a digit")
        st.caption("A model can only answer 0 to 9, whatever it is shown. Here is what each of them would say.")
    elif len(digits) == 1 and len(said) > 1:
        st.markdown(f"#### All {len(said)} models read {digits.pop()}")
    elif len(said) == 1:
        st.markdown(f"#### It reads {digits.pop()}")
    else:
        groups = {digit: [state.run_name(i) for i, a in said.items() if a.digit == digit] for digit in sorted(digits)}
        st.markdown("#### They disagree")
        st.caption(" · ".join(f"{digit}: {escape_markdown(', '.join(names))}" for digit, names in groups.items()))
    chart = st.container()
    show_steps(steps)
    # The answer first: a long name may be cut on a phone.
    titles = {i: f"<b>{said[i].words}</b> · {escape_html(state.run_name(i))}" for i in found}
    bars = [Bars(titles[i], state.run_colour(i), found[i]) for i in found]
    alts = [
        f"{state.run_name(i)}: {said[i].words}. " + ", ".join(f"{d}: {p:.1%}" for d, p in enumerate(found[i]))
        for i in found
    ]
    figure = answers_chart(bars)
    time.sleep(_WORDS_FIRST)
    chart.plotly_chart(figure, key="answers", alt=". ".join(alts), config=PLOT)


def show_steps(steps: list[Step]) -> None:
    """Show how the drawing became what the models see, step by step."""
    with st.container(horizontal=True, gap="xsmall"):
        for number, (name, picture) in enumerate(steps, start=1):
            last = number == len(steps)
            alt = f"What the models see: {name}" if last else f"Step {number}: {name}"
            show_picture(picture, f"**{name}**" if last else name, alt, _SHOWN)


@st.fragment
def draw_and_answer() -> None:
    """Drawing and answers in one fragment: a stroke reruns only this."""
    chosen = st.segmented_control(
        "Picture from",
        list(SOURCES),
        key="source",
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    source = chosen or "Draw"
    row = st.container(horizontal=True, gap="large")
    left, right = row.container(width=WIDTH), row.container()
    with left:
        asked_about = SOURCES[source]()
    with right:
        runs = [run_id for run_id in state.all_runs() if state.has_model(run_id)]
        asked = [run_id for run_id in runs if run_id in state.asked_runs()]
        if asked_about is None:
            st.info(NOTHING_YET[source], icon=":material/draw:")
        else:
            steps, subject = asked_about
            state.remember_subject(subject)
            answers(asked, steps)
        if source == "Draw":
            st.segmented_control(
                "Brought to 28 x 28 by",
                list(state.WAYS),
                format_func=lambda way: state.WAYS[way],
                key="way",
                required=True,
                persist_state="session",
                help="The strokes drawn anew with MNIST's pen: size and pen do not matter. The pixels, as from a "
                "photo: a small drawing with a thick pen runs together. Only shrinking, as careless demos do: nothing "
                "is where the models expect it.",
            )
        names = {run_id: marked_name(run_id) for run_id in runs}
        st.pills(
            "Models that answer",
            runs,
            selection_mode="multi",
            format_func=names.__getitem__,
            key="asked",
            persist_state="session",
            wrap=True,
        )
        if not asked:
            st.caption("Choose at least one model.")


st.title("Draw a digit")
st.markdown(
    "Draw a digit from 0 to 9, bring a picture of one, or take one from the test set. Every model reads the same "
    "28 x 28 pixels."
)
restore_drawing()
draw_and_answer()
st.page_link("digitdemo/ui/pages/inside.py", label="Why do they say so? Look inside", icon=":material/search:")
st.page_link("digitdemo/ui/pages/train.py", label="Train a model of your own", icon=":material/model_training:")
