"""Play, the first page: draw a digit, see who reads what while you draw, and teach a model of your own."""

import streamlit as st

from digitdemo.texts import tr
from digitdemo.ui.components.layout import style_play
from digitdemo.ui.door.giving_way import give_way, let_others_go_first
from digitdemo.ui.panels import missing_files
from digitdemo.ui.panels.play import answering, dares, keeping, preparation, teach, think
from digitdemo.ui.panels.play.drawing_area import canvas_content, drawing_area
from digitdemo.ui.state.canvas import begins_answer, canvas_is_told, restore_drawing
from digitdemo.ui.state.kept_visit import hand_over
from digitdemo.ui.state.last_input import remember_input
from digitdemo.ui.state.shared_runs import check_links

# A browser draws in one go what arrives while it is busy: with this pause a slow one, too, shows the answers before it
# turns to what stands around them, which is there as much later.
_ANSWERS_FIRST = 0.1  # seconds


@st.fragment
def play(in_browser: list[str]) -> None:
    """Drawing and answers in one fragment: a stroke reruns only this.

    `in_browser` are the models whose networks the browser was given, outside: other models take the whole page anew.
    """
    let_others_go_first()  # only where a session asks for many answers: a person's stroke does not wait
    check_links()
    if answering.answering_runs() != in_browser:
        st.rerun()
    with st.container(key="play"):
        row = st.container(horizontal=True, gap="large", key="play_row")
        left, right = row.container(width="content"), row.container(key="play_answers")
        there = canvas_content()
        hand_over()  # before the answers: who goes on to another page at once finds the drawing again
        model_input = there.model_input
        is_told = canvas_is_told()
        if is_told:  # else it shows what was drawn on it already, and the answers come first
            with left:
                drawing_area(there)
        with right:
            if model_input is not None:
                remember_input(model_input.each[0])
            found = answering.show_answering(model_input, there.strokes)
        if begins_answer() and model_input is not None:  # else somebody has opened something, and waits for that
            give_way(_ANSWERS_FIRST)
        if not is_told:
            with left:
                drawing_area(there)
        with right:
            keeping.keep_or_not(found, model_input)
            teach.teach_mine()
            with st.container(horizontal=True, vertical_alignment="center", key="seen"):
                preparation.show_preparation(model_input)
                with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                    preparation.show_steps(model_input)
                    answering.choose_answering()
                    dares.ask_why(found, model_input)
            think.see_it_think()  # beside the canvas, which stays in sight: one draws and sees it think
        dares.show_dares()


st.title(tr("Draw a digit. Watch machines read it, then teach one yourself."))
missing_files.say_missing_models()
restore_drawing()
play(answering.answering_runs())
answering.hand_over_answering()  # one of a visitor's own may have a megabyte: after what one sees
style_play()
