"""The board of a class: what its members show, as points and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from digitdemo.analysis.intervals import accuracy_interval
from digitdemo.analysis.run_rows import parameters_of
from digitdemo.analysis.sample_sizes import measured_images
from digitdemo.analysis.validation import validation_in_words, validation_of
from digitdemo.config.describe import brief_name
from digitdemo.runs.run import Run
from digitdemo.texts import mark, number, tr
from digitdemo.ui.charts.points import Point, accuracy_against
from digitdemo.ui.charts.theme import CALM, WARM
from digitdemo.ui.escaping import escape_markdown

MOST_ROWS = 100
_MOST_LABELS = 6  # beside their points; the mouse names the others


@dataclass(frozen=True)
class Shown:
    """A run on the board: who shows it, and how many of the `read` drawings of the class its model reads right."""

    nickname: str
    run: Run
    right: int = 0
    read: int = 0

    @property
    def validation(self) -> float:
        """Return the validation accuracy, for sorting: runs without one come last."""
        found = validation_of(self.run)
        return found.accuracy if found else -1.0

    @property
    def model(self) -> str:
        """Return the run's model in a few words."""
        return brief_name(self.run.config)


def best_first(shown: Sequence[Shown]) -> list[Shown]:
    """Return what is on the board by validation accuracy, the highest first."""
    return sorted(shown, key=lambda one: -one.validation)


def board_chart(shown: Sequence[Shown], uncovered: bool) -> go.Figure:
    """Return validation accuracies over parameters, a point a run; with test accuracies, too, once they are uncovered.

    Runs without a validation accuracy have none of these points.
    """
    points = []
    for place, one in enumerate(best_first(shown)):
        validation, parameters = validation_of(one.run), parameters_of(one.run)
        if validation is None or parameters is None:
            continue
        name = f"{one.nickname}: {one.model}"
        points.append(
            Point(
                name=name,
                label=one.nickname,
                x=parameters,
                colour=CALM,
                symbol="circle",
                accuracy=validation.accuracy,
                interval=validation.interval,
                labelled=place < _MOST_LABELS,
                says=mark("{x} parameters, validation {accuracy:.2%} (95% interval: {low:.2%} to {high:.2%})"),
            )
        )
        if uncovered:
            test = one.run.kept.test_accuracy
            points.append(
                Point(
                    name=name,
                    label=one.nickname,
                    x=parameters,
                    colour=WARM,
                    symbol="square",
                    accuracy=test,
                    interval=accuracy_interval(test, measured_images(one.run)[1]),
                    labelled=False,
                )
            )
    title = tr("Validation and test accuracy") if uncovered else tr("Validation accuracy")
    return accuracy_against(points, tr("Parameters"), title)


def board_words(shown: Sequence[Shown]) -> str:
    """Return what the chart shows in words, the best runs first."""
    said = [
        tr(
            "{name}: {model}, validation {accuracy}",
            name=one.nickname,
            model=one.model,
            accuracy=validation_in_words(one.run),
        )
        for one in best_first(shown)[:MOST_ROWS]
    ]
    return tr("Validation accuracy over parameters. {points}", points="; ".join(said))


def board_table(shown: Sequence[Shown], uncovered: bool) -> str:
    """Return the runs as a table in Markdown, the highest validation accuracy first."""
    drawn = any(one.read for one in shown)
    titles = [
        tr("Nickname"),
        tr("Validation"),
        *([tr("Test")] if uncovered else []),
        *([tr("Our test set")] if drawn else []),
        tr("Model"),
        tr("Parameters"),
    ]
    rows = [_row(one, uncovered, drawn) for one in best_first(shown)[:MOST_ROWS]]
    lines = [titles, ["---", *["--:"] * (len(titles) - 3), "---", "--:"], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _row(one: Shown, uncovered: bool, drawn: bool) -> list[str]:
    parameters = parameters_of(one.run)
    return [
        escape_markdown(one.nickname),
        validation_in_words(one.run),
        *([number(one.run.kept.test_accuracy, ".2%")] if uncovered else []),
        *([number(one.right / one.read, ".0%") if one.read else "…"] if drawn else []),
        escape_markdown(one.model),
        number(parameters, ",.0f") if parameters is not None else "",
    ]
