"""Two runs against each other, and a clone of one with a single knob changed: comparisons that nothing else decides."""

import dataclasses
from collections.abc import Sequence

import streamlit as st

from digitdemo.analysis.comparison import SEEDS, closest, comparable, fair_trainings, needs_no_training, other_seeds
from digitdemo.analysis.difference import difference_sentence, differing_knobs
from digitdemo.analysis.seed_comparison import SeedComparison, compare_seeds, effect_sentence, spread_sentence
from digitdemo.analysis.validation import holds_out, validation_of, why_no_validation
from digitdemo.config.describe import problem_in_words
from digitdemo.config.knob import ConfigError
from digitdemo.config.sections.images import FEWEST_VALIDATION_IMAGES, MOST_TRAINING_IMAGES
from digitdemo.config.train_config import KNOBS, matters
from digitdemo.runs.run import Run
from digitdemo.texts import mark, number, tr, tr_n
from digitdemo.ui.components.choice import choose
from digitdemo.ui.components.knob_widgets import knob_widget
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels import training_panel
from digitdemo.ui.state import knobs
from digitdemo.ui.state.run_names import marked_brief_name, run_name

_WHICH_TWO = mark(
    "The two that you chose last in the strip. With one on the chart: that one, and the run most like it."
)


def two_runs(runs: dict[str, Run], beside: str | None, focus: str | None) -> None:
    """Show in what the run in focus, B, and the one `beside` it, A, differ, and whether that makes a difference.

    Accuracies are compared on validation images. Where only one run is on the chart, A is the one most like it.
    """
    if focus is None:
        st.markdown(tr("Choose two runs in the strip."))
        return
    nearest = closest(runs[focus], reversed(runs.values()))
    a, b = runs[beside or (nearest.id if nearest else focus)], runs[focus]
    if a.id == b.id:
        st.markdown(tr("Train a second model to compare it with."))
        return
    st.markdown(
        tr(
            "**A** {a} against **B** {b}",
            a=marked_brief_name(a.id),
            b=marked_brief_name(b.id),
        ),
        help=tr(_WHICH_TWO),
    )
    st.markdown(difference_sentence(a.config, b.config))
    for run in (a, b):
        if not comparable(run):
            name = escape_markdown(run_name(run.id))
            st.info(tr("{name} did not finish, so its accuracy is not compared.", name=name))
            return
    if not differing_knobs(a.config, b.config, seed=False):
        st.markdown(spread_sentence(a, b))
        return
    found = compare_seeds(other_seeds(a, runs.values()), other_seeds(b, runs.values()))
    if found is not None:
        _effect(found)
    elif unvalidated := [run for run in (a, b) if validation_of(run) is None]:
        _say_unvalidated(unvalidated)
    else:
        st.info(tr("They have no seed in common, so nobody can tell how much of the difference the seed has made."))
    few = found is None or len(found.seeds) < SEEDS
    if few and holds_out(a.config) and holds_out(b.config):
        _offer_more_seeds(a, b, runs, found.seeds[0] if found else a.config.seed)


def _effect(found: SeedComparison) -> None:
    st.markdown(f"**{effect_sentence(found)}**")
    if len(found.seeds) > 1:
        before, after = (", ".join(number(accuracy, ".2%") for accuracy in each) for each in (found.a, found.b))
        st.caption(
            tr(
                "Validation accuracy from seeds {seeds}: A {before}; B {after}.",
                seeds=", ".join(map(str, found.seeds)),
                before=before,
                after=after,
            )
        )


def _say_unvalidated(runs: Sequence[Run]) -> None:
    names = "; ".join(f"{escape_markdown(run_name(run.id))}: {why_no_validation(run)}" for run in runs)
    st.info(
        f"They are compared by validation accuracy, which is missing ({names}). Not by test accuracy: whoever picks by "
        "that makes the test part of the training."
    )


def _offer_more_seeds(a: Run, b: Run, runs: dict[str, Run], first_seed: int) -> None:
    """Show the button that trains both from five seeds, as far as that was not done."""
    known = {run.config for run in runs.values() if needs_no_training(run)}
    first = dataclasses.replace(a.config, seed=first_seed)
    trainings = fair_trainings(first, b.config, seeds=SEEDS, known=known)
    label = tr("Train both from five seeds: {models}", models=_models(len(trainings)))
    training_panel.train_button(label, b.config, trainings, "train_five")


def clone(runs: dict[str, Run], focus: str | None) -> None:
    """Show the choice of one knob of the run in focus to change, and train what a fair comparison needs."""
    if focus is None:
        st.markdown(tr("Choose a run in the strip."))
        return
    run_id, original = focus, runs[focus].config
    st.markdown(tr("{name}, with one knob changed:", name=marked_brief_name(run_id)))
    names = [name for name in KNOBS if name != "seed" and matters(name, original)]
    name = choose(tr("Knob"), names, format_func=lambda name: KNOBS[name].label, key="clone_knob", width=320)
    value = knob_widget(KNOBS[name], knobs.begin_clone(run_id, name))
    five = st.toggle(
        tr("Five seeds"),
        key="five_seeds",
        persist_state="session",
        help=tr(
            "Trains both from five seeds. From one seed nobody can tell what the knob has done and what the seed has; "
            "from three only a large effect shows. From the same seed two runs have the same first weights and the "
            "same order of images, unless the knob changes just these."
        ),
    )
    try:
        changed = original.with_knob(name, value)
    except ConfigError as error:
        st.warning(escape_markdown(problem_in_words(error)))
        changed = original
    known = {run.config for run in runs.values() if needs_no_training(run)}
    trainings = fair_trainings(original, changed, seeds=SEEDS if five else 1, known=known)
    if changed == original:
        trainings = []
        st.caption(tr("Change {knob} to see what it does.", knob=KNOBS[name].label))
    else:
        st.markdown(f"{tr('Both start from the same seed.')} {difference_sentence(original, changed)}")
        if not trainings:
            st.caption(tr("All of these runs exist already: choose them in the strip."))
        if not (holds_out(original) and holds_out(changed)):
            st.caption(
                tr(
                    "More than {most:,} training images leave too few for validation: the curves can be looked at, but "
                    "the accuracies not be compared.",
                    most=MOST_TRAINING_IMAGES - FEWEST_VALIDATION_IMAGES,
                )
            )
    label = tr("Train {models}", models=_models(len(trainings))) if trainings else tr("Train")
    training_panel.train_button(label, changed, trainings, "train_clone", run_id)


def _models(count: int) -> str:
    return tr_n("{n} model", "{n} models", count)
