"""The page of mistakes where it shows the visitor's own drawings."""

from __future__ import annotations

import numpy as np
import streamlit as st

from digitdemo.inference.classifier import ModelError
from digitdemo.runs.reasons import reason_in_words
from digitdemo.runs.run import RunError
from digitdemo.texts import tr
from digitdemo.ui import resources
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels.own_drawings import learning, preparing, scores, shelf
from digitdemo.ui.state import address, own_drawings
from digitdemo.ui.state.visit import visit


def show_own_drawings(run_id: str, labels: np.ndarray) -> None:
    """Show how a run, and every other, reads the visitor's drawings, and what can be done with these.

    `labels` are those of MNIST's test images, integers (10000,).
    """
    owner = visit().owner
    address.write_address({**address.naming_run(run_id), address.TEST_SET: own_drawings.MINE})
    try:
        version = resources.own_drawings(owner).version()
        if not preparing.are_prepared(owner, version):
            return
        drawings = resources.own_test_set(owner, version)
    except RunError as error:
        st.error(escape_markdown(reason_in_words(str(error))))
        return

    def read(run: str) -> np.ndarray:
        return resources.probabilities_on_own(run, owner, version)

    if not len(drawings):
        st.info(tr("You have kept no drawings yet. Draw a digit and say whether it was read right."))
        st.page_link("digitdemo/ui/pages/play.py", label=tr("Draw one"), icon=":material/draw:")
    else:
        try:
            probabilities = read(run_id)
        except (ModelError, RunError) as error:
            st.error(escape_markdown(reason_in_words(str(error))))
            return
        scores.headline(run_id, drawings, probabilities)
        learning.repaired_and_broken(run_id, drawings, read, labels)
        scores.misread(run_id, drawings, probabilities)
        scores.every_model(drawings, read)
        learning.learn_from_mine(run_id, drawings)
    shelf.shelf(drawings)
