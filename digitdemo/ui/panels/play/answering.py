"""Who answers on the Play page, and what they say."""

import streamlit as st

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.data.model_input import ModelInput
from digitdemo.inference.answers import Answers, answer_each, readings_of
from digitdemo.inference.classifier import Classifier, ModelError
from digitdemo.inference.words import words_of_each
from digitdemo.runs.run import Run, RunError
from digitdemo.texts import tr
from digitdemo.ui import resources
from digitdemo.ui.components.late_popover import late_popover
from digitdemo.ui.components.live.answers import Row, show_answers
from digitdemo.ui.components.live.pen import follow_pen
from digitdemo.ui.components.live.weights import hand_over_networks
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels.play.found import empty_words, with_doubt
from digitdemo.ui.state import draw_choices, run_list, shared_choices, teaching, widget_keys
from digitdemo.ui.state.canvas import canvas_version, laid_on, strokes_told
from digitdemo.ui.state.run_colours import run_colour
from digitdemo.ui.state.run_names import marked_name, run_label
from digitdemo.ui.state.visit import visit


def answering_runs() -> list[str]:
    """Return the ids of the chosen runs, in the order of their rows."""
    chosen = draw_choices.answering_runs()
    return [run_id for run_id in _runs() if run_id in chosen]


def hand_over_answering() -> None:
    """Give the browser the networks of the chosen models, so that they answer while one draws.

    Where it finds no files, as behind a proxy that lets only Streamlit's own addresses through, it says so, and gets
    the networks themselves.
    """
    networks = {run_id: resources.network_in_browser(run_id) for run_id in answering_runs()}
    there = {run_id: network for run_id, network in networks.items() if network}
    if not visit().networks_unfound:
        hand_over_networks({run_id: resources.network_address(run_id) or there[run_id] for run_id in there}, _no_files)
    else:
        hand_over_networks(there)


def _no_files() -> None:
    visit().networks_unfound = True


def names_in_browser() -> dict[str, str]:
    """Return the names of the models that answer while one draws, by id, in the order of their rows."""
    names = {run_id: run_label(run_id) for run_id in answering_runs() if resources.network_in_browser(run_id)}
    return {teaching.YOURS: tr("YOURS"), **names} if teaching.has_yours() else names


def show_answering(model_input: ModelInput | None, strokes: int) -> tuple[Answers, ...]:
    """Show the chosen models' rows and what they read of an input; return their answers to each digit in it, if any.

    `strokes` is how many there are on the canvas.
    """
    models = _models(answering_runs())
    found: tuple[Answers, ...] = ()
    if model_input is not None and models:
        images, drawn = [digit.image for digit in model_input.each], model_input.source == "drawing"
        found = answer_each(models, images, resources.judge(), drawn=drawn)
    empty = empty_words()
    words = with_doubt(words_of_each(found, run_label), model_input) if found else empty
    runs = run_list.all_runs()
    rows = [_row(run_id, runs[run_id]) for run_id in models]
    if teaching.has_yours():
        colour = run_colour(teaching.YOURS)
        rows.insert(0, Row(teaching.YOURS, tr("YOURS"), tr("Yours to teach."), own=True, colour=colour))
    show_answers(rows, readings_of(found), words, empty, strokes=strokes, version=canvas_version())
    is_told = laid_on() is not None or (model_input is not None and model_input.told_by_reading)
    pictures = [digit.image for digit in model_input.each] if model_input and is_told else []
    follow_pen(strokes_told(), canvas_version(), draw_choices.way(), pictures, apart=strokes if pictures else 0)
    return found


def choose_answering() -> None:
    """Show the choice of the models that answer, which is made once it is opened."""
    choice = late_popover(tr("Models"), 132, icon=":material/tune:", key=widget_keys.MODELS)
    if choice is None:
        return
    runs = _runs()
    names = {run_id: marked_name(run_id) for run_id in runs}
    with choice:
        st.pills(
            tr("Models that answer"),
            runs,
            selection_mode="multi",
            format_func=names.__getitem__,
            key=shared_choices.tell_shared("answering", "play"),
            on_change=shared_choices.take_shared,
            args=("answering", "play"),
            wrap=True,
        )
        if not answering_runs():
            st.caption(tr("Choose at least one model."))


def _row(run_id: str, run: Run) -> Row:
    about = ARCHITECTURES[run.config.architecture].summary
    return Row(run_id, run_label(run_id), about, not run_list.is_ready_made(run_id), run_colour(run_id))


def _runs() -> list[str]:
    """Return the ids of the runs with a model that loads, in the order of choosing."""
    return run_list.to_choose_from([run_id for run_id in run_list.all_runs() if run_list.has_model(run_id)])


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
