"""The figures of the range test: before the prediction its curve, then the trainings at fixed rates, too."""

from collections.abc import Sequence

import streamlit as st

from digitdemo.analysis.studies.rate_test import ASKED, NAMES, RateTests
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run import Run
from digitdemo.texts import tr
from digitdemo.ui.charts.rate_test import rate_test_alt, rate_test_figure
from digitdemo.ui.charts.theme import CALM, WARM
from digitdemo.ui.components.steady_chart import steady_chart
from digitdemo.ui.panels.lessons.beside_curves import show_names


def show_test(record: RateTests) -> None:
    """Show the test of the network that is asked about, and the rate that follows from it."""
    show_names([(tr("loss of the dense network in the test"), CALM)], tr("thin: three seeds; thick: their mean"))
    _show(record, ASKED, fixed=False)


def show_rate_test(record: RateTests, own: Sequence[Run]) -> None:
    """Show the test of each network above its trainings at fixed rates, and the visit's own."""
    architecture = st.segmented_control(
        tr("Network"),
        list(NAMES),
        default=ASKED,
        required=True,
        format_func=lambda name: tr(NAMES[name]),
        key="study_rate_test_network",
    )
    shown = (
        [
            (run.config.learning_rate, 1 - accuracy)
            for run in own
            if (accuracy := run.kept.validation_accuracy) is not None
        ]
        if architecture == ASKED
        else []
    )
    names = [(tr("loss in the test"), CALM), (tr("errors on validation images after one pass"), WARM)]
    show_names([*names, *([(tr("yours"), "red")] if shown else [])], tr("a dot for each of three seeds"))
    _show(record, str(architecture), fixed=True, own=shown)


def _show(record: RateTests, architecture: str, *, fixed: bool, own: Sequence[tuple[float, float]] = ()) -> None:
    network, recipe = record.network(architecture), TrainConfig(architecture=architecture).learning_rate
    steady_chart(
        rate_test_figure(network, recipe, fixed=fixed, own=own),
        key="study_rate_test",
        alt=rate_test_alt(network, recipe, fixed=fixed, own=own),
    )
