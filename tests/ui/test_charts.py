import dataclasses
import itertools

import numpy as np
import pytest

from digitdemo.analysis.diagnosis import diagnose
from digitdemo.analysis.intervals import Interval
from digitdemo.analysis.range_test import LearningRange, RangeCurve
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.folders import RunFolders
from digitdemo.ui.charts.confusion import clicked_cell, confusion_chart
from digitdemo.ui.charts.experiments import Series, accuracy_by, gradients_chart, recall_chart
from digitdemo.ui.charts.labels import in_lines
from digitdemo.ui.charts.points import Point, accuracy_against, fit_map, nines
from digitdemo.ui.charts.range_test import range_alt, range_chart
from digitdemo.ui.charts.theme import RUN_COLOURS


def test_the_cells_of_a_confusion_chart_are_counts_and_know_which_they_are():
    matrix = np.diag(np.arange(100, 110))
    matrix[4, 9], matrix[9, 4] = 16, 4
    cells, points = confusion_chart(matrix).data
    shades = np.array(cells.z)
    assert shades[4, 9] == 1
    assert shades[9, 4] == 0.5
    assert len({*np.diag(shades), shades[0, 1], shades[4, 9], shades[9, 4]}) == 4
    for place, (row, column) in enumerate(zip(points.y, points.x, strict=True)):
        assert clicked_cell([{"point_index": place}]) == (row, column)
        assert points.text[place] == (str(matrix[row, column]) if matrix[row, column] else "")


@pytest.mark.parametrize(
    ("chosen", "frame"),
    [((4, 9), (8.5, 9.5, 3.5, 4.5)), ((4, None), (-0.5, 9.5, 3.5, 4.5)), ((None, 9), (8.5, 9.5, -0.5, 9.5))],
)
def test_the_chosen_cell_row_or_column_has_a_frame(chosen: tuple, frame: tuple):
    (shape,) = confusion_chart(np.eye(10, dtype=int), *chosen).layout.shapes
    assert (shape.x0, shape.x1, shape.y0, shape.y1) == frame
    assert not confusion_chart(np.eye(10, dtype=int)).layout.shapes


@pytest.mark.parametrize(
    "points", [[], None, "x", [{}], [5], [{"point_index": 100}], [{"point_index": -1}], [{"point_index": "4"}]]
)
def test_what_is_no_click_chooses_no_cell(points: object):
    assert clicked_cell(points) is None


def points(over=lambda run: run.kept.train_accuracy) -> list[Point]:
    runs = {name: RunFolders(SHIPPED_MODELS).load(name) for name in ARCHITECTURES}
    return [
        Point(
            name=f"{name} (ready-made)",
            label=name,
            colour="blue",
            symbol="star",
            x=over(run),
            accuracy=run.kept.test_accuracy,
            interval=diagnose(run).test_interval,
        )
        for name, run in runs.items()
    ]


def test_the_fit_map_has_a_point_with_its_interval_for_every_run_and_names_its_regions():
    figure = fit_map(points())
    assert {trace.text[0] for trace in figure.data} == set(ARCHITECTURES)
    linear = next(trace for trace in figure.data if trace.text == ("linear",))
    assert linear.name == "linear (ready-made)"
    assert linear.y[0] - linear.error_y.arrayminus[0] < linear.y[0] < linear.y[0] + linear.error_y.array[0]
    names = ["underfits: low on both", "good fit", "overfits: high on train, lower on test", "no gap"]
    assert [note.text for note in figure.layout.annotations][:4] == names
    diagonal = figure.layout.shapes[-1]
    assert (diagonal.x0, diagonal.x1) == (diagonal.y0, diagonal.y1)
    assert figure.layout.xaxis.range == figure.layout.yaxis.range


def test_a_long_name_of_a_row_stands_in_two_lines_about_as_long():
    assert in_lines("Vision Transformer") == "Vision Transformer"
    assert in_lines("Pale ink on grey <paper>") == "Pale ink on<br>grey &lt;paper&gt;"
    assert in_lines("x" * 30) == "x" * 30


@pytest.mark.parametrize("chart", [fit_map, lambda found: accuracy_against(found, "")])
def test_labels_of_points_at_the_same_place_stand_apart(chart):
    best = Point(
        name="", label="best", colour="red", symbol="circle", x=0.999, accuracy=0.998, interval=Interval(0.997, 0.999)
    )
    worst = dataclasses.replace(best, label="worst", accuracy=0.9)
    figure = chart([best, worst, best, worst, worst])
    low, high = figure.layout.yaxis.range
    labels = [note for note in figure.layout.annotations if note.text in ("best", "worst")]
    heights = [380 * (high - label.y) / (high - low) + label.ay for label in labels]
    assert len(heights) == 5
    assert min(b - a for a, b in itertools.pairwise(heights)) >= 14
    assert heights[-1] <= 380


