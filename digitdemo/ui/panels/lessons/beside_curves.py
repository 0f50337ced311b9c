"""What an experiment is about beside its curves: which digits, which labels, which layers, how wide."""

from collections.abc import Callable, Sequence
from statistics import mean

import streamlit as st

from digitdemo.analysis.experiments.experiment import BROKEN, CURE, Experiment
from digitdemo.analysis.figures import ArmRuns
from digitdemo.analysis.intervals import mean_interval
from digitdemo.runs.run import Run
from digitdemo.texts import mark, number, tr
from digitdemo.ui.charts import experiments as charts
from digitdemo.ui.charts.experiments import Series
from digitdemo.ui.charts.theme import CALM, DIGITS, GLYPHS, RUN_COLOURS, WARM
from digitdemo.ui.components.lesson_chart import lesson_chart

# Of an experiment's trainings, in their order: what was broken is warm, its cure has the accent.
COLOURS = (WARM, CALM, *(colour for colour in RUN_COLOURS if colour not in (WARM, CALM)))

SYMBOLS = tuple(GLYPHS)  # the same of the shapes of their points

Names = dict[str, str]  # what an experiment's trainings are called, by their short names


def show_names(names: Sequence[tuple[str, str]], note: str = "", about: str | None = None) -> None:
    """Show names behind their shapes in their colours, and a note, with what is to be said about it a click away."""
    shown = [f":{colour}[{glyph}] {name}" for (name, colour), glyph in zip(names, GLYPHS.values(), strict=False)]
    st.markdown("&emsp;".join([*shown, f"({note})" if note else ""]), help=about)


def _recall(experiment: Experiment, names: Names, runs: ArmRuns) -> None:
    series = [
        Series(
            name=names[arm],
            colour=colour,
            symbol=symbol,
            x=DIGITS,
            y=[_mean_recall(runs[arm], digit) for digit in DIGITS],
        )
        for arm, colour, symbol in zip((BROKEN, CURE), COLOURS, SYMBOLS, strict=False)
    ]
    show_names([(each.name, each.colour) for each in series], tr("how many are read right"))
    lesson_chart(
        charts.recall_chart(series),
        key="experiment_recall",
        alt=tr("Accuracy on digits 0 to 9: {figures}", figures=_figures(series, ".0%")),
    )


def _mean_recall(runs: Sequence[Run], digit: int) -> float:
    return mean(run.kept.test_recall[digit] for run in runs)


def _figures(series: Sequence[Series], form: str) -> str:
    return "; ".join(f"{each.name} {', '.join(number(y, form) for y in each.y)}" for each in series)


def _gradients(experiment: Experiment, names: Names, runs: ArmRuns) -> None:
    series = []
    for arm, colour, symbol in zip(experiment.arms, COLOURS, SYMBOLS, strict=False):
        layers = [layer for layer in runs[arm][0].history[1].layers if layer.gradient]
        series.append(
            Series(
                name=names[arm],
                colour=colour,
                symbol=symbol,
                x=[layer.name for layer in layers],
                y=[layer.gradient or 0.0 for layer in layers],
            )
        )
    show_names([(each.name, each.colour) for each in series], tr("after one epoch"))
    lesson_chart(
        charts.gradients_chart(series),
        key="experiment_gradients",
        alt=tr(
            "Gradient beside the weights, from the first layer to the last: {figures}",
            figures=_figures(series, ".2g"),
        ),
    )


def _widths(experiment: Experiment, names: Names, runs: ArmRuns) -> None:
    series = []
    for title, colour, symbol, noisy in (
        (mark("right labels"), CALM, SYMBOLS[0], False),
        (mark("wrong labels"), WARM, SYMBOLS[1], True),
    ):
        arms = [arm for arm in experiment.arms if (experiment.config(arm).label_noise > 0) == noisy]
        arms.sort(key=lambda arm: experiment.config(arm).width)
        accuracies = [[run.kept.test_accuracy for run in runs[arm]] for arm in arms]
        intervals = [mean_interval(each) for each in accuracies]
        series.append(
            Series(
                name=tr(title),
                colour=colour,
                symbol=symbol,
                x=[experiment.config(arm).width for arm in arms],
                y=[mean(each) for each in accuracies],
                low=[interval.low for interval in intervals],
                high=[interval.high for interval in intervals],
            )
        )
    show_names([(each.name, each.colour) for each in series], tr("95% intervals"))
    figures = "; ".join(
        f"{each.name} " + ", ".join(f"{x}: {number(y, '.1%')}" for x, y in zip(each.x, each.y, strict=True))
        for each in series
    )
    lesson_chart(
        charts.accuracy_by(series, tr("Width (units of each hidden layer)")),
        key="experiment_widths",
        alt=tr("Test accuracy by width: {figures}", figures=figures),
    )


CHARTS: dict[str, Callable[[Experiment, Names, ArmRuns], None]] = {
    "recall": _recall,
    "gradients": _gradients,
    "widths": _widths,
}
