"""The numbers of one run: its accuracies with their intervals, the gap, the time."""

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from digitdemo.analysis.diagnosis import Verdict
from digitdemo.analysis.intervals import show_points
from digitdemo.analysis.validation import undisturbed_sentence, validation_of, why_no_validation
from digitdemo.runs.run import Run
from digitdemo.ui.panels import curves

_AS_TOLD = " Train goes by the labels that it was told."


def show_metrics(run: Run, verdict: Verdict) -> None:
    """Show the accuracies of the model that a run kept, and on what kind of images they were measured.

    The run has trained an epoch at least.
    """
    last = run.kept
    test, gap = verdict.test_interval, verdict.gap_interval
    assert test is not None
    assert gap is not None
    epochs = "epoch" if last.epoch == 1 else "epochs"
    columns = st.columns(5)
    columns[0].metric("Train accuracy", f"{last.train_accuracy:.2%}", **_train_note(run))
    _validation_metric(columns[1], run)
    columns[2].metric(
        "Test accuracy",
        f"{last.test_accuracy:.2%}",
        help=curves.INTERVAL_HELP,
        **_note(f"95%: {test.low:.2%} to {test.high:.2%}"),
    )
    columns[3].metric(
        "Generalization gap",
        f"{show_points(verdict.gap)} points",
        help=f"Train minus test accuracy, in percentage points.{_AS_TOLD if run.config.label_noise else ''}",
        **_note(f"95%: {show_points(gap.low)} to {show_points(gap.high)}"),
    )
    columns[4].metric(
        "Time",
        duration_in_words(last.elapsed_seconds),
        help="Of training and of measuring the accuracy.",
        **_note(f"{last.epoch} {epochs}"),
    )
    if sentence := undisturbed_sentence([run.config]):
        st.caption(sentence)


def _train_note(run: Run) -> dict[str, Any]:
    if not run.config.label_noise:
        return _note("on images it learned from")
    true = run.kept.true_train_accuracy
    return {
        "help": "By the labels that it was told, some of which are wrong. True: by the digits that the images show.",
        **_note("by the labels it was told" if true is None else f"as told; true: {true:.2%}"),
    }


def _validation_metric(column: DeltaGenerator, run: Run) -> None:
    validation = validation_of(run)
    column.metric(
        "Validation accuracy",
        f"{validation.accuracy:.2%}" if validation else "none",
        help="On images that were held out, neither trained nor tested on: compare and choose by it. "
        f"{curves.INTERVAL_HELP}",
        **_note(
            f"95%: {validation.interval.low:.2%} to {validation.interval.high:.2%}"
            if validation
            else why_no_validation(run)
        ),
    )


def _note(text: str) -> dict[str, Any]:
    return {"delta": text, "delta_color": "off", "delta_arrow": "off"}


def duration_in_words(seconds: float) -> str:
    """Return a time as people read it, such as "3.2 s" or "2 min 05 s"."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds // 60:.0f} min {seconds % 60:02.0f} s"
