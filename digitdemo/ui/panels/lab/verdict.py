"""The verdict on the run in focus: one big word, one plain sentence, what has changed, and what to try at once."""

import streamlit as st

from digitdemo.analysis.diagnosis import Verdict, beside_example
from digitdemo.analysis.finding import title_of
from digitdemo.analysis.plain_words import plain_sentence
from digitdemo.analysis.progress_made import change_sentence
from digitdemo.analysis.remedies import Try
from digitdemo.config.lesson import OVERFIT
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run import Run
from digitdemo.texts import tr
from digitdemo.ui.charts.theme import CALM, WARM
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels.training_panel import time_in_words
from digitdemo.ui.state import run_list, trainings
from digitdemo.ui.state.endings import failure_in_words
from digitdemo.ui.state.focus import run_in_focus
from digitdemo.ui.state.run_names import brief_run_name, marked_brief_name, run_name
from digitdemo.ui.state.verdicts import verdict_on

_HEALTHY = "good fit"


def show_verdict(run_id: str) -> None:
    """Show what has become of that run, which has a curve, and what may help."""
    run = run_list.all_runs()[run_id]
    if run.outcome == "failed":
        _heading(tr("Not saved") if run.unsaved else tr("Cut short"), WARM, run_id)
        st.markdown(escape_markdown(failure_in_words(run)))
        if run.own is None:  # what it learned from is not here any more
            with st.container(horizontal=True, key="remedies"):
                _training_button(tr("Train it again"), Try("", run.config), None, "train_again")
        return
    verdict = verdict_on(run)
    with st.container(horizontal=True, vertical_alignment="center", key="verdict_head"):
        _heading(title_of(verdict.finding), CALM if verdict.finding == _HEALTHY else WARM, run_id)
        _why(run, verdict)
    st.markdown(_plainly(run, verdict))
    if changed := _changed(run):
        st.markdown(f"**{changed}**")
    if not verdict.tries and not run_list.own_runs():
        offer_overfit(tr("Nothing wrong here."))
    else:
        _remedies(run_id, verdict.tries)


def offered() -> list[TrainConfig]:
    """Return what the buttons beside the verdict would train, in their order."""
    focus = run_in_focus()
    tries = verdict_on(run_list.all_runs()[focus]).tries if focus else ()
    return [one.config for one in tries] or ([] if run_list.own_runs() else [OVERFIT])


def offer_overfit(after: str = "") -> None:
    """Offer an example that goes wrong, whose cure is then one click away; `after` is said before it."""
    with st.container(horizontal=True, vertical_alignment="center", key="example"):
        st.markdown(f"{after} {tr('Would you like to see one that goes wrong?')}".strip(), width="content")
        _training_button(tr("See it overfit"), Try("", OVERFIT), None, "see_overfit")


def _heading(word: str, colour: str, run_id: str) -> None:
    st.header(f":{colour}[{word.upper()}]", anchor=False, width="content")
    st.markdown(marked_brief_name(run_id), width="content")


def _plainly(run: Run, verdict: Verdict) -> str:
    sentence = plain_sentence(verdict.finding, run)
    return f"{run.sentence} {sentence}" if run.reason else sentence


def _changed(run: Run) -> str:
    """Return what has changed since the run that this one was to change, if it was."""
    before = run_list.all_runs().get(trainings.grown_from(run.id) or "")
    return change_sentence(before, run, verdict_on) if before else ""


def _why(run: Run, verdict: Verdict) -> None:
    """Show the exact verdict, what stands beside it, and how sure that is, for whoever asks."""
    with st.popover(tr("Why?"), icon=":material/stethoscope:", key="why", type="tertiary"):
        if brief_run_name(run.id) != run_name(run.id):
            st.caption(escape_markdown(run_name(run.id)))
        st.markdown(verdict.sentence)
        for found in verdict.others:
            st.markdown(tr("Also: {finding}", finding=found.sentence))
        if verdict.gap_interval is not None:
            gap = verdict.gap_interval
            st.markdown(
                tr(
                    "The gap between train and test lies most likely between {low:.1f} and {high:.1f} points (95% "
                    "interval).",
                    low=100 * gap.low,
                    high=100 * gap.high,
                )
            )
        example = run_list.example_of(run)
        if example and (beside := beside_example(run, example)):
            st.caption(beside)
        if _changed(run):
            st.caption(tr("What has changed is told from one training each. Another seed would give other numbers."))


def _remedies(run_id: str, tries: tuple[Try, ...]) -> None:
    """Show what may help: a click trains it."""
    if not tries:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="remedies"):
        for number, one in enumerate(tries):
            _training_button(one.action, one, run_id, f"try_{number}")


def _training_button(label: str, one: Try, before: str | None, key: str) -> None:
    # The knobs, which it sets, stand outside this fragment.
    if st.button(
        label,
        icon=":material/play_arrow:",
        icon_position="right",
        help=time_in_words(one.config),
        on_click=trainings.start_trainings,
        args=(one.config, [one.config], before),
        disabled=trainings.foretell(one.config).refusal is not None,
        key=key,
    ):
        st.rerun()
