"""Curves in words, with their figures: for who does not see them."""

from collections.abc import Sequence

from digitdemo.runs.metrics import EpochMetrics
from digitdemo.texts import mark, tr
from digitdemo.ui.charts.curve import Curve, Quantity


def curves_alt(curves: Sequence[Curve], quantity: Quantity) -> str:
    """Return what `curves_figure` shows of the same curves."""
    return tr(_TITLES[quantity], curves="; ".join(_said(one, quantity) for one in curves))


_TITLES: dict[Quantity, str] = {
    "accuracy": mark("Accuracy on train and test over epochs: {curves}"),
    "loss": mark("Loss on train and test over epochs: {curves}"),
}


def _said(curve: Curve, quantity: Quantity) -> str:
    if not curve.history:
        return tr("{name} (nothing measured yet)", name=curve.name)
    last = curve.history[-1]
    words = [tr("epochs 0 to {last} of {epochs}", last=last.epoch, epochs=curve.epochs)]
    words.append(_accuracies(last) if quantity == "accuracy" else _losses(last))
    if curve.kept is not None:
        words.append(tr("epoch {epoch} was kept", epoch=curve.kept))
    if quantity == "accuracy" and curve.probes and (probe := curve.probes[-1]).epochs > last.epoch:
        words.append(
            tr(
                "after {epochs:.1f} epochs about train {train:.0%}, test {test:.0%}",
                epochs=probe.epochs,
                train=probe.train_accuracy,
                test=probe.test_accuracy,
            )
        )
    name = tr("{name}, the run before", name=curve.name) if curve.faded else curve.name
    return f"{name} ({', '.join(words)})"


def _accuracies(last: EpochMetrics) -> str:
    if last.true_train_accuracy is None:
        return tr(
            "at the end train {train:.1%}, test {test:.1%}, gap {gap:.1f} points",
            train=last.train_accuracy,
            test=last.test_accuracy,
            gap=100 * (last.train_accuracy - last.test_accuracy),
        )
    return tr(
        "at the end train as told {told:.1%}, by the true labels {true:.1%}, test {test:.1%}",
        told=last.train_accuracy,
        true=last.true_train_accuracy,
        test=last.test_accuracy,
    )


def _losses(last: EpochMetrics) -> str:
    return tr("at the end train {train:.3f}, test {test:.3f}", train=last.train_loss, test=last.test_loss)
