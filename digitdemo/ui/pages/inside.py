"""Look inside: one model's answer to one drawing or test image, taken apart."""

import numpy as np
import streamlit as st

from digitdemo.data.mnist import DataError
from digitdemo.inference.answers import answer_of
from digitdemo.inference.classifier import ModelError
from digitdemo.runs.run import RunError
from digitdemo.ui import resources, state
from digitdemo.ui.components.gallery import show_picture
from digitdemo.ui.components.knob_widgets import escape_markdown
from digitdemo.ui.panels import runs_table
from digitdemo.ui.panels.inside_views import VIEWS, Looked

_SHOWN = 112  # pixels


@st.fragment
def look() -> None:
    """The choices and one view, in a fragment of their own."""
    runs = state.runs_with_model()
    if not runs:
        st.info("There is no model to look into. Train one first.", icon=":material/model_training:")
        return
    run_id = runs_table.choose_looked_at("Model", runs, "inside")
    try:
        if state.subject() is None:
            state.misread_subject(run_id)
        subject = state.subject()
        assert subject is not None
        model = resources.classifier(run_id)
        assert model is not None
        about = Looked(state.all_runs()[run_id], model, resources.inside(run_id), subject)
        with st.container(horizontal=True, gap="medium"):
            show_picture(subject.image, subject.name, "The picture that is asked about", _SHOWN)
            with st.container():
                answer = answer_of(model.probabilities(subject.image[np.newaxis])[0])
                st.markdown(f"#### :{state.run_colour(run_id)}[It reads {answer.words}]")
                state.prepare_truth(subject)
                st.segmented_control("What is it really?", list(range(10)), key="truth", on_change=state.say_truth)
                st.button(
                    "A test digit that it misreads",
                    icon=":material/psychology_alt:",
                    on_click=state.misread_subject,
                    args=(run_id,),
                    key="misread",
                )
        view = st.segmented_control(
            "View", list(VIEWS), default=next(iter(VIEWS)), key="view", required=True, label_visibility="collapsed"
        )
        VIEWS[view or next(iter(VIEWS))](about)
    except DataError:
        st.error("The file assets/mnist.npz is missing or damaged.")
    except (ModelError, RunError) as error:
        st.error(escape_markdown(str(error)))


st.title("Look inside")
st.markdown("One model, one picture: who is at fault for a wrong answer, and what the model made of it on the way.")
look()
st.page_link("digitdemo/ui/pages/draw.py", label="Draw another digit", icon=":material/draw:")
