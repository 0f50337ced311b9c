"""A learning-rate range test, the loss over a rising rate, above the errors of trainings at fixed rates."""

import math
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from digitdemo.analysis.studies.rate_test import RATES, Network
from digitdemo.texts import number, tr
from digitdemo.ui.charts.theme import CALM, MARGIN, RUN_COLOURS, WARM, axis, figure

HEIGHT, TEST_HEIGHT = 480, 320  # pixels: with the fixed rates, and of the test alone
_DECADES = (-5, 0)  # of the rates that are drawn: before them nothing happens
_TOP = 1.35  # times the first loss; above it stand names, and what rises farther is out of sight
_TRAINED, _TESTED = (0.0, 0.44), (0.52, 1.0)  # of the height: errors below losses
_MOST_ERRORS = 1.1
_BELOW = 0.6  # times the fewest errors, where the axis begins: there is room for a name
_OWN = "red"

Own = Sequence[tuple[float, float]]  # rates and errors


def rate_test_figure(network: Network, recipe: float, *, fixed: bool, own: Own = ()) -> go.Figure:
    """Return the losses of the test (nats) over the rate and what follows from them; below it, where `fixed`, errors.

    `recipe` is the learning rate of the recipe of such a network.
    """
    first = network.mean_curve.smoothed[0]
    data = [*_losses(network), *_places(network), *_named_rates(network, recipe, first)]
    layout: dict[str, Any] = dict(
        margin=MARGIN,
        height=HEIGHT if fixed else TEST_HEIGHT,
        hovermode="closest",
        showlegend=False,
        shapes=[_upright(network.found.suggested, CALM, "solid"), _upright(recipe, "gray", "dot")],
        xaxis=axis(tr("Learning rate"), type="log", dtick=1, tickformat="~g", range=list(_DECADES), anchor="y"),
        yaxis=axis(tr("Loss in the test"), range=[0, _TOP * first]),
        uirevision="rates",
    )
    if fixed:
        data += _errors(network, own)
        layout["xaxis"]["anchor"] = "y2"
        layout["yaxis"]["domain"] = list(_TESTED)
        layout["yaxis2"] = _error_axis(network)
    return figure(data, layout)


def rate_test_alt(network: Network, recipe: float, *, fixed: bool, own: Own = ()) -> str:
    """Return the figure in words, with its figures."""
    found, curve = network.found, network.mean_curve
    words = tr(
        "Loss over a rising learning rate: {first:.2f} at first, falling fastest at {steepest:.1g}, lowest at "
        "{lowest:.1g} ({least:.2f}), twice as high as at first at {lost:.1g}. Suggested: {rate:g}; the recipe's: "
        "{recipe:g}.",
        first=curve.smoothed[0],
        steepest=found.steepest,
        lowest=found.lowest,
        least=min(curve.smoothed),
        lost=network.lost_at,
        rate=found.suggested,
        recipe=recipe,
    )
    if not fixed:
        return words
    errors = ", ".join(
        tr("{x}: {error}", x=number(rate, "g"), error=number(1 - accuracy, ".1%"))
        for rate, accuracy in network.accuracies.items()
    )
    words = f"{words} {tr('Errors after one pass at a fixed rate, means of three seeds: {errors}.', errors=errors)}"
    if own:
        yours = ", ".join(tr("{x}: {error}", x=number(rate, "g"), error=number(error, ".1%")) for rate, error in own)
        words = f"{words} {tr('Yours: {errors}.', errors=yours)}"
    return words


def _losses(network: Network) -> list[dict[str, Any]]:
    """Return the smoothed losses: of each seed thin, and their mean."""
    hover = dict(hovertemplate=tr("learning rate %{x:.2g}: loss %{y:.3f}") + "<extra></extra>")
    curves = [(network.curve(one.losses), 1, 0.5) for one in network.trials] + [(network.mean_curve, 2.5, 1)]
    return [
        dict(
            type="scatter",
            mode="lines",
            x=list(curve.rates),
            y=list(curve.smoothed),
            line=dict(color=RUN_COLOURS[CALM], width=width),
            opacity=opacity,
            **hover,
        )
        for curve, width, opacity in curves
    ]