def test_the_fit_map_shows_the_worst_run_and_the_best_that_errors_can_tell():
    worst = Point(
        name="", label="", colour="red", symbol="circle", x=0.02, accuracy=0.01, interval=Interval(0.005, 0.02)
    )
    perfect = dataclasses.replace(worst, x=1.0, accuracy=1.0, interval=Interval(0.9996, 1.0))
    figure = fit_map([worst, perfect])
    low, high = figure.layout.xaxis.range
    for trace, accuracy in zip(figure.data, (0.01, 1.0), strict=True):
        assert low < trace.x[0] < high
        assert low < trace.y[0] - trace.error_y.arrayminus[0] <= trace.y[0] + trace.error_y.array[0] < high
        assert f"test {accuracy:.2%}" in trace.hovertemplate


def test_on_the_fit_map_halving_the_errors_is_as_far_everywhere():
    assert nines(0.95) - nines(0.9) == pytest.approx(nines(0.995) - nines(0.99))
    shown = dict(zip(fit_map([]).layout.xaxis.ticktext, fit_map([]).layout.xaxis.tickvals, strict=True))
    assert shown["90%"] == pytest.approx(1)
    assert shown["99%"] == pytest.approx(2)


def test_only_own_runs_have_their_label_where_there_are_any():
    first, *others = points()
    figure = fit_map([first, *(dataclasses.replace(point, labelled=False) for point in others)])
    assert [note.text for note in figure.layout.annotations][4:] == [first.label]


def test_accuracy_stands_over_a_quantity_on_a_logarithmic_axis():
    figure = accuracy_against(points(lambda run: ARCHITECTURES[run.config.architecture].parameters), "Parameters")
    assert figure.layout.xaxis.type == "log"
    low, high = figure.layout.xaxis.range
    assert 10**low < 7_850
    assert 10**high > 669_706
    assert figure.layout.xaxis.title.text == "Parameters"


TESTED = RangeCurve(rates=(1e-4, 1e-3, 1e-2, 0.1, 1.0), losses=(2.3, 2.0, 0.5, 0.7, 9.0))
FOUND = LearningRange(begins=1e-3, steepest=1e-2, lowest=0.1, suggested=0.02, still_falling=False)


def test_a_range_test_has_every_step_its_range_shaded_and_the_own_rate_as_a_line():
    figure = range_chart(TESTED, FOUND, 0.005)
    steps, smoothed = figure.data
    assert (steps.x, steps.y) == (TESTED.rates, TESTED.losses)
    assert smoothed.y == TESTED.smoothed
    own, shaded = figure.layout.shapes
    assert own.x0 == own.x1 == 0.005
    assert (shaded.x0, shaded.x1) == (0.001, 0.1)
    assert figure.layout.xaxis.type == "log"
    assert figure.layout.yaxis.range[1] < 9  # what has got lost would flatten the fall
    words = range_alt(TESTED, FOUND, 0.005)
    assert all(number in words for number in ("2.30 at 0.0001", "from 0.001 on", "lowest at 0.1", "0.02", "0.005"))


@pytest.mark.parametrize("curve", [TESTED, RangeCurve(rates=(), losses=())])
def test_a_range_test_that_finds_nothing_is_drawn_too(curve: RangeCurve):
    assert len(range_chart(curve, None, 0.005).layout.shapes) == 1
    assert "no rate" in range_alt(curve, None, 0.005) or "none was finite" in range_alt(curve, None, 0.005)


def test_without_points_there_is_an_empty_chart():
    assert fit_map([]).data == accuracy_against([], "Parameters").data == ()


def test_a_name_is_no_markup():
    name = "<a href='x'>&"
    point = Point(
        name=name, label=name, colour="red", symbol="circle", x=0.9, accuracy=0.9, interval=Interval(0.8, 0.95)
    )
    (trace,) = fit_map([point]).data
    assert trace.text == ("&lt;a href='x'&gt;&amp;",)
    assert "<a" not in trace.hovertemplate


def test_what_experiments_are_about_is_drawn_in_its_colours_and_on_its_axis():
    digits = Series(name="Broken", colour="red", symbol="circle", x=range(10), y=[0.9] * 10)
    bars = recall_chart([digits, digits])
    assert [trace.type for trace in bars.data] == ["bar", "bar"]
    assert bars.layout.barmode == "group"
    assert bars.data[0].marker.color == RUN_COLOURS["red"]
    fading = Series(name="<i>", colour="green", symbol="square", x=["dense 1", "output"], y=[0.001, 0.1])
    figure = gradients_chart([fading])
    assert figure.layout.yaxis.type == "log"
    assert list(figure.data[0].x) == ["dense 1", "output"]
    assert "&lt;i&gt;" in figure.data[0].hovertemplate


def test_accuracy_by_a_knob_has_its_intervals():
    series = Series(
        name="right", colour="blue", symbol="circle", x=[8, 32], y=[0.7, 0.9], low=[0.68, 0.89], high=[0.73, 0.92]
    )
    figure = accuracy_by([series], "Width")
    assert figure.layout.xaxis.tickvals == (8, 32)
    assert figure.data[0].error_y.visible
    assert list(figure.data[0].error_y.array) == pytest.approx([0.03, 0.02])
    assert list(figure.data[0].error_y.arrayminus) == pytest.approx([0.02, 0.01])
