"""Curves over epochs: what is drawn, where its axes begin, what stands at the lines' ends, what is said of them."""

import dataclasses
import itertools
import math

import pytest

from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.folders import RunFolders
from digitdemo.runs.metrics import EpochMetrics, Probe
from digitdemo.ui.charts.curve import Curve
from digitdemo.ui.charts.curves import HEIGHT, curves_figure, legend
from digitdemo.ui.charts.curves_alt import curves_alt
from digitdemo.ui.charts.theme import GLYPHS, RUN_COLOURS

UNTRAINED = RunFolders(SHIPPED_MODELS).load("linear").history[0]


def probe(epochs: float, train: float, test: float) -> Probe:
    return Probe(epochs=epochs, train_accuracy=train, test_accuracy=test)


def curve(*accuracies: tuple[float, float], epochs: int = 10, name: str = "mine", **options) -> Curve:
    """Return a curve with these accuracies on train and test after the epochs from 1 on, and losses that fit them."""
    history = [UNTRAINED] + [
        dataclasses.replace(
            UNTRAINED,
            epoch=epoch,
            train_accuracy=train,
            test_accuracy=test,
            train_loss=2 * (1 - train),
            test_loss=2 * (1 - test),
        )
        for epoch, (train, test) in enumerate(accuracies, start=1)
    ]
    return Curve(name, "blue", "circle", history, epochs, **options)


MINE = curve((0.93, 0.92), (0.97, 0.94), (0.99, 0.95))


def lines(figure) -> dict:
    """Return the lines of the runs by their names, without gaps, rings and the names at the ends."""
    return {trace.name: trace for trace in figure.data if trace.mode == "lines+markers"}


def ends(figure) -> list:
    return [trace for trace in figure.data if trace.mode == "text"]


def texts(figure) -> set[str]:
    return {end.text[0].strip() for end in ends(figure)}


def test_each_run_has_its_colour_train_dotted_and_open_test_solid_and_filled():
    other = dataclasses.replace(MINE, name="other", colour="green", symbol="square")
    drawn = lines(curves_figure([MINE, other], "accuracy"))
    assert list(drawn) == ["mine, train", "mine, test", "other, train", "other, test"]
    assert [line.line.dash for line in drawn.values()] == ["dot", "solid"] * 2
    assert [line.line.color for line in drawn.values()] == [RUN_COLOURS["blue"]] * 2 + [RUN_COLOURS["green"]] * 2
    assert [line.marker.symbol for line in drawn.values()] == ["circle-open", "circle", "square-open", "square"]
    assert list(drawn["mine, test"].y) == [record.test_accuracy for record in MINE.history]
    assert list(drawn["mine, train"].x) == [0, 1, 2, 3]


def test_the_gap_between_train_and_test_is_shaded():
    gap = next(trace for trace in curves_figure([MINE], "accuracy").data if trace.fill == "toself")
    corners = list(zip(gap.x, gap.y, strict=True))
    assert corners[3:5] == [(3, 0.99), (3, 0.95)]
    assert gap.fillcolor.startswith(RUN_COLOURS["blue"])
    many = curves_figure([MINE] * 3, "accuracy")
    assert not [trace for trace in many.data if trace.fill == "toself"]  # they would hide each other


@pytest.mark.parametrize(
    ("accuracies", "floor"),
    [
        ([(0.999, 0.998)], 0.99),
        ([(0.95, 0.97), (0.99, 0.98)], 0.9),
        ([(1.0, 0.83)], 0.8),
        ([(0.11, 0.1)], 0.0),
        ([], 0.0),
    ],
)
def test_the_axis_begins_at_a_round_number_below_all_but_the_untrained_model(accuracies, floor: float):
    axis = curves_figure([curve(*accuracies)], "accuracy").layout.yaxis
    assert axis.range[0] == axis.tick0 == floor
    assert axis.range[1] > 1
    assert (1 - floor) / axis.dtick <= 6
    assert curves_figure([curve(*accuracies)], "accuracy", whole_range=True).layout.yaxis.range[0] == 0