def _places(network: Network) -> list[dict[str, Any]]:
    """Return where the mean loss falls fastest, is lowest, and where the steps are too large."""
    curve, found = network.mean_curve, network.found
    loss = dict(zip(curve.rates, curve.smoothed, strict=True))
    named = (
        (found.steepest, tr("falls fastest"), "middle left"),
        (found.lowest, tr("lowest"), "bottom center"),
        (network.lost_at, tr("too large"), "middle right"),
    )
    return [
        dict(
            type="scatter",
            mode="markers+text",
            x=[rate],
            y=[loss[rate]],
            text=[f" {said} "],
            textposition=side,
            textfont=dict(color=RUN_COLOURS["gray"]),
            marker=dict(size=10, color=RUN_COLOURS[CALM]),
            cliponaxis=False,
            hoverinfo="skip",
        )
        for rate, said, side in named
    ]


def _named_rates(network: Network, recipe: float, first: float) -> list[dict[str, Any]]:
    """Return the names of both upright lines, above the curve, on the side where the other line is not."""
    rates = (network.found.suggested, tr("suggested"), CALM), (recipe, tr("recipe"), "gray")
    left = min(rate for rate, _, _ in rates)
    return [
        dict(
            type="scatter",
            mode="text",
            x=[rate],
            y=[1.24 * first],
            text=[f" {said} {number(rate, 'g')} "],
            textposition="middle left" if rate == left and (place == 0 or rates[0][0] != left) else "middle right",
            textfont=dict(color=RUN_COLOURS[colour]),
            hoverinfo="skip",
        )
        for place, (rate, said, colour) in enumerate(rates)
    ]


def _errors(network: Network, own: Own) -> list[dict[str, Any]]:
    """Return the errors at fixed rates: every seed a dot, a line through the means, the best one named."""
    hover = "%{x:.2g}: %{y:.2%}<extra>" + tr("fixed rate") + "</extra>"
    means = {rate: 1 - accuracy for rate, accuracy in network.accuracies.items()}
    dots = dict(
        mode="markers",
        x=[rate for _ in network.trials for rate in RATES],
        y=[1 - accuracy for one in network.trials for accuracy in one.accuracies],
        opacity=0.6,
        marker=dict(size=7, symbol="square", color=RUN_COLOURS[WARM]),
        hovertemplate=hover,
    )
    line = dict(
        mode="lines",
        x=list(means),
        y=list(means.values()),
        line=dict(color=RUN_COLOURS[WARM], width=2),
        hoverinfo="skip",
    )
    best = dict(
        mode="markers+text",
        x=[network.best],
        y=[means[network.best]],
        text=[tr("best {rate:g}", rate=network.best)],
        textposition="bottom center",
        textfont=dict(color=RUN_COLOURS[WARM]),
        marker=dict(size=12, symbol="star", color=RUN_COLOURS[WARM]),
        cliponaxis=False,
        hoverinfo="skip",
    )
    yours = dict(
        mode="markers",
        x=[rate for rate, _ in own],
        y=[error for _, error in own],
        marker=dict(size=13, symbol="diamond", color=RUN_COLOURS[_OWN]),
        hovertemplate="%{x:.2g}: %{y:.2%}<extra>" + tr("yours") + "</extra>",
    )
    return [dict(type="scatter", yaxis="y2", **each) for each in (line, dots, best, *([yours] if own else []))]


def _error_axis(network: Network) -> dict[str, Any]:
    fewest = min(1 - accuracy for one in network.trials for accuracy in one.accuracies)
    ends = [math.log10(_BELOW * fewest), math.log10(_MOST_ERRORS)]
    return axis(tr("Errors"), type="log", tickformat=".1~%", dtick="D2", range=ends, domain=list(_TRAINED))


def _upright(rate: float, colour: str, dash: str) -> dict[str, Any]:
    return dict(
        type="line",
        x0=rate,
        x1=rate,
        y0=0,
        y1=1,
        yref="paper",
        layer="below",
        line=dict(color=RUN_COLOURS[colour], dash=dash, width=1.5),
    )
