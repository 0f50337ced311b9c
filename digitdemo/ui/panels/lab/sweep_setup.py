"""What makes a sweep in the Lab: one or two knobs, their values, seeds, and how long all of it takes."""

from __future__ import annotations

import streamlit as st

from digitdemo.config.describe import brief_name, problem_in_words
from digitdemo.config.knob import ConfigError
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.limits import limits
from digitdemo.sweeps.room import refuse_without_room
from digitdemo.sweeps.sweep import Axis, Sweep
from digitdemo.sweeps.values import knobs_to_sweep, usual_values, values_to_choose_from
from digitdemo.texts import tr, tr_n
from digitdemo.texts.about_time import about_time
from digitdemo.ui.components.choice import choose
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels.lab.sweep_start import show_start
from digitdemo.ui.state import sweeping, trainings, widget_keys
from digitdemo.ui.state.knobs import knobs_now

_SEEDS = (1, 2, 3, 5, 10)
_USUAL_SEEDS = 3  # from which on an interval means something
_NO_KNOB = ""
_USUAL_KNOBS = "dropout", "learning_rate"  # the second matters in every training


def set_up() -> None:
    """Show the choice of knobs, values and seeds around the knobs of the Lab, the time, and what starts it."""
    base = knobs_now()
    can = [name for name in knobs_to_sweep(base) if values_to_choose_from(name)]
    with st.container(horizontal=True, key="sweep_knobs"):
        with st.container(key="sweep_first"):
            first = choose(
                tr("Sweep"),
                can,
                index=can.index(next(name for name in _USUAL_KNOBS if name in can)),
                format_func=_label,
                key=widget_keys.SWEEP_KNOB,
                filter_mode=None,
                persist_state="session",
            )
            axes = [_axis(first)]
        with st.container(key="sweep_second"):
            second = choose(
                tr("and"),
                [_NO_KNOB, *(name for name in can if name != first)],
                format_func=_label,
                key=widget_keys.SWEEP_KNOB_2,
                filter_mode=None,
                persist_state="session",
            )
            if second:
                axes.append(_axis(second))
    seeds = st.segmented_control(
        tr("Seeds of each cell"),
        _SEEDS,
        default=_USUAL_SEEDS,
        required=True,
        key=widget_keys.SWEEP_SEEDS,
        persist_state="session",
        help=tr("From one seed nobody can tell luck from skill; from three on, intervals begin to mean something."),
    )
    st.caption(tr("All else is as the knobs above say: {name}", name=escape_markdown(brief_name(base))))
    _offer(base, axes, seeds if seeds in _SEEDS else _USUAL_SEEDS)


def _axis(knob: str) -> Axis:
    options = values_to_choose_from(knob)
    chosen = st.pills(
        tr("Values of {knob}", knob=_label(knob)),
        options,
        selection_mode="multi",
        default=list(usual_values(knob)),
        format_func=KNOBS[knob].show,
        key=widget_keys.values_of(knob),
        persist_state="session",
        wrap=True,
    )
    return Axis(knob, tuple(value for value in options if value in chosen))


def _label(knob: str) -> str:
    return KNOBS[knob].label if knob else tr("no second knob")


def _offer(base: TrainConfig, axes: list[Axis], seeds: int) -> None:
    """Say how long it takes, or what is in the way of it and what would not be, and show the button that starts it."""
    try:
        made = Sweep(base, tuple(axes), seeds)
        refuse_without_room(made.trainings, int(1e6 * limits().visitor_mb))
    except ConfigError as error:
        _show_start(None, problem_in_words(error))
        return
    count = tr_n("{n} training.", "{n} trainings.", made.size)
    if not (missing := sweeping.found(made).missing):
        _show_start(made, f"{count} {tr('All of them are there already.')}")
        return
    if (foretold := trainings.foretell(*missing)).refusal:
        _show_start(None, str(foretold.refusal))
        return
    if there := made.size - len(missing):
        count = f"{count} {tr_n('{n} of them is there already.', '{n} of them are there already.', there)}"
    _show_start(made, f"{count} {tr('Takes {time} in all.', time=about_time(foretold.seconds))}")


def _show_start(made: Sweep | None, says: str) -> None:
    label, icon = tr("Start the sweep"), ":material/grid_on:"
    show_start(label, icon, sweeping.begin, made, says, key="sweep_start", primary=True)