def test_while_a_training_goes_on_the_axes_only_widen_and_seldom():
    slow = [(0.3 + 0.6 * (1 - math.exp(-epoch / 8)), 0.28 + 0.5 * (1 - math.exp(-epoch / 6))) for epoch in range(40)]
    for quantity in ("accuracy", "loss"):
        layouts = [
            curves_figure([curve(*slow[:epochs], epochs=40)], quantity, live=True).layout for epochs in range(41)
        ]
        ranges = [layout.yaxis.range for layout in layouts]
        for before, after in itertools.pairwise(ranges):
            assert after[0] <= before[0]
            assert after[1] >= before[1] or quantity == "accuracy"
        assert len(set(ranges)) <= 3
        assert {layout.xaxis.range for layout in layouts} == {(-0.8, 40.8)}
        assert len({layout.uirevision for layout in layouts}) == 1  # so a zoom stays
        assert len({layout.margin.r for layout in layouts}) == 1


def test_a_live_training_begins_near_the_top_and_its_first_steps_do_not_squash_what_follows():
    begun = curve(epochs=3, probes=[probe(0.1, 0.4, 0.4), probe(0.4, 0.85, 0.85)])
    figure = curves_figure([begun], "accuracy", live=True)
    assert figure.layout.yaxis.range[0] == 0.9
    assert texts(figure) == {"train ≈85% ↓", "test ≈85% ↓"}  # below the axis, and said so at its edge
    heights = [end.y[0] for end in ends(figure)]
    assert all(0.9 < height < 0.92 for height in heights)
    low = dataclasses.replace(begun, probes=[*begun.probes, probe(0.6, 0.88, 0.87)])
    assert curves_figure([low], "accuracy", live=True).layout.yaxis.range[0] == 0.8


def test_losses_stand_on_a_logarithmic_axis_and_what_is_no_number_does_not_bend_it():
    figure = curves_figure([MINE], "loss")
    assert figure.layout.yaxis.type == "log"
    assert list(lines(figure)["mine, test"].y) == [record.test_loss for record in MINE.history]
    low, high = (10**end for end in figure.layout.yaxis.range)
    assert low <= 0.02
    assert UNTRAINED.test_loss <= high <= 10
    odd = dataclasses.replace(MINE.history[-1], train_loss=0.0, test_loss=math.inf)
    broken = dataclasses.replace(MINE, history=[*MINE.history, odd])
    assert curves_figure([broken], "loss").layout.yaxis.range == figure.layout.yaxis.range


@pytest.mark.parametrize("quantity", ["accuracy", "loss"])
def test_names_with_figures_stand_at_the_ends_of_the_lines_and_do_not_cover_each_other(quantity):
    close = curve((0.9512, 0.9508))
    figure = curves_figure([close, dataclasses.replace(close, name="old", faded=True)], quantity)
    assert len(ends(figure)) == 3
    if quantity == "accuracy":
        assert texts(figure) == {"train 95.1%", "test 95.1%", "before 95.1%"}
    assert all(end.x[0] == 1 for end in ends(figure))
    low, high = figure.layout.yaxis.range
    places = sorted(math.log10(end.y[0]) if quantity == "loss" else end.y[0] for end in ends(figure))
    pixels = [(place - low) / (high - low) * (HEIGHT - 64) for place in places]
    assert min(b - a for a, b in itertools.pairwise(pixels)) >= 14.9
    assert pixels[0] >= 7
    assert pixels[-1] <= HEIGHT - 64 - 7


def test_of_several_runs_the_last_ones_lines_have_names_and_of_the_others_the_shape_stands_at_test():
    figure = curves_figure([dataclasses.replace(MINE, name="other", symbol="square"), MINE], "accuracy")
    one, other = GLYPHS["circle"], GLYPHS["square"]
    assert texts(figure) == {f"{one} train 99.0%", f"{one} test 95.0%", f"{other} 95.0%"}


def test_probes_are_a_thin_line_and_the_name_goes_with_them():
    probed = dataclasses.replace(MINE, probes=[probe(0.5, 0.9, 0.89), probe(3.5, 0.988, 0.956)])
    figure = curves_figure([probed], "accuracy", live=True)
    thin = {trace.name: trace for trace in figure.data if trace.name.endswith("probe")}
    assert list(thin) == ["mine, train, probe", "mine, test, probe"]
    assert {trace.line.width for trace in thin.values()} == {1}
    assert thin["mine, test, probe"].x == (0.5, 3.5)
    assert thin["mine, test, probe"].y == (0.89, 0.956)
    assert "probe" in thin["mine, test, probe"].hovertemplate
    assert texts(figure) == {"train ≈99%", "test ≈96%"}
    assert {end.x[0] for end in ends(figure)} == {3.5}
    assert texts(curves_figure([dataclasses.replace(probed, probes=probed.probes[:1])], "accuracy")) == {
        "train 99.0%",
        "test 95.0%",
    }
    assert "probe" not in str(curves_figure([probed], "loss"))


