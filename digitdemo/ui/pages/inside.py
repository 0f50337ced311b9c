"""Look inside: one model's answer to one drawing or test image, taken apart."""

import streamlit as st

from digitdemo.data.mnist import DataError
from digitdemo.data.model_input import ModelInput
from digitdemo.inference.answers import answer_all
from digitdemo.inference.classifier import ModelError
from digitdemo.runs.run import RunError
from digitdemo.texts import tr
from digitdemo.ui import resources
from digitdemo.ui.components.gallery import LARGE, show_picture
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels import missing_files, runs_table
from digitdemo.ui.panels.address_problems import say_address_problems
from digitdemo.ui.panels.inside_views import VIEWS, ViewContext
from digitdemo.ui.state import address, run_list, widget_keys
from digitdemo.ui.state.canvas import lay_on
from digitdemo.ui.state.last_input import choose_misread_input, last_input, prepare_truth, say_truth
from digitdemo.ui.state.open_address import begin_view, check_view, opened_problems
from digitdemo.ui.state.run_colours import run_colour
from digitdemo.ui.state.shared_runs import check_links


def _choose_view() -> str:
    """Show the choice of a view, and make it that of the address which opened the page."""
    key = begin_view(tuple(VIEWS))
    view = st.segmented_control(
        tr("View"), list(VIEWS), format_func=tr, key=key, required=True, label_visibility="collapsed"
    )
    return view if view is not None and view in VIEWS else next(iter(VIEWS))  # a browser may send anything


def _open_on_canvas(model_input: ModelInput) -> None:
    """Show a button that opens a picture or test image on the Play page; a drawing is there already."""
    if model_input.source != "drawing" and st.button(
        tr("Open on the Play page"),
        icon=":material/draw:",
        on_click=lay_on,
        args=(model_input,),
        key="open_image",
        wrap=True,
    ):
        st.switch_page("digitdemo/ui/pages/play.py")


@st.fragment
def look() -> None:
    """The choices and one view, in a fragment of their own."""
    if check_links():
        st.rerun()
    runs = run_list.runs_with_model()
    if not runs:
        st.info(tr("There is no model to look into. Train one first."), icon=":material/model_training:")
        return
    run_id = runs_table.choose_looked_at(tr("Model"), runs, "inside")
    try:
        if last_input() is None:
            choose_misread_input(run_id)
        model_input = last_input()
        assert model_input is not None
        model = resources.classifier(run_id)
        assert model is not None
        answer = answer_all({run_id: model}, model_input.image).by_model[run_id]
        with st.container(horizontal=True, gap="medium"):
            show_picture(model_input.image, model_input.name, tr("The picture that the model reads"), LARGE)
            with st.container():
                st.markdown(f"## :{run_colour(run_id)}[{answer.sentence}]")
                prepare_truth(model_input)
                st.segmented_control(
                    tr("What is it really?"), list(range(10)), key=widget_keys.TRUTH, on_change=say_truth
                )
                with st.container(horizontal=True, gap="small"):
                    st.button(
                        tr("A test digit that it misreads"),
                        icon=":material/psychology_alt:",
                        on_click=choose_misread_input,
                        args=(run_id,),
                        key="misread",
                        wrap=True,
                    )
                    _open_on_canvas(model_input)
        view = _choose_view()
        address.write_address(
            {**address.naming_run(run_id), address.IMAGE: model_input.number, address.VIEW: address.in_address(view)}
        )
        run, inside = run_list.all_runs()[run_id], resources.inside(run_id)
        VIEWS[view](ViewContext(run, model, inside, model_input, answer))
    except DataError as error:
        missing_files.say_missing_mnist(error)
    except (ModelError, RunError) as error:
        st.error(escape_markdown(str(error)))


st.title(tr("Look inside"))
check_view(tuple(VIEWS))
say_address_problems(opened_problems())
missing_files.say_missing_models()
look()
st.page_link("digitdemo/ui/pages/play.py", label=tr("Draw another digit"), icon=":material/draw:")
