"""Draw: a digit drawn, photographed or taken from the test set, what the models see of it, and their answers."""

import time

import streamlit as st

from digitdemo.data.canvas_message import WIDTH
from digitdemo.data.mnist import DataError
from digitdemo.data.model_input import ModelInput, Step, input_from_picture, input_from_strokes, input_from_test_set
from digitdemo.data.pictures import MOST_FILE_BYTES, PictureError
from digitdemo.inference.answers import Answers, answer_all
from digitdemo.inference.classifier import Classifier, ModelError
from digitdemo.runs.run import RunError
from digitdemo.ui import resources
from digitdemo.ui.charts.answers import Bars, answers_alt, answers_chart
from digitdemo.ui.charts.theme import PLOT
from digitdemo.ui.components.canvas import canvas
from digitdemo.ui.components.gallery import LARGE, show_picture
from digitdemo.ui.components.paste import paste_anywhere
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels import missing_files
from digitdemo.ui.state import draw_choices, run_list, shared_choices, widget_keys
from digitdemo.ui.state.canvas import restore_drawing
from digitdemo.ui.state.last_input import remember_input
from digitdemo.ui.state.run_names import marked_name, run_colour, run_name
from digitdemo.ui.state.uploads import ink_of_upload

# A browser draws in one go what arrives within a few hundredths of a second, and the chart takes it 60 to 90 ms: with
# this pause the words are on the screen 25 ms sooner as a median and 100 ms sooner at 95 %, the chart 20 ms later.
_WORDS_FIRST = 0.06  # seconds


def drawn() -> ModelInput | None:
    """Show the canvas and return the drawing, None while there is none."""
    st.space("small")  # the component's toolbar appears above the canvas
    try:
        drawing = canvas()
    except PictureError as error:
        st.error(f"The drawing could not be read. {escape_markdown(str(error))}. Press Clear and draw again.")
        return None
    return input_from_strokes(drawing, draw_choices.way()) if drawing and drawing.strokes else None


def uploaded() -> ModelInput | None:
    """Show the field for a picture file and return the picture."""
    file = st.file_uploader(
        "Picture of one digit",
        type=["png", "jpg", "jpeg", "gif", "bmp", "webp"],
        key="file",
        help=f"At most {MOST_FILE_BYTES // 1_000_000} MB. Dark on light or light on dark, with nothing but the digit.",
    )
    paste_anywhere()
    st.caption("Choose a file, drop one here, or paste a picture with Ctrl+V. It is not saved.")
    if file is None:
        return None
    try:
        model_input = input_from_picture(ink_of_upload(file), "Your picture")
    except PictureError as error:
        st.error(escape_markdown(str(error)))
        return None
    if model_input is None:
        st.error("There is no ink in this picture.")
    return model_input


def from_test_set() -> ModelInput | None:
    """Show the choice of a test image and return it; it is as the models read it already."""
    try:
        images, labels = resources.mnist_test_set()
    except DataError as error:
        missing_files.say_missing_mnist(error)
        return None
    st.number_input("Test image", 0, len(images) - 1, step=1, key=widget_keys.TEST_IMAGE, persist_state="session")
    with st.container(horizontal=True):
        st.button("Another one", icon=":material/casino:", on_click=draw_choices.another_test_image, key="another")
        st.button("A hard one", icon=":material/psychology_alt:", on_click=draw_choices.hard_test_image, key="hard")
    number = draw_choices.shown_test_image()
    st.caption(f"Number {number} of 10,000 that no model has learned from. It is a {labels[number]}.")
    return input_from_test_set(number, images[number], int(labels[number]))


SOURCES = {"Draw": drawn, "Upload or paste": uploaded, "Test digit": from_test_set}
NOTHING_YET = {
    "Draw": "The drawing area is empty. Draw one digit with the mouse or a finger.",
    "Upload or paste": "No digit yet. Choose a picture of one, or paste it.",
    "Test digit": "There is no test image.",
}


