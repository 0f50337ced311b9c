"""The figures of the fading gradients: the gradient of each layer before and after, and how well each network reads."""

from collections.abc import Sequence

import streamlit as st

from digitdemo.analysis.studies.fading import EPOCHS, NETS, Fading
from digitdemo.runs.run import Run
from digitdemo.texts import mark, number, tr, tr_n
from digitdemo.ui.charts.layers import Layered, layers_alt, layers_figure
from digitdemo.ui.charts.rows import Marks, rows_chart
from digitdemo.ui.charts.theme import CALM, GLYPHS, OWN_COLOURS, WARM
from digitdemo.ui.components.steady_chart import steady_chart

_COLOURS = (WARM, CALM, *(colour for colour in OWN_COLOURS if colour not in (WARM, CALM)))
_SHORT = (
    mark("sigmoid"),
    mark("2 layers"),
    mark("ReLU"),
    mark("ReLU, He"),
    mark("batch norm."),
    mark("shortcuts"),
)


def show_fading(record: Fading, _own: Sequence[Run]) -> None:
    """Show the gradients by layer, before the first step or after the last, and all accuracies beside them."""
    left, right = st.columns([3, 2], gap="medium")
    with left:
        after = bool(
            st.segmented_control(
                tr("Gradient (a dot for each of three seeds)"),
                [False, True],
                default=False,
                required=True,
                format_func=_when,
                key="study_fading_after",
            )
        )
        _gradients(record, after=after)
    with right:
        _accuracies(record)


def _when(after: bool) -> str:
    return tr_n("after {n} epoch", "after {n} epochs", EPOCHS) if after else tr("before the first step")


def _gradients(record: Fading, *, after: bool) -> None:
    both = [_series(record, after=shown) for shown in (False, True)]
    series = both[after]
    steady_chart(
        layers_figure(
            series,
            tr("Hidden layer, from the picture to the answer"),
            tr("Gradient (root mean square)"),
            among=both[not after],
        ),
        key="study_fading",
        alt=layers_alt(series, tr("Gradient by layer, {when}, means of three seeds", when=_when(after))),
    )


def _series(record: Fading, *, after: bool) -> list[Layered]:
    return [
        Layered(
            name=tr(NETS[name].label),
            short=tr(short),
            colour=colour,
            symbol=symbol,
            seeds=[one.after if after else one.before for one in record.nets[name]],
        )
        for name, short, colour, symbol in zip(NETS, _SHORT, _COLOURS, GLYPHS, strict=False)
    ]


def _accuracies(record: Fading) -> None:
    names = [tr(net.label) for net in NETS.values()]
    values = {name: [one.test_accuracy for one in record.nets[name]] for name in NETS}
    rows = [f"{glyph} {name}" for glyph, name in zip(GLYPHS.values(), names, strict=False)]
    marks = [
        Marks(
            name=tr(NETS[name].label),
            colour=colour,
            symbol=symbol,
            values=[values[name] if other == name else [] for other in NETS],
        )
        for name, colour, symbol in zip(NETS, _COLOURS, GLYPHS, strict=False)
    ]
    title = tr_n("Read right after {n} epoch", "Read right after {n} epochs", EPOCHS)
    st.markdown(title)
    alt = "; ".join(
        f"{tr(NETS[name].label)}: {', '.join(number(value, '.1%') for value in values[name])}" for name in NETS
    )
    steady_chart(rows_chart(rows, marks, tr("Read right")), key="study_fading_rows", alt=f"{title}. {alt}")
