"""The atlas behind the charts of runs: quiet, under one's own, and gone where it is not there."""

import dataclasses

import pytest
from streamlit.testing.v1 import AppTest

from digitdemo.config.size import size_of
from digitdemo.sweeps.atlas import Atlas, Charted, entry_of
from digitdemo.sweeps.atlas_plan import CAPACITY, LEARNING, PLATES, atlas_trainings
from digitdemo.sweeps.atlas_series import curves_over, telling_name
from digitdemo.texts.said import Message
from digitdemo.ui.charts.clouds import Cloud
from digitdemo.ui.charts.points import accuracy_against, fit_map, nines
from digitdemo.ui.charts.theme import RUN_COLOURS
from digitdemo.ui.resources import ready_made
from tests.conftest import MLP, run_of
from tests.ui.conftest import LAB, open_tab, texts, visit_of, widget


def made_up() -> Atlas:
    """Return an atlas in which more images, and larger networks, read better."""
    charted = {}
    for config in atlas_trainings():
        accuracy = 0.5 + 0.0001 * config.train_size + 0.0001 * min(1024, config.width)
        run = run_of(config, accuracy, seed=config.seed, parameters=size_of(config).weights)
        charted[config] = Charted(config, entry_of(run))
    return Atlas(charted)


@pytest.fixture
def with_atlas(monkeypatch: pytest.MonkeyPatch) -> Atlas:
    atlas = made_up()
    monkeypatch.setattr(ready_made, "load_atlas", lambda: atlas)
    return atlas


def behind(figure) -> list:
    """Return the traces of a chart that stand behind its points."""
    return [trace for trace in figure.data if trace.opacity is not None]


def open_charts(at: AppTest, over: str = "Train accuracy") -> str:
    at.switch_page(LAB).run()
    open_tab(at, "Fit map")
    widget(at, "button_group", "runs_map_on_lab").set_value(over).run()
    return texts(at)


def test_curves_have_means_over_seeds_in_the_order_of_their_x():
    atlas = made_up()
    learning = curves_over(atlas, LEARNING, "train_size", lambda one: one.config.train_size)
    assert all(curve.x == (100, 200, 500, 1000, 2000) for curve in learning)
    assert all(list(curve.means) == sorted(curve.means) for curve in learning)
    names = [telling_name(curve.config, but="train_size") for curve in learning]
    assert len(set(names)) == len(names)
    assert {"LeNet-5, l2 penalty 0.001", "MLP, width 128, dropout 0.5", "CNN, filters 8"} <= set(names)
    sizes = curves_over(atlas, CAPACITY, "width", lambda one: one.entry.parameters)
    assert max(len(curve.x) for curve in sizes) == 10


def test_a_cloud_stands_behind_and_within_the_chart():
    points = Cloud([0.7, 0.99], [0.6, 0.9], ["one", "<b>"], "gray")
    figure = fit_map([], [points])
    (trace,) = behind(figure)
    assert list(trace.y) == [nines(0.6), nines(0.9)]
    assert trace.customdata[1] == "&lt;b&gt;"
    assert trace.marker.color == RUN_COLOURS["gray"]
    assert figure.layout.xaxis.range[0] < nines(0.6)
    line = dataclasses.replace(points, x=[10, 100_000], joined=True)
    figure = accuracy_against([], "Parameters", behind=[line])
    assert behind(figure)[0].mode == "lines+markers"
    assert behind(figure)[0].line.dash == "solid"
    low, high = figure.layout.xaxis.range
    assert (low < 1, high > 5, figure.layout.yaxis.range[0] < 0.6) == (True, True, True)


@pytest.mark.usefixtures("with_atlas")
@pytest.mark.parametrize("over", ["Train accuracy", "Parameters", "Training images", "Parameters, wrong labels"])
def test_every_chart_of_runs_has_the_atlas_behind_it(at: AppTest, over: str):
    assert "Small and grey: the atlas" in open_charts(at, over)
    (chart,) = [one for one in at.get("plotly_chart") if one.key and one.key.startswith("points")]
    assert "the atlas" in chart.proto.alt
    assert ("dropout 0.5: " in chart.proto.alt) == (over in ("Parameters", "Training images"))


@pytest.mark.usefixtures("with_atlas")
def test_ones_own_runs_are_there_on_the_chart_or_not(at: AppTest):
    open_charts(at)
    own = run_of(MLP, 0.9, id="own")
    visit_of(at).runs = {"own": own}
    visit_of(at).numbers = {"own": 0}
    at.run()
    assert "Small and blue: 1 more run of yours." in texts(at)
    visit_of(at).shown = ["own"]
    at.run()
    assert "Small and blue" not in texts(at)


def test_where_there_is_none_nothing_is_said_and_where_it_is_damaged_the_page_says_so(
    at: AppTest, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ready_made, "load_atlas", lambda: Atlas({}))
    assert "atlas" not in open_charts(at)
    ready_made.atlas.clear()
    monkeypatch.setattr(ready_made, "load_atlas", lambda: Atlas({}, Message("The atlas is damaged.")))
    at.run()
    assert "The atlas is damaged." in texts(at)


def test_every_part_of_the_plan_is_found_again(with_atlas: Atlas):
    assert all(with_atlas.of_plate(plate) for plate in PLATES)
