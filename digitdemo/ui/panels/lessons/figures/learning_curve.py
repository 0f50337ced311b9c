"""The figure of the learning curve: before the prediction the small sizes and the line, then the large ones, too."""

import dataclasses
from collections.abc import Sequence

from digitdemo.analysis.studies.learning_curve import LARGE, SMALL, LearningCurve
from digitdemo.analysis.studies.trained import Trained, means, on_test, trained
from digitdemo.runs.run import Run
from digitdemo.texts import tr
from digitdemo.ui.charts.dots import Dots, dots_alt, dots_figure
from digitdemo.ui.charts.theme import CALM, WARM
from digitdemo.ui.components.steady_chart import steady_chart
from digitdemo.ui.panels.lessons.beside_curves import show_names


def show_law(record: LearningCurve) -> None:
    """Show the errors with few images, and the line through them, drawn on to as many images as there are."""
    _show(record, [*_law(record)], [])


def show_learning_curve(record: LearningCurve, own: Sequence[Run]) -> None:
    """Show the errors with many images, too, and the visit's own."""
    large = [one for one in record.trainings if one.x in LARGE]
    series = [*_law(record), _dots(tr("measured then"), tr("measured"), WARM, "square", large)]
    names = [(tr("measured then"), WARM)]
    if own:
        dots = [(one.x, on_test(one)) for one in (trained(run, run.config.train_size) for run in own)]
        series.append(
            Dots(name=tr("yours"), short="", colour="red", symbol="diamond", dash="", dots=dots, line={}, large=True)
        )
        names.append((tr("yours"), "red"))
    _show(record, series, names)


def _show(record: LearningCurve, series: Sequence[Dots], names: Sequence[tuple[str, str]]) -> None:
    show_names([(tr("few images, and the line through them"), CALM), *names], tr("a dot for each seed"))
    shown = dots_figure(
        series, title=tr("Training images"), y_title=tr("Errors on test images"), stops=[*SMALL, *LARGE], log=True
    )
    steady_chart(
        shown,
        key="study_learning_curve",
        alt=dots_alt(series, tr("Errors on test images by number of training images")),
    )


def _law(record: LearningCurve) -> list[Dots]:
    law = Dots(
        name=tr("the line"),
        short=tr("the line says"),
        colour=CALM,
        symbol="circle",
        dash="dash",
        dots=[],
        line={float(images): record.law.at(images) for images in (SMALL[0], *LARGE)},
    )
    return [dataclasses.replace(_dots(tr("few images"), "", CALM, "circle", record.small), line={}), law]


def _dots(name: str, short: str, colour: str, symbol: str, trainings: Sequence[Trained]) -> Dots:
    return Dots(
        name=name,
        short=short,
        colour=colour,
        symbol=symbol,
        dash="solid",
        dots=[(one.x, on_test(one)) for one in trainings],
        line={float(x): error for x, error in means(trainings, on_test).items()},
    )