def show_answers(run_ids: list[str], model_input: ModelInput) -> None:
    """Show the models' answers, in a sentence and then below each other, and the steps to the models' input."""
    models = _models(run_ids)
    if not models:
        show_steps(model_input.steps)
        return
    found = answer_all(models, model_input.image, resources.best_classifier())
    say_answers(found)
    chart = st.container()
    show_steps(model_input.steps)
    bars = [Bars(run_name(i), run_colour(i), answer) for i, answer in found.by_model.items()]
    figure = answers_chart(bars)
    time.sleep(_WORDS_FIRST)
    chart.plotly_chart(figure, key="answers", alt=answers_alt(bars), config=PLOT)


def _models(run_ids: list[str]) -> dict[str, Classifier]:
    """Return the models of these runs; what cannot be loaded is named."""
    models = {}
    for run_id in run_ids:
        try:
            if model := resources.classifier(run_id):
                models[run_id] = model
        except (ModelError, RunError) as error:
            st.error(escape_markdown(str(error)))
    return models


def say_answers(found: Answers) -> None:
    """Say in a few words what the models read."""
    by_digit = found.by_digit
    if not found.any_digit:
        st.markdown("#### This doesn't look like a digit")
        st.caption("A model can only answer 0 to 9, whatever it is shown. These are their answers.")
    elif len(found.by_model) == 1:
        (answer,) = found.by_model.values()
        st.markdown(f"#### {answer.sentence}")
    elif len(by_digit) == 1:
        (digit,) = by_digit
        st.markdown(f"#### All {len(found.by_model)} models read {digit}")
    else:
        st.markdown("#### They disagree")
        names = {digit: escape_markdown(", ".join(map(run_name, ids))) for digit, ids in by_digit.items()}
        st.caption(" · ".join(f"{digit}: {who}" for digit, who in names.items()))


def show_steps(steps: tuple[Step, ...]) -> None:
    """Show how the drawing became what the models see, step by step."""
    with st.container(horizontal=True, gap="xsmall"):
        for number, step in enumerate(steps, start=1):
            last = number == len(steps)
            alt = f"What the models see: {step.name}" if last else f"Step {number}: {step.name}"
            show_picture(step.picture, f"**{step.name}**" if last else step.name, alt, LARGE)


@st.fragment
def draw_and_answer() -> None:
    """Drawing and answers in one fragment: a stroke reruns only this."""
    chosen = st.segmented_control(
        "Picture from",
        list(SOURCES),
        key=widget_keys.SOURCE,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    source = chosen or "Draw"
    row = st.container(horizontal=True, gap="large")
    left, right = row.container(width=WIDTH), row.container()
    with left:
        model_input = SOURCES[source]()
    with right:
        runs = [run_id for run_id in run_list.all_runs() if run_list.has_model(run_id)]
        answering = [run_id for run_id in runs if run_id in draw_choices.answering_runs()]
        if model_input is None:
            st.info(NOTHING_YET[source], icon=":material/draw:")
        else:
            remember_input(model_input)
            show_answers(answering, model_input)
        if source == "Draw":
            st.segmented_control(
                "Brought to 28 x 28 by",
                list(draw_choices.WAYS),
                format_func=lambda way: draw_choices.WAYS[way],
                key=widget_keys.WAY,
                required=True,
                persist_state="session",
                help="**Redrawing strokes**: with MNIST's pen, so your size and your pen do not matter. "
                "**Centring pixels**: as with a photo. In a small drawing with a thick pen the lines run together. "
                "**Only shrinking**: then the digit is not where the models expect it.",
            )
        names = {run_id: marked_name(run_id) for run_id in runs}
        st.pills(
            "Models that answer",
            runs,
            selection_mode="multi",
            format_func=names.__getitem__,
            key=shared_choices.tell_shared("answering", "draw"),
            on_change=shared_choices.take_shared,
            args=("answering", "draw"),
            wrap=True,
        )
        if not answering:
            st.caption("Choose at least one model.")


st.title("Draw a digit")
st.markdown(
    "Draw a digit from 0 to 9, bring a picture of one, or take one from the test set. Every model reads the same "
    "28 x 28 pixels."
)
missing_files.say_missing_models()
restore_drawing()
draw_and_answer()
st.page_link("digitdemo/ui/pages/inside.py", label="Why do they say so? Look inside", icon=":material/search:")
st.page_link("digitdemo/ui/pages/train.py", label="Train a model of your own", icon=":material/model_training:")
