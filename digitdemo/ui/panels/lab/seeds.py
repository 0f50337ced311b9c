"""The same knobs from other seeds: what they have come to, and one click that trains what is missing."""

import streamlit as st

from digitdemo.analysis.comparison import SEEDS, comparable, from_seeds, needs_no_training, other_seeds
from digitdemo.analysis.validation import validation_of
from digitdemo.runs.run import Run
from digitdemo.texts import number, tr
from digitdemo.ui.panels.training_panel import time_in_words
from digitdemo.ui.state import trainings


def seeds_found(run: Run, runs: dict[str, Run]) -> None:
    """Say how far apart the runs are that differ from `run` in the seed only; nothing where there are none."""
    found = [by_seed for other in other_seeds(run, runs.values()) if comparable(other) and (by_seed := _reads(other))]
    if len(accuracies := dict(found)) > 1:
        st.markdown(
            tr(
                "From {n} seeds it reads {low:.2%} to {high:.2%} of validation images right, {mean:.2%} on average.",
                n=len(accuracies),
                low=min(accuracies.values()),
                high=max(accuracies.values()),
                mean=sum(accuracies.values()) / len(accuracies),
            ),
            help=", ".join(f"{seed}: {number(share, '.2%')}" for seed, share in sorted(accuracies.items())),
        )


def more_seeds(run: Run, runs: dict[str, Run]) -> None:
    """Show the button that trains the knobs of `run` from five seeds, as far as that was not done."""
    known = {other.config for other in other_seeds(run, runs.values()) if needs_no_training(other)}
    left = max(0, SEEDS - len(known))
    missing = [config for config in from_seeds(run.config, SEEDS) if config not in known][:left]
    about = [tr("Trains the same knobs from five seeds: only then do you know how much of an accuracy is luck.")]
    if missing:
        about.append(time_in_words(*missing))
    st.button(
        tr("Five seeds"),
        icon=":material/casino:",
        help=" ".join(about),
        on_click=trainings.start_trainings,
        args=(run.config, missing),
        disabled=not missing or trainings.foretell(*missing).refusal is not None,
        key="seeds",
    )


def _reads(run: Run) -> tuple[int, float] | None:
    validation = validation_of(run)
    return (run.config.seed, validation.accuracy) if validation else None
