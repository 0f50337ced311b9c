"""The figure of the width: errors on train and test over it, with right labels and with wrong ones."""

from collections.abc import Iterable, Sequence

from digitdemo.analysis.studies.trained import Measured, Trained, means, on_test, on_train, trained
from digitdemo.analysis.studies.width import WIDTHS, Widths
from digitdemo.runs.run import Run
from digitdemo.texts import tr
from digitdemo.ui.charts.dots import Dots, dots_alt, dots_figure
from digitdemo.ui.charts.theme import CALM, WARM
from digitdemo.ui.components.steady_chart import steady_chart
from digitdemo.ui.panels.lessons.beside_curves import show_names


def show_width(record: Widths, own: Sequence[Run]) -> None:
    """Show the errors over the width, and the visit's own."""
    right, wrong, yours = tr("right labels"), tr("20% wrong labels"), tr("yours, wrong labels")
    series = [
        _series(tr("right labels, train"), tr("train"), CALM, "circle", "dot", record.right, on_train),
        _series(tr("20% wrong labels, train, as told"), tr("as told"), WARM, "square", "dot", record.wrong, on_train),
        _series(tr("right labels, test"), tr("test"), CALM, "circle", "solid", record.right, on_test),
        _series(tr("20% wrong labels, test"), tr("test"), WARM, "square", "solid", record.wrong, on_test),
    ]
    names = [(right, CALM), (wrong, WARM)]
    if own:
        runs = [trained(run, run.config.width) for run in own]
        dots = [(one.x, on_test(one)) for one in runs]
        series.append(
            Dots(name=yours, short="", colour="red", symbol="diamond", dash="", dots=dots, line={}, large=True)
        )
        names.append((yours, "red"))
    show_names(names, tr("a dot for each seed; dotted: train, solid: test"))
    title = tr("Width (units of the hidden layer)")
    steady_chart(
        dots_figure(series, title=title, y_title=tr("Errors"), stops=WIDTHS),
        key="study_width",
        alt=dots_alt(series, tr("Errors by width, means of five seeds")),
    )


def _series(
    name: str, short: str, colour: str, symbol: str, dash: str, trainings: Iterable[Trained], of: Measured
) -> Dots:
    trainings = list(trainings)
    return Dots(
        name=name,
        short=short,
        colour=colour,
        symbol=symbol if dash == "solid" else f"{symbol}-open",
        dash=dash,
        dots=[(one.x, of(one)) for one in trainings],
        line={float(x): error for x, error in means(trainings, of).items()},
    )