def test_an_earlier_run_is_pale_below_and_has_dashes_of_its_own():
    before = dataclasses.replace(MINE, name="old", faded=True)
    figure = curves_figure([MINE, before], "accuracy")
    drawn = lines(figure)
    assert list(drawn) == ["old, train", "old, test", "mine, train", "mine, test"]
    assert drawn["old, test"].opacity < 0.5
    assert len({line.line.dash for line in drawn.values()}) == 4
    assert texts(figure) == {"train 99.0%", "test 95.0%", "before 95.0%"}
    assert "the run before" in legend([MINE, before])


def test_the_epoch_that_was_kept_has_a_ring():
    figure = curves_figure([dataclasses.replace(MINE, kept=2)], "accuracy")
    ring = next(trace for trace in figure.data if trace.name == "mine, kept")
    assert (ring.x, ring.y, ring.text) == ((2,), (0.94,), ("kept",))


def test_where_labels_are_wrong_train_by_the_true_ones_is_a_third_line():
    noisy = dataclasses.replace(
        MINE, history=[dataclasses.replace(record, true_train_accuracy=0.05) for record in MINE.history]
    )
    figure = curves_figure([noisy], "accuracy")
    assert [(name, line.line.dash) for name, line in lines(figure).items()] == [
        ("mine, train, as told", "dot"),
        ("mine, train, true labels", "dashdot"),
        ("mine, test", "solid"),
    ]
    assert texts(figure) == {"as told 99.0%", "true labels 5.0%", "test 95.0%"}
    assert figure.layout.yaxis.range[0] < 0.05
    assert list(lines(curves_figure([noisy], "loss"))) == ["mine, train, as told", "mine, test"]
    assert legend([MINE]) == "dotted: train, solid: test"
    assert legend([MINE, noisy]) == "dotted: train, as told; dash-dotted: train, true labels; solid: test"


def test_a_name_is_no_markup():
    figure = curves_figure([dataclasses.replace(MINE, name="<a href='x'>&")], "accuracy")
    assert not [trace for trace in figure.data if "<a" in (trace.hovertemplate or "")]


def test_a_chart_in_words_has_its_figures():
    before = dataclasses.replace(MINE, name="old", faded=True, kept=2)
    live = dataclasses.replace(MINE, probes=[probe(3.4, 0.99, 0.957)])
    assert curves_alt([before, live], "accuracy") == (
        "Accuracy on train and test over epochs: old, the run before (epochs 0 to 3 of 10, at the end train 99.0%, "
        "test 95.0%, gap 4.0 points, epoch 2 was kept); mine (epochs 0 to 3 of 10, at the end train 99.0%, test 95.0%, "
        "gap 4.0 points, after 3.4 epochs about train 99%, test 96%)"
    )
    assert "at the end train 0.020, test 0.100" in curves_alt([MINE], "loss")
    assert "nothing measured yet" in curves_alt([dataclasses.replace(MINE, history=[])], "accuracy")
    noisy: EpochMetrics = dataclasses.replace(MINE.history[-1], true_train_accuracy=0.8)
    assert "by the true labels 80.0%" in curves_alt([dataclasses.replace(MINE, history=[noisy])], "accuracy")


def test_a_run_without_a_record_is_drawn_too():
    for quantity in ("accuracy", "loss"):
        assert not ends(curves_figure([dataclasses.replace(MINE, history=[])], quantity, live=True))
    assert curves_figure([], "accuracy").data == ()


def test_runs_behind_widen_the_axis_and_have_neither_names_nor_marks():
    low = curve((0.5, 0.4), (0.6, 0.5), name="recorded")
    alone, figure = curves_figure([MINE], "accuracy"), curves_figure([MINE], "accuracy", behind=[low])
    assert figure.layout.yaxis.range[0] < 0.4 < alone.layout.yaxis.range[0]
    pale = [trace for trace in figure.data if trace.opacity == 0.3]
    assert [trace.y[-1] for trace in pale] == [0.6, 0.5]
    assert {trace.mode for trace in pale} == {"lines"}
    assert texts(figure) == texts(alone)
