"""Search for me: the trials that Optuna proposes, and which knobs mattered; only where Optuna is installed."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitdemo.analysis.validation import validation_of
from digitdemo.config.describe import brief_name, problem_in_words
from digitdemo.config.knob import ConfigError
from digitdemo.config.train_config import KNOBS
from digitdemo.limits import limits
from digitdemo.runs.run import Run
from digitdemo.sweeps.room import refuse_without_room
from digitdemo.sweeps.search import MOST_KNOBS, Search, best_of, can_be_searched, importances
from digitdemo.texts import number, tr
from digitdemo.texts.about_time import about_time
from digitdemo.ui.charts.sweep_search import importance_chart, trials_chart
from digitdemo.ui.components.steady_chart import steady_chart
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels.lab.sweep_start import show_start
from digitdemo.ui.state import searching, sweeping, trainings, widget_keys
from digitdemo.ui.state.knobs import knobs_now
from digitdemo.ui.state.sweep_of_visit import search

_TRIALS = (10, 20, 40)
_FIRST_KNOBS = ("dropout", "learning_rate", "width", "filters")  # of these, those that matter here


def search_for_me() -> None:
    """Show what is searched, the trials so far, and what they say."""
    made = search()
    if made is not None:
        _show(made)
    _set_up()


def _set_up() -> None:
    base = knobs_now()
    can = [name for name in KNOBS if can_be_searched(name, base)]
    chosen = st.pills(
        tr("Knobs to search, at most {most}", most=MOST_KNOBS),
        can,
        selection_mode="multi",
        default=[name for name in _FIRST_KNOBS if name in can],
        format_func=lambda name: KNOBS[name].label,
        key=widget_keys.SEARCH_KNOBS,
        persist_state="session",
        wrap=True,
    )
    trials = st.segmented_control(
        tr("Trials"), _TRIALS, default=_TRIALS[1], required=True, key=widget_keys.SEARCH_TRIALS, persist_state="session"
    )
    made: Search | None = None
    try:
        wanted = Search(
            base, tuple(name for name in can if name in chosen), trials if trials in _TRIALS else _TRIALS[1]
        )
        refuse_without_room([base] * wanted.trials, int(1e6 * limits().visitor_mb))
    except ConfigError as error:
        says = problem_in_words(error)
    else:
        if (foretold := trainings.foretell(*[base] * wanted.trials)).refusal:
            says = str(foretold.refusal)
        else:
            made, time = wanted, about_time(foretold.seconds)
            says = tr(
                "{n} trainings, each chosen by what those before came to. Takes {time} in all.",
                n=wanted.trials,
                time=time,
            )
    show_start(tr("Search for me"), ":material/travel_explore:", searching.begin, made, says, key="search_start")


def _show(made: Search) -> None:
    trials = searching.trials(made)
    with st.container(horizontal=True, vertical_alignment="center"):
        done = min(len(trials), made.trials)  # runs of before count, and may be more
        st.progress(done / made.trials, text=tr("{done} of {n} trials are done.", done=done, n=made.trials))
        if searching.goes_on():
            st.button(tr("Stop"), icon=":material/stop:", on_click=sweeping.stop, key="search_stop")
    if not trials:
        return
    left, right = st.columns(2)
    with left:
        _trials(trials)
    with right:
        _importances(made, trials)
    if (best := best_of(trials)) is not None and len(trials) > 1:
        _best(best, len(trials))


def _trials(trials: Sequence[Run]) -> None:
    accuracies = [found.accuracy if (found := validation_of(run)) else 0.0 for run in trials]
    names = [brief_name(run.config) for run in trials]
    said = "; ".join(f"{name}: {number(share, '.2%')}" for name, share in zip(names, accuracies, strict=True))
    alt = tr("Validation accuracy of each trial. {trials}", trials=said)
    steady_chart(trials_chart(accuracies, names), key="search_trials_chart", alt=alt)


def _importances(made: Search, trials: Sequence[Run]) -> None:
    shares = {KNOBS[name].label: share for name, share in importances(made, trials).items()}
    if not shares:
        st.caption(tr("Which knobs matter is shown from 8 trials on."))
        return
    said = "; ".join(f"{label}: {number(share, '.0%')}" for label, share in shares.items())
    alt = tr("How much each knob mattered. {knobs}", knobs=said)
    steady_chart(importance_chart(shares), key="search_importance", alt=alt)


def _best(best: Run, count: int) -> None:
    validation = validation_of(best)
    assert validation is not None
    st.markdown(
        tr(
            "**Best on validation: {name}, {accuracy:.2%}.** It is the best of {n} from one seed, so luck helped it. "
            "Believe its test accuracy, {test:.2%}: those images had no say in the search.",
            name=escape_markdown(brief_name(best.config)),
            accuracy=validation.accuracy,
            n=count,
            test=best.kept.test_accuracy,
        )
    )
    st.button(
        tr("Show it on the chart"),
        icon=":material/show_chart:",
        on_click=sweeping.open_run_of_cell,
        args=(best.id,),
        key="search_best",
    )
