"""Where a training begins: the knobs, the button that trains by them, and the model in a few words."""

from collections.abc import Iterator

import streamlit as st

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.describe import knobs_line
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.texts import tr
from digitdemo.ui import resources
from digitdemo.ui.components import knob_widgets
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels.training_panel import how_long
from digitdemo.ui.state import run_list, trainings
from digitdemo.ui.state.focus import run_in_focus


def knobs_and_train() -> TrainConfig:
    """Show the knobs and the button that trains, and return the config that they make."""
    values = knob_widgets.knobs_in_sight()
    with st.container(horizontal=True, key="start_row", gap="xsmall"):
        place = st.container(width="content")  # before the other knobs, which decide what it trains
        config, problems = knob_widgets.folded_knobs(values)
        with place:
            _train(config)
    how_long(config)
    for problem in problems:
        st.warning(f"{tr('The default is used instead.')} {escape_markdown(problem)}")
    return config


def about_model(config: TrainConfig) -> None:
    """Show what the chosen model is, where it comes from and what to expect, for whoever asks."""
    architecture = ARCHITECTURES[config.architecture]
    with st.popover(tr("About this model"), icon=":material/info:", type="tertiary", key="about_model"):
        st.markdown(KNOBS["architecture"].help)
        st.markdown(f"**{architecture.label}.** {architecture.summary}")
        facts = [
            tr("{parameters:,} parameters.", parameters=architecture.parameters),
            tr("Expect {expected}.", expected=architecture.expected),
            *_epoch_time(config.architecture),
            f"[{tr('Source')}]({architecture.source})",
        ]
        st.markdown(" ".join(facts))
        st.markdown(f"**{tr('Its knobs now.')}** {knobs_line(config)}")
        st.markdown(tr("Each model has its own defaults, chosen on validation images."))


def _train(config: TrainConfig) -> None:
    """Show the button that trains it; what it trains is compared with the own run in focus."""
    focus = run_in_focus()
    st.button(
        tr("Train"),
        type="primary",
        icon=":material/play_arrow:",
        icon_position="right",
        on_click=trainings.start_training,
        args=(config, focus if focus is not None and run_list.is_own(focus) else None),
        disabled=trainings.current_job() is not None or trainings.foretell(config).refusal is not None,
        key="start",
    )


def _epoch_time(architecture: str) -> Iterator[str]:
    """Yield how long an epoch of the ready-made model took, if there is one."""
    example = resources.shipped_runs().get(architecture)
    if example is not None:
        seconds = example.kept.elapsed_seconds / example.kept.epoch
        yield tr("An epoch of the ready-made one took {seconds:.1f} s.", seconds=seconds)
