"""What every view of the page Look inside is about."""

from dataclasses import dataclass

import streamlit as st

from digitdemo.data.model_input import ModelInput
from digitdemo.inference.answers import Answer
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.inside import Inside
from digitdemo.runs.run import Run
from digitdemo.texts import tr


@dataclass(frozen=True, eq=False)
class ViewContext:
    """A run with its model and, if it was kept, the inside of it; and its answer to an image."""

    run: Run
    model: Classifier
    inside: Inside | None
    model_input: ModelInput
    answer: Answer

    @property
    def digits(self) -> list[int]:
        """The digit that the model reads, and the true one if it is known and another."""
        truth = self.model_input.truth
        return list(dict.fromkeys([self.answer.digit, *([] if truth is None else [truth])]))


def say_no_inside() -> None:
    """Say that there is nothing to look into."""
    st.info(
        tr("The weights of this run were not kept: it is from an earlier version. Train it again to see this view.")
    )
