"""What a chart that stays on the page is told."""

import json
from pathlib import Path

import streamlit as st
from streamlit.testing.v1 import AppTest

from digitdemo.ui.charts.theme import RUN_COLOURS
from tests.conftest import PATIENCE


def panel() -> None:
    import math

    import plotly.graph_objects as go

    from digitdemo.ui.charts.theme import RUN_COLOURS
    from digitdemo.ui.components.steady_chart import steady_chart

    line = dict(type="scatter", x=[0, 1], y=[0.5, math.nan], line=dict(color=RUN_COLOURS["blue"]))
    steady_chart(go.Figure(data=[line], layout=dict(title="A", height=300)), key="line", alt="From 0.5 on")


def test_a_chart_is_told_its_figure_without_a_template_and_where_streamlit_has_plotly():
    at = AppTest.from_function(panel, default_timeout=PATIENCE).run()
    assert not at.exception
    (chart,) = at.get("bidi_component")
    told = json.loads(chart.proto.json)
    assert (told["alt"], told["height"]) == ("From 0.5 on", 300)
    figure = json.loads(told["figure"])
    assert "template" not in figure["layout"]
    assert figure["data"][0]["y"] == [0.5, None]
    assert figure["data"][0]["line"]["color"] == RUN_COLOURS["blue"]  # the page puts the theme's in its place
    script = Path(st.__file__).parent / "static" / "static" / "js" / told["plotly"]
    assert "window.Plotly=" in script.read_text(encoding="utf-8")
