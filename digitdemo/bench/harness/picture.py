"""The results of `bench training` as a picture."""

from pathlib import Path
from typing import Any

import plotly.graph_objects as go

from digitdemo.bench.harness.browser import running_browser
from digitdemo.ui.charts.theme import PALETTES

_BARS = {
    "images/s, batch 32, beside plain Keras": ("blue", lambda model: model["batch_32"]["ratio"]),
    "images/s, batch 128, beside plain Keras": ("green", lambda model: model["batch_128"]["ratio"]),
    "images/s, batch 128, beside PyTorch": ("orange", lambda model: model["batch_128"].get("ratio_pytorch")),
    "time to accuracy, defaults beside the listing": ("violet", lambda model: model["time_to_accuracy"]["ratio"]),
}
_WIDTH, _HEIGHT = 900, 420


def ratios_chart(results: dict[str, Any]) -> go.Figure:
    """Return how many times as fast our training is, in groups of bars on a logarithmic axis; the line is "as fast"."""
    models = results["models"]
    targets = {name: f"{name}<br>(to {model['time_to_accuracy']['target']:.0%})" for name, model in models.items()}
    bars = []
    for label, (colour, ratio_of) in _BARS.items():
        ratios = [ratio_of(model) for model in models.values()]
        bars.append(
            dict(
                type="bar",
                name=label,
                x=list(targets.values()),
                y=ratios,
                text=["" if ratio is None else f"{ratio:.1f}" for ratio in ratios],
                textposition="outside",
                marker=dict(color=PALETTES["light"][colour]),
            )
        )
    layout = dict(
        width=_WIDTH,
        height=_HEIGHT,
        barmode="group",
        template="plotly_white",
        margin=dict(l=60, r=10, t=10, b=40),
        legend=dict(orientation="h", y=1.02, yanchor="bottom", x=0),
        yaxis=dict(title="times as fast", type="log", tickvals=[1, 2, 5, 10, 20], range=[-0.2, 1.45]),
        shapes=[
            dict(
                type="line",
                xref="paper",
                x0=0,
                x1=1,
                y0=1,
                y1=1,
                line=dict(color=PALETTES["light"]["gray"], dash="dot"),
            )
        ],
    )
    return go.Figure(dict(data=bars, layout=layout))


def draw(results: dict[str, Any], file: Path) -> None:
    """Write the chart of `results` to `file`, a PNG, by way of a browser.

    Raises:
        ModuleNotFoundError: Playwright is not installed; tests/requirements.txt has it.
    """
    with running_browser() as browser:
        page = browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT}, device_scale_factor=2)
        page.set_content(ratios_chart(results).to_html(include_plotlyjs=True, config={"staticPlot": True}))
        page.locator(".plot-container").screenshot(path=file)
