"""The figure of the unseen damage: accuracy without and with augmentation, by kind, every seed a dot."""

from collections.abc import Sequence

from digitdemo.analysis.studies.damage import LEVEL, kind_name
from digitdemo.analysis.studies.unseen import SHOWN, Unseen
from digitdemo.data.corruptions import CORRUPTIONS
from digitdemo.runs.run import Run
from digitdemo.texts import number, tr
from digitdemo.ui.charts.rows import Marks, rows_chart
from digitdemo.ui.charts.theme import CALM, WARM
from digitdemo.ui.components.steady_chart import steady_chart
from digitdemo.ui.panels.lessons.beside_curves import show_names


def show_unseen(record: Unseen, _own: Sequence[Run]) -> None:
    """Show both networks' accuracies on each kind of damage: first what augmentation does to the images, too."""
    kinds = [*SHOWN, *(kind for kind in CORRUPTIONS if kind not in SHOWN)]
    plain, augmented = tr("without augmentation"), tr("with augmentation")
    rows = [tr("Undamaged"), *(kind_name(kind) + (" *" if kind in SHOWN else "") for kind in kinds)]
    marks = []
    for name, colour, symbol, seeds in (
        (plain, WARM, "circle", record.plain),
        (augmented, CALM, "square", record.augmented),
    ):
        values = [[damage.accuracy(kinds[0], 0) for damage in seeds]]
        values += [[damage.accuracy(kind, LEVEL) for damage in seeds] for kind in kinds]
        marks.append(Marks(name=name, colour=colour, symbol=symbol, values=values))
    show_names(
        [(plain, WARM), (augmented, CALM)],
        tr("a point for each of three seeds; * augmentation shows this damage, too"),
    )
    title = tr("Read right at strength {level}", level=LEVEL)
    alt = "; ".join(
        f"{row}: "
        + ", ".join(f"{each.name} {' '.join(number(value, '.1%') for value in each.values[place])}" for each in marks)
        for place, row in enumerate(rows)
    )
    steady_chart(rows_chart(rows, marks, title), key="study_unseen", alt=f"{title}. {alt}")
