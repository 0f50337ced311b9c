"""The figure of the vote: how many test digits each model misreads, and how many all of them together."""

from collections.abc import Sequence

from digitdemo.analysis.intervals import Interval, accuracy_interval
from digitdemo.analysis.studies.models import model_name
from digitdemo.analysis.studies.vote import Ballot
from digitdemo.runs.run import Run
from digitdemo.texts import number, tr
from digitdemo.ui.charts.rows import Marks, rows_chart
from digitdemo.ui.charts.theme import CALM, READY_MADE, WARM
from digitdemo.ui.components.steady_chart import steady_chart
from digitdemo.ui.panels.lessons.beside_curves import show_names


def show_vote(record: Ballot, _own: Sequence[Run]) -> None:
    """Show the errors of the single models, from the most to the fewest, and below them those of the votes."""
    singles = sorted(record.right, key=lambda model: record.right[model])
    alone, best, together = tr("a single model"), tr("the best by validation images"), tr("all together")
    rows = {model_name(model): record.right[model] for model in singles}
    rows |= {
        tr("Vote of the others"): record.without_best,
        tr("Vote of all"): record.vote,
        tr("Mean of all"): record.mean,
    }
    kinds = [best if model == record.best else alone for model in singles] + [together] * 3
    marks = [
        Marks(
            name=name,
            colour=colour,
            symbol=symbol,
            values=[
                [1 - right / record.images] if kind == name else []
                for right, kind in zip(rows.values(), kinds, strict=True)
            ],
            intervals=[
                _interval(record, right) if kind == name else None
                for right, kind in zip(rows.values(), kinds, strict=True)
            ],
        )
        for name, colour, symbol in ((alone, READY_MADE, "circle"), (best, WARM, "square"), (together, CALM, "diamond"))
    ]
    show_names([(each.name, each.colour) for each in marks], tr("95% intervals"))
    title = tr("Misread, of {images:,} test digits", images=record.images)
    words = "; ".join(f"{name} {number(1 - right / record.images, '.2%')}" for name, right in rows.items())
    names = list(rows)
    steady_chart(rows_chart(names, marks, title, decimals=1), key="study_vote", alt=f"{title}: {words}")


def _interval(record: Ballot, right: int) -> Interval:
    return accuracy_interval(1 - right / record.images, record.images)
