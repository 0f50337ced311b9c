"""Curves in words, with their figures: for who does not see them."""

from collections.abc import Sequence

from digitdemo.runs.metrics import EpochMetrics
from digitdemo.ui.charts.curves import Curve, Quantity


def curves_alt(curves: Sequence[Curve], quantity: Quantity) -> str:
    """Return what `curves_figure` shows of the same curves."""
    return f"{quantity.capitalize()} on train and test over epochs: {'; '.join(_said(one, quantity) for one in curves)}"


def _said(curve: Curve, quantity: Quantity) -> str:
    if not curve.history:
        return f"{curve.name} (nothing measured yet)"
    last = curve.history[-1]
    words = [f"epochs 0 to {last.epoch} of {curve.epochs}"]
    words.append("at the end " + (_accuracies(last) if quantity == "accuracy" else _losses(last)))
    if curve.kept is not None:
        words.append(f"epoch {curve.kept} was kept")
    if quantity == "accuracy" and curve.probes and (probe := curve.probes[-1]).epochs > last.epoch:
        now = f"about train {probe.train_accuracy:.0%}, test {probe.test_accuracy:.0%}"
        words.append(f"after {probe.epochs:.1f} epochs {now}")
    return f"{curve.name}{', the run before' if curve.faded else ''} ({', '.join(words)})"


def _accuracies(last: EpochMetrics) -> str:
    test = f"test {last.test_accuracy:.1%}"
    if last.true_train_accuracy is None:
        gap = 100 * (last.train_accuracy - last.test_accuracy)
        return f"train {last.train_accuracy:.1%}, {test}, gap {gap:.1f} points"
    return f"train as told {last.train_accuracy:.1%}, by the true labels {last.true_train_accuracy:.1%}, {test}"


def _losses(last: EpochMetrics) -> str:
    return f"train {last.train_loss:.3f}, test {last.test_loss:.3f}"
