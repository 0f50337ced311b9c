"""Draw: a digit drawn by hand, what the models see of it, and their answers side by side."""

import numpy as np
import streamlit as st

from digitdemo import charts
from digitdemo.drawing import WIDTH
from digitdemo.inference import ModelError
from digitdemo.pictures import PictureError
from digitdemo.preprocessing import Preprocessed, preprocess
from digitdemo.ui import cache, state
from digitdemo.ui.canvas import canvas, restore_drawing

_COLUMNS = 3


def answers(run_ids: list[str], image: np.ndarray) -> None:
    """Show the models' answers to `image`, uint8 (28, 28), first in a sentence and then side by side."""
    found = {}
    for run_id in run_ids:
        try:
            if model := cache.classifier(run_id):
                found[run_id] = model.probabilities(image[np.newaxis])[0]
        except ModelError as error:
            st.error(str(error))
    digits = {run_id: int(probabilities.argmax()) for run_id, probabilities in found.items()}
    if len(set(digits.values())) == 1 and len(digits) > 1:
        st.markdown(f"#### All {len(digits)} models read {next(iter(digits.values()))}")
    else:
        st.markdown("#### " + " · ".join(f"{state.run_name(run_id)}: {digit}" for run_id, digit in digits.items()))
    for start in range(0, len(digits), _COLUMNS):
        row = list(digits)[start : start + _COLUMNS]
        for column, run_id in zip(st.columns(_COLUMNS), row, strict=False):
            with column:
                answer(run_id, found[run_id])


def answer(run_id: str, probabilities: np.ndarray) -> None:
    """Show one model's ten probabilities, float (10,)."""
    colour, digit = state.run_colour(run_id), int(probabilities.argmax())
    name = state.run_name(run_id)
    st.markdown(f":{colour}[■] {name}")
    st.metric(
        f"{name} reads",
        str(digit),
        f"{probabilities[digit]:.1%} sure",
        delta_color="off",
        delta_arrow="off",
        label_visibility="collapsed",
    )
    st.plotly_chart(
        charts.probability_chart(probabilities, colour),
        key=f"probabilities_{run_id}",
        alt="Probabilities: " + ", ".join(f"{d}: {p:.1%}" for d, p in enumerate(probabilities)),
        config={"displayModeBar": False},
    )


def seen(steps: Preprocessed) -> None:
    """Show the 28 x 28 picture that the models read."""
    st.markdown("**What the models see**")
    enlarged = np.kron(steps.image, np.ones((5, 5), np.uint8))  # whole pixels, sharp at any zoom
    st.image(enlarged, width=140, alt="The drawing as a 28 x 28 picture", output_format="PNG")
    st.caption("28 x 28 pixels, made as MNIST's were: the ink fitted into 20 x 20, its centre of mass in the middle.")


@st.fragment
def draw_and_answer() -> None:
    """Canvas and answers in one fragment: a stroke reruns only this."""
    row = st.container(horizontal=True, gap="large")
    left, right = row.container(width=WIDTH), row.container()
    steps = None
    with left:
        st.space("small")  # the component's toolbar appears above the canvas
        try:
            drawing = canvas()
            steps = preprocess(drawing.ink) if drawing else None
        except PictureError as error:
            st.error(f"The drawing could not be read. {error}. Press Clear and draw again.")
    with right:
        runs = [run_id for run_id in state.all_runs() if state.has_model(run_id)]
        asked = [run_id for run_id in runs if run_id in state.asked_runs()]
        if steps is None:
            st.info("The drawing area is empty. Draw one digit with the mouse or a finger.", icon=":material/draw:")
        else:
            if asked:
                answers(asked, steps.image)
            seen(steps)
        st.pills(
            "Models that answer",
            runs,
            selection_mode="multi",
            format_func=lambda run_id: f":{state.run_colour(run_id)}[■] {state.run_name(run_id)}",
            key="asked",
            persist_state="session",
            wrap=True,
        )
        if not asked:
            st.caption("Choose at least one model.")


st.title("Draw a digit")
st.markdown("Draw a digit from 0 to 9 in the black area. Every model reads the same picture.")
restore_drawing()
draw_and_answer()
st.page_link("digitdemo/ui/pages/train.py", label="Train a model of your own", icon=":material/model_training:")
