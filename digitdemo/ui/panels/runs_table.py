"""The runs of this visit and the shipped examples: choices among them, and their numbers side by side."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from digitdemo.analysis.run_rows import COLUMNS, TRUE_TRAIN, run_rows
from digitdemo.analysis.validation import undisturbed_sentence
from digitdemo.config.train_config import KNOBS
from digitdemo.texts import mark, number, tr
from digitdemo.texts.said import within
from digitdemo.ui.components.choice import choose
from digitdemo.ui.components.table import number_table
from digitdemo.ui.panels.curves import INTERVAL_HELP
from digitdemo.ui.state import run_list, shared_choices, widget_keys
from digitdemo.ui.state.focus import NO_OTHER_RUN, bring_other_run
from digitdemo.ui.state.run_colours import MOST_OWN, take_shown
from digitdemo.ui.state.run_names import marked_brief_name, marked_name, run_label, run_name
from digitdemo.ui.state.run_strip import on_strip
from digitdemo.ui.state.verdicts import verdict_on
from digitdemo.ui.words import WORDS

_PINNED = mark("Pinned")


def run_strip() -> None:
    """Show the runs that have a curve, the newest first: a click puts one on the chart, as the one in focus."""
    listed, others = on_strip()
    names = {run_id: _on_strip(run_id) for run_id in listed}
    st.pills(
        tr("Runs on the chart"),
        listed,
        selection_mode="multi",
        format_func=names.__getitem__,
        key=shared_choices.tell_shared("shown", "lab"),
        on_change=take_shown,
        args=("lab",),
        help=tr(
            "The verdict is about the one that you chose last. At most {most} of your own are on the chart at once, "
            "each in its colour; the one longest there leaves first.",
            most=MOST_OWN,
        ),
        wrap=True,
    )
    if others:
        choose(
            tr("More of your runs: {n}", n=len(others)),
            [NO_OTHER_RUN, *others],
            format_func=lambda run_id: run_name(run_id) if run_id else tr("Put one on the chart"),
            key=widget_keys.OTHER_RUN,
            on_change=bring_other_run,
            width=360,
        )


def _on_strip(run_id: str) -> str:
    """Return a run's name on the strip: short."""
    ready_made = run_list.is_ready_made(run_id)
    return marked_name(run_id, run_label(run_id)) if ready_made else marked_brief_name(run_id)


def choose_looked_at(label: str, runs: list[str], page: str) -> str:
    """Show the choice of the run that the pages about single answers look at, and return its id."""
    names = {run_id: run_name(run_id) for run_id in runs}
    return choose(
        label,
        runs,
        format_func=names.__getitem__,
        key=shared_choices.tell_shared_run("looked_at", page, runs, runs[0]),
        on_change=shared_choices.take_shared,
        args=("looked_at", page),
    )


def runs_table() -> None:
    """Show the runs' numbers, a row a run."""
    runs = run_list.runs_with_curves()
    rows = run_rows([run_name(run_id) for run_id in runs], list(runs.values()), verdict_on)
    if any(map(run_list.is_pinned, runs)):
        rows = [{_PINNED: run_list.is_pinned(run_id), **row} for run_id, row in zip(runs, rows, strict=True)]
    number_table(
        rows,
        {**_SHOWN, **{knob.label: knob.show for knob in KNOBS.values() if knob.kind is not str}},
        column_config=_columns(),
        alt=tr(
            "Numbers of every run: validation, train and test accuracy, gap, verdict, architecture, parameters, "
            "epochs, time, knobs that differ, outcome and temperature"
        ),
        key="runs_table",
    )
    notes = [undisturbed_sentence([run.config for run in runs.values()])]
    if any(run.config.label_noise for run in runs.values()):
        notes.append(
            tr(
                "Train accuracy goes by the labels that each model was told; {true_train}, by the digits.",
                true_train=within(tr(TRUE_TRAIN)),
            )
        )
    if any(notes):
        st.caption(" ".join(notes))


def _percent(value: float) -> str:
    return number(value / 100, ".2%")


_SHOWN: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(("Validation accuracy", "Test accuracy", "Train accuracy", TRUE_TRAIN), _percent),
    "Gap (points)": partial(number, form=".2f"),
    "Time (s)": partial(number, form=",.1f"),
    "Parameters": partial(number, form=",.0f"),
    "Temperature": partial(number, form=".2f"),
}


def _columns() -> dict[str, Any]:
    """Return how the table shows its columns: each by its title, with what it means."""
    special = {
        "Parameters": st.column_config.NumberColumn(help=tr(WORDS["Parameters"])),
        "Train accuracy": st.column_config.NumberColumn(
            help=tr("By the labels that the model was told, wrong ones too.")
        ),
        TRUE_TRAIN: st.column_config.NumberColumn(
            help=tr("On the same images, by the digits that they show. None: it was not measured."),
        ),
        "Validation accuracy": st.column_config.NumberColumn(
            help=tr(
                "On images that were held out, neither trained nor tested on. Compare and choose by it. With early "
                "stopping it is a little too good: these images have chosen the epoch."
            ),
        ),
        "95% (validation)": st.column_config.TextColumn(help=tr(INTERVAL_HELP)),
        "Test accuracy": st.column_config.NumberColumn(
            help=tr("Choose nothing by it: whoever picks by test accuracy makes the test part of the training."),
        ),
        "95% (test)": st.column_config.TextColumn(help=tr(INTERVAL_HELP)),
        "Gap (points)": st.column_config.NumberColumn(help=tr(WORDS["Generalization gap"])),
        "Epochs": st.column_config.NumberColumn(help=tr(WORDS["Epoch"])),
        "Temperature": st.column_config.NumberColumn(
            help=tr(
                "The model's confidence is corrected by this number, fitted on validation images. Above 1: the model "
                "was too sure of itself. None: no images were left for it."
            ),
        ),
    }
    return {name: {**special.get(name, st.column_config.Column()), "label": tr(name)} for name in (_PINNED, *COLUMNS)}
