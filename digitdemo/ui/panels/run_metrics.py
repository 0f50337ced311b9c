"""The numbers of one run: its accuracies with their intervals, the gap, the time."""

import streamlit as st

from digitdemo.analysis.diagnosis import Verdict
from digitdemo.analysis.intervals import Interval, show_points
from digitdemo.analysis.validation import undisturbed_sentence, validation_of, why_no_validation
from digitdemo.runs.run import Run
from digitdemo.texts import number, tr, tr_n
from digitdemo.ui.panels import curves


def show_metrics(run: Run, verdict: Verdict) -> None:
    """Show the accuracies of the model that a run kept, and on what kind of images they were measured.

    The run has trained an epoch at least.
    """
    last = run.kept
    test, gap = verdict.test_interval, verdict.gap_interval
    assert test is not None
    assert gap is not None
    about_gap = tr("Train minus test accuracy, in percentage points.")
    if run.config.label_noise:
        about_gap += " " + tr("Train goes by the labels that it was told.")
    with st.container(horizontal=True):  # as many beside each other as the screen has room for
        _metric(tr("Train accuracy"), number(last.train_accuracy, ".2%"), *_train_note(run))
        _metric(tr("Validation accuracy"), *_validation(run))
        _metric(tr("Test accuracy"), number(last.test_accuracy, ".2%"), _between(test), tr(curves.INTERVAL_HELP))
        _metric(
            tr("Generalization gap"),
            tr("{points} points", points=show_points(verdict.gap)),
            tr("95%: {low} to {high}", low=show_points(gap.low), high=show_points(gap.high)),
            about_gap,
        )
        _metric(
            tr("Time"),
            duration_in_words(last.elapsed_seconds),
            tr_n("{n} epoch", "{n} epochs", last.epoch),
            tr("Of training and of measuring the accuracy."),
        )
    if sentence := undisturbed_sentence([run.config]):
        st.caption(sentence)


def _train_note(run: Run) -> tuple[str, str]:
    """Return what stands below the train accuracy, and its help."""
    if not run.config.label_noise:
        return tr("on images it learned from"), tr("On up to 10,000 of them.")
    true = run.kept.true_train_accuracy
    return (
        tr("by the labels it was told") if true is None else tr("as told; true: {true:.2%}", true=true),
        tr("By the labels that it was told, some of which are wrong. True: by the digits that the images show."),
    )


def _between(interval: Interval) -> str:
    return tr("95%: {low} to {high}", low=number(interval.low, ".2%"), high=number(interval.high, ".2%"))


def _validation(run: Run) -> tuple[str, str, str]:
    """Return the validation accuracy, what stands below it, and its help."""
    about = tr("On images that were held out, neither trained nor tested on: compare and choose by it.")
    validation = validation_of(run)
    if validation is None:
        return tr("none"), why_no_validation(run), about
    accuracy = number(validation.accuracy, ".2%")
    return accuracy, _between(validation.interval), f"{about} {tr(curves.INTERVAL_HELP)}"


def _metric(label: str, value: str, note: str, about: str) -> None:
    st.metric(label, value, note, delta_color="off", delta_arrow="off", help=about, width="content")


def duration_in_words(seconds: float) -> str:
    """Return a time as people read it, such as "3.2 s" or "2 min 05 s"."""
    if seconds < 10:
        return tr("{seconds:.1f} s", seconds=seconds)
    if seconds < 90:
        return tr("{seconds:.0f} s", seconds=seconds)
    return tr("{minutes:.0f} min {seconds:02.0f} s", minutes=seconds // 60, seconds=seconds % 60)
