"""What comes first in every script run."""

import streamlit as st

from digitdemo.config.train_config import TrainConfig
from digitdemo.inference.shipped import FIRST_TO_ANSWER
from digitdemo.ui import resources
from digitdemo.ui.state import draw_choices
from digitdemo.ui.state.knobs import set_knobs
from digitdemo.ui.state.language import take_language
from digitdemo.ui.state.open_address import open_address
from digitdemo.ui.state.run_list import has_model
from digitdemo.ui.state.shared_runs import check_links, look_up_own_links
from digitdemo.ui.state.trainings import collect_ended
from digitdemo.ui.state.verdicts import forget_verdicts
from digitdemo.ui.state.visit import Visit, begin, has_begun, visit


def begin_script_run() -> bool:
    """Prepare a visit at its first script run, and take over a training that has ended since the last one.

    Return whether it is the first one.
    """
    is_first = not has_begun()
    if is_first:
        config, problems = TrainConfig.from_texts(st.query_params.to_dict())
        answering = [run_id for run_id in FIRST_TO_ANSWER if has_model(run_id)]
        shown = config.architecture
        begin(Visit(config, tuple(problems), shown=[shown], example_shown=shown, answering=answering))
        set_knobs(config)
        draw_choices.begin_choices()
    take_language()
    forget_verdicts()
    resources.presence(visit().owner)
    collect_ended()
    return is_first


def open_page(page: str) -> None:
    """Begin anew what belongs to a page that is open, if it is another one than in the last script run."""
    now = visit()
    if now.page != page:
        now.page = page
        now.canvas_restored = False
        open_address(page)
    else:
        check_links()
    look_up_own_links()
