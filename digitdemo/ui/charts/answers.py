"""The ten probabilities of every model that answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from digitdemo.inference.answers import Answer
from digitdemo.ui.charts.theme import DIGITS, PALE, RUN_COLOURS
from digitdemo.ui.escaping import escape_html

_BAR = 0.62  # of a row's height, for a probability of 1; above it stands the title


@dataclass(frozen=True, eq=False)
class Bars:
    """One model's answer to draw: the model's name, the name of its colour in `RUN_COLOURS`, and the answer."""

    name: str
    colour: str
    answer: Answer


def answers_chart(answers: Sequence[Bars]) -> go.Figure:
    """Return the probabilities of every model as bars, a row a model, the digits below each other.

    One figure with one pair of axes, whose rows are bars that stand on 0, 1, 2 ..., made in one go: a person waits for
    it. A browser needs some 30 ms for every figure and for every further pair of axes, and Plotly checks a figure anew
    at every change.
    """
    count = len(answers)
    bars = []
    for number, row in enumerate(answers):
        shares = [float(probability) for probability in row.answer.probabilities]
        bars.append(
            dict(
                type="bar",
                x=DIGITS,
                y=[_BAR * share for share in shares],
                base=count - 1 - number,
                customdata=shares,
                marker=dict(color=[RUN_COLOURS[row.colour] if digit == row.answer.digit else PALE for digit in DIGITS]),
                hovertemplate="%{x}: %{customdata:.2%}<extra></extra>",
            )
        )
    titles = dict(
        type="scatter",
        mode="text",
        x=[-0.5] * count,
        y=[count - number - (1 - _BAR) / 2 for number in range(count)],
        # The answer first: a long name may be cut on a phone.
        text=[f"<b>{row.answer.words}</b> · {escape_html(row.name)}" for row in answers],
        textposition="middle right",
        textfont=dict(size=14, color=[RUN_COLOURS[row.colour] for row in answers]),
        hoverinfo="skip",
        cliponaxis=False,
    )
    layout = dict(
        margin=dict(l=4, r=4, t=4, b=24),
        height=76 * count + 28,
        barmode="overlay",
        bargap=0.2,
        showlegend=False,
        xaxis=dict(tickvals=DIGITS, range=[-0.5, 9.5], fixedrange=True, zeroline=False),
        yaxis=dict(
            tickvals=list(range(count)), range=[0, count], showticklabels=False, fixedrange=True, zeroline=False
        ),
    )
    return go.Figure(dict(data=[*bars, titles], layout=layout))


def answers_alt(answers: Sequence[Bars]) -> str:
    """Return what `answers_chart` shows, in words and figures."""
    return ". ".join(
        f"{row.name}: {row.answer.words}. "
        + ", ".join(f"{digit}: {share:.1%}" for digit, share in enumerate(row.answer.probabilities))
        for row in answers
    )
