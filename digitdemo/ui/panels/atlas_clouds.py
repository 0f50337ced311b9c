"""The atlas behind the charts of runs, and of the visitor's runs those that are not on the chart."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from digitdemo.runs.run import Run
from digitdemo.sweeps.atlas import Charted
from digitdemo.sweeps.atlas_plan import CAPACITY, DESCENT, LEARNING
from digitdemo.sweeps.atlas_series import Curve, curves_over, telling_name
from digitdemo.texts import tr
from digitdemo.ui import resources
from digitdemo.ui.charts.clouds import Cloud
from digitdemo.ui.charts.theme import CALM, READY_MADE
from digitdemo.ui.state import run_list
from digitdemo.ui.state.run_names import run_name

_SIZES = {"mlp": "width", "cnn": "filters"}  # the knob that makes an architecture's network larger


def fit_clouds() -> list[Cloud]:
    """Return all of the atlas over train accuracy."""
    charted = list(resources.atlas().charted.values())
    if not charted:
        return []
    says = [
        tr(
            "{name}: train {train:.1%}, test {test:.1%}",
            name=telling_name(one.config),
            train=one.entry.train_accuracy,
            test=one.entry.test_accuracy,
        )
        for one in charted
    ]
    train, test = ([getattr(one.entry, name) for one in charted] for name in ("train_accuracy", "test_accuracy"))
    return [Cloud(train, test, says, READY_MADE)]


def capacity_clouds() -> list[Cloud]:
    """Return test accuracy over parameters, a curve for each number of images and each dropout."""
    return list(_over_parameters(CAPACITY))


def descent_clouds() -> list[Cloud]:
    """Return the same where a fifth of the labels is wrong."""
    return list(_over_parameters(DESCENT))


def learning_clouds() -> list[Cloud]:
    """Return test accuracy over training images, a curve for each architecture and regularization."""
    curves = curves_over(resources.atlas(), LEARNING, "train_size", lambda one: one.config.train_size)
    return [_cloud(curve, "train_size") for curve in curves]


def other_own_runs(over: Callable[[Run], float | None]) -> list[Cloud]:
    """Return the visitor's runs that are not on the chart, over what `over` says."""
    shown = run_list.shown_runs()
    others = [
        (x, run)
        for run_id, run in run_list.own_runs().items()
        if run_id not in shown and len(run.history) > 1 and (x := over(run)) is not None
    ]
    if not others:
        return []
    says = [tr("{name}: test {test:.1%}", name=run_name(run.id), test=run.kept.test_accuracy) for _, run in others]
    return [Cloud([x for x, _ in others], [run.kept.test_accuracy for _, run in others], says, CALM)]


def _over_parameters(plate: str) -> Iterator[Cloud]:
    def parameters(one: Charted) -> float:
        return one.entry.parameters

    for architecture, knob in _SIZES.items():
        for curve in curves_over(resources.atlas(), plate, knob, parameters):
            if curve.config.architecture == architecture:
                yield _cloud(curve, knob)


def _cloud(curve: Curve, knob: str) -> Cloud:
    name = telling_name(curve.config, but=knob)
    says = [tr("{name}: test {test:.1%}", name=name, test=accuracy) for accuracy in curve.means]
    regularized = bool(curve.config.dropout or curve.config.l2)
    return Cloud(curve.x, curve.means, says, READY_MADE, joined=True, name=name, dashed=regularized)
