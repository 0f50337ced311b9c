"""What a run reads in its test images, or why that cannot be shown."""

import numpy as np
import streamlit as st

from digitdemo.inference.classifier import ModelError
from digitdemo.runs.run import RunError
from digitdemo.texts import tr
from digitdemo.ui import resources
from digitdemo.ui.escaping import escape_markdown


def probabilities_of(run_id: str) -> np.ndarray | None:
    """Return the probabilities that a run's model gives, float32 (10000, 10), or say why it cannot, and return None.

    Raises:
        DataError: the data file is missing or damaged.
    """
    try:
        return resources.probabilities_on_test_set(run_id)
    except (ModelError, RunError) as error:
        cannot = tr("The model of this run cannot be read; choose another one.")
        st.error(f"{cannot} {escape_markdown(str(error))}")
        return None
