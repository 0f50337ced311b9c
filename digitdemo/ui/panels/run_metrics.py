"""The numbers of one run: its accuracies with their intervals, the gap, the time."""

import streamlit as st

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
    with st.container(horizontal=True):  # as many beside each other as the screen has room for
        _metric("Train accuracy", f"{last.train_accuracy:.2%}", *_train_note(run))
        _metric("Validation accuracy", *_validation(run))
        _metric(
            "Test accuracy",
            f"{last.test_accuracy:.2%}",
            f"95%: {test.low:.2%} to {test.high:.2%}",
            curves.INTERVAL_HELP,
        )
        _metric(
            "Generalization gap",
            f"{show_points(verdict.gap)} points",
            f"95%: {show_points(gap.low)} to {show_points(gap.high)}",
            f"Train minus test accuracy, in percentage points.{_AS_TOLD if run.config.label_noise else ''}",
        )
        _metric(
            "Time",
            duration_in_words(last.elapsed_seconds),
            f"{last.epoch} {epochs}",
            "Of training and of measuring the accuracy.",
        )
    if sentence := undisturbed_sentence([run.config]):
        st.caption(sentence)


def _train_note(run: Run) -> tuple[str, str]:
    """Return what stands below the train accuracy, and its help."""
    if not run.config.label_noise:
        return "on images it learned from", "On up to 10,000 of them."
    true = run.kept.true_train_accuracy
    return (
        "by the labels it was told" if true is None else f"as told; true: {true:.2%}",
        "By the labels that it was told, some of which are wrong. True: by the digits that the images show.",
    )


def _validation(run: Run) -> tuple[str, str, str]:
    """Return the validation accuracy, what stands below it, and its help."""
    about = "On images that were held out, neither trained nor tested on: compare and choose by it."
    validation = validation_of(run)
    if validation is None:
        return "none", why_no_validation(run), about
    interval = validation.interval
    note = f"95%: {interval.low:.2%} to {interval.high:.2%}"
    return f"{validation.accuracy:.2%}", note, f"{about} {curves.INTERVAL_HELP}"


def _metric(label: str, value: str, note: str, about: str) -> None:
    st.metric(label, value, note, delta_color="off", delta_arrow="off", help=about, width="content")


def duration_in_words(seconds: float) -> str:
    """Return a time as people read it, such as "3.2 s" or "2 min 05 s"."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds // 60:.0f} min {seconds % 60:02.0f} s"
