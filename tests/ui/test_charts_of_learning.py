"""The charts of the lessons about gradients and learning rates, as Plotly is told."""

import math

import pytest

from digitdemo.analysis.studies.rate_test import ASKED, RATES, RateTests
from digitdemo.analysis.studies.recorded import recorded_study
from digitdemo.ui.charts.layers import Layered, layers_alt, layers_figure
from digitdemo.ui.charts.rate_test import rate_test_alt, rate_test_figure

DEEP = Layered(name="ten", short="10", colour="orange", symbol="circle", seeds=[(1e-6, 1e-3, 1.0), (1e-4, 1e-3, 1.0)])
FLAT = Layered(name="two", short="2", colour="blue", symbol="square", seeds=[(0.1, 0.2)])


def test_gradients_have_every_seed_and_the_geometric_mean_of_each_layer():
    figure = layers_figure([DEEP, FLAT], "Layer", "Gradient")
    line, short, dots, _, *names = figure.data
    assert line.y == pytest.approx((1e-5, 1e-3, 1.0))
    assert short.x == (1, 2)
    assert len(dots.x) == len(dots.y) == 6
    assert figure.layout.yaxis.type == "log"
    # The name of a line that goes to the last layer stands at its end, that of another at its beginning.
    assert [(name.x[0], name.text[0].strip()) for name in names] == [(3, "● 10"), (1, "■ 2")]
    assert "ten: 1e-05, 0.001, 1; two: 0.1, 0.2" in layers_alt([DEEP, FLAT], "Gradients")


def test_the_axis_of_gradients_has_room_for_those_of_another_moment():
    alone, among = (layers_figure([FLAT], "", "", among=others).layout.yaxis.range for others in ([], [DEEP]))
    assert among[0] < -6 < alone[0]


def test_before_the_prediction_a_range_test_has_no_errors_and_no_other_rate_than_its_own():
    network = recorded_study("rate-test", RateTests).measured.network(ASKED)
    before, after = (rate_test_figure(network, 0.005, fixed=fixed, own=[(0.001, 0.07)]) for fixed in (False, True))
    assert [shape.x0 for shape in before.layout.shapes] == [network.found.suggested]
    assert {trace.yaxis for trace in before.data} <= {None, "y"}
    assert [shape.x0 for shape in after.layout.shapes] == [network.found.suggested, 0.005]
    line, dots, best, yours = (trace for trace in after.data if trace.yaxis == "y2")
    assert line.x == RATES
    assert len(dots.x) == len(network.trials) * len(RATES)
    assert best.x == (network.best,)
    assert (yours.x, yours.y) == ((0.001,), (0.07,))
    low, high = after.layout.yaxis2.range
    assert all(low < math.log10(error) < high for error in dots.y)
    assert "Errors" not in rate_test_alt(network, 0.005, fixed=False)
    assert "Yours: 0.001: 7.0%." in rate_test_alt(network, 0.005, fixed=True, own=[(0.001, 0.07)])
