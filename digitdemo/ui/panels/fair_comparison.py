"""Two runs against each other, and a clone of one with a single knob changed: comparisons that nothing else decides."""

import streamlit as st

from digitdemo.analysis.comparison import SEEDS, closest, comparable, fair_trainings, other_seeds
from digitdemo.analysis.difference import difference_sentence, differing_knobs
from digitdemo.analysis.seed_comparison import compare_seeds, effect_sentence, spread_sentence
from digitdemo.config.knob import ConfigError
from digitdemo.config.train_config import KNOBS, matters
from digitdemo.runs.run import Run
from digitdemo.ui.components.knob_widgets import knob_widget
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels import runs_table, training_panel
from digitdemo.ui.state import knobs
from digitdemo.ui.state.run_names import run_name


def two_runs(runs: dict[str, Run], newest: str) -> None:
    """Show in what two runs differ, and whether that makes a difference on the test set."""
    st.subheader("Two runs against each other")
    nearest = closest(runs[newest], reversed(runs.values()))
    left, right = st.columns(2)
    with left:
        a = runs[runs_table.choose_run("A", runs, nearest.id if nearest else newest, "against_a")]
    with right:
        b = runs[runs_table.choose_run("B", runs, newest, "against_b")]
    if a.id == b.id:
        st.caption("Choose two different runs.")
        return
    st.markdown(difference_sentence(a.config, b.config))
    for run in (a, b):
        if not comparable(run):
            name = escape_markdown(run_name(run.id))
            st.info(f"{name} did not finish, so its accuracy is not compared.")
            return
    if not differing_knobs(a.config, b.config, seed=False):
        st.markdown(spread_sentence(a, b))
        return
    found = compare_seeds(other_seeds(a, runs.values()), other_seeds(b, runs.values()))
    if found is None:
        st.info("They have no seed in common, so part of the difference may be chance. Clone one of them below.")
        return
    st.markdown(f"**{effect_sentence(found)}**")
    if len(found.seeds) > 1:
        before, after = (", ".join(f"{accuracy:.2%}" for accuracy in each) for each in (found.a, found.b))
        st.caption(f"Test accuracy from seeds {', '.join(map(str, found.seeds))}: A {before}; B {after}.")


def clone(runs: dict[str, Run], newest: str) -> None:
    """Show the choice of one knob to change, and train what a fair comparison needs."""
    st.subheader("Clone and change one knob")
    left, right = st.columns(2)
    with left:
        run_id = runs_table.choose_run("Run to clone", runs, newest, "cloned")
    original = runs[run_id].config
    with right:
        names = [name for name in KNOBS if name != "seed" and matters(name, original)]
        name = st.selectbox("Knob", names, format_func=lambda name: KNOBS[name].label, key="clone_knob")
    value = knob_widget(KNOBS[name], knobs.begin_clone(run_id, name))
    three = st.toggle(
        "Three seeds",
        key="three_seeds",
        persist_state="session",
        help="Trains both from three seeds, to tell an effect from chance. From the same seed two runs have the same "
        "first weights and the same order of images, unless the knob changes just these.",
    )
    try:
        changed = original.with_knob(name, value)
    except ConfigError as error:
        st.warning(escape_markdown(str(error)))
        changed = original
    known = {run.config for run in runs.values() if comparable(run)}
    trainings = fair_trainings(original, changed, seeds=SEEDS if three else 1, known=known)
    if changed == original:
        trainings = []
        st.caption(f"Change {KNOBS[name].label} to see what it does.")
    else:
        st.markdown(f"Both start from the same seed. {difference_sentence(original, changed)}")
        if not trainings:
            st.caption("All of these runs exist already: choose them above.")
    label = "Train 1 model" if len(trainings) == 1 else f"Train {len(trainings)} models" if trainings else "Train"
    training_panel.train_button(label, changed, trainings, "train_clone")
