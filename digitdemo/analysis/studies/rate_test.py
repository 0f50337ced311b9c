"""The learning-rate range test: does one pass tell the rate for which twelve trainings would search?

Source: L. N. Smith, "Cyclical learning rates for training neural networks", 2015, arXiv:1506.01186, section 3.3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean
from typing import Any

from digitdemo.analysis.intervals import show_points
from digitdemo.analysis.predictions import Choice
from digitdemo.analysis.range_test import LearningRange, RangeCurve, learning_range
from digitdemo.analysis.studies.study import Choices, Study
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.runs.metrics import Amount, Fraction, Whole
from digitdemo.texts import mark, tr

IMAGES, BATCH = 20_000, 64
STEPS = -(-IMAGES // BATCH)  # of one pass
RATES = tuple(rate for rate in KNOBS["learning_rate"].choices if 1e-4 <= rate <= 0.5)  # the fixed ones: twelve
SEEDS = (0, 1, 2)
NEW_SEED = len(SEEDS)  # of a visitor's own trainings
ASKED = "mlp"
_CLOSE, _FAR = 0.01, 0.05  # of the images, by which the test's rate may be behind
# All that matters is said here, so that no recipe changes it.
_TRAINING: dict[str, Any] = dict(
    train_size=IMAGES,
    batch_size=BATCH,
    epochs=1,
    optimizer="adam",
    beta2=0.999,
    schedule="constant",
    patience=0,
    l2=0.0,
    augmentation="off",
    pen_drawings=0,
)
_NETWORKS: dict[str, dict[str, Any]] = {
    "linear": {},
    "mlp": dict(hidden_layers=2, width=128, activation="relu", batch_norm="off", dropout=0.0),
    "cnn": dict(filters=16, activation="relu", batch_norm="off", dropout=0.0),
}
NAMES = {"linear": mark("Linear model"), "mlp": mark("Dense network"), "cnn": mark("CNN")}


@dataclass(frozen=True, kw_only=True)
class Trial:
    """From one seed: the losses of the test's steps (nats), as far as it came, and the accuracy on the validation
    images after one pass at each of `RATES`."""

    seed: Whole
    losses: tuple[Amount, ...]
    accuracies: tuple[Fraction, ...]


@dataclass(frozen=True)
class Network:
    """What was measured of one kind of network: the learning rate of each step of the test, and all seeds."""

    rates: Sequence[float]
    trials: Sequence[Trial]

    def curve(self, losses: Sequence[float]) -> RangeCurve:
        """Return these losses, of the first steps, with their rates."""
        return RangeCurve(rates=tuple(self.rates[: len(losses)]), losses=tuple(losses))

    @cached_property
    def mean_curve(self) -> RangeCurve:
        """The mean losses of all seeds, as far as all of them came."""
        return self.curve([fmean(step) for step in zip(*(one.losses for one in self.trials), strict=False)])

    @cached_property
    def found(self) -> LearningRange:
        """What follows from the mean curve."""
        return found_in(self.mean_curve)

    @property
    def suggested_by_each(self) -> list[float]:
        """What follows from the curve of each seed alone."""
        return [found_in(self.curve(one.losses)).suggested for one in self.trials]

    @property
    def lost_at(self) -> float:
        """The learning rate at which the first of the tests ended: its loss was twice that of guessing."""
        return self.mean_curve.rates[-1]

    @cached_property
    def accuracies(self) -> Mapping[float, float]:
        """The mean accuracy on the validation images by the fixed rate."""
        means = (fmean(of_rate) for of_rate in zip(*(one.accuracies for one in self.trials), strict=True))
        return dict(zip(RATES, means, strict=True))

    @property
    def best(self) -> float:
        """The fixed rate that reads the most validation images right."""
        return max(self.accuracies, key=self.accuracies.__getitem__)

    @property
    def behind(self) -> float:
        """By how much the test's rate reads fewer of them right than the best one, a fraction."""
        return self.accuracies[self.best] - self.accuracies[self.found.suggested]


@dataclass(frozen=True, kw_only=True)
class RateTests:
    """The tests and trainings of each network, by its architecture; `rates` are those of the test's steps."""

    rates: tuple[Amount, ...]
    networks: dict[str, tuple[Trial, ...]]

    def network(self, architecture: str) -> Network:
        """Return what was measured of one kind of network."""
        return Network(self.rates, self.networks[architecture])


def found_in(curve: RangeCurve) -> LearningRange:
    """Return what follows from the curve of a test.

    Raises:
        ValueError: its loss falls at no rate.
    """
    found = learning_range(curve)
    if found is None:
        raise ValueError("the loss falls at no learning rate")
    return found


def rate_config(architecture: str, rate: float, *, seed: int) -> TrainConfig:
    """Return how a network is trained for one pass at that fixed rate; the test takes its rates from elsewhere."""
    return TrainConfig(architecture=architecture, **_NETWORKS[architecture], **_TRAINING, learning_rate=rate, seed=seed)


def _choices(record: RateTests) -> Choices:
    behind = record.network(ASKED).behind
    return (
        Choice(tr("At most {points:.0f} point", points=100 * _CLOSE), behind <= _CLOSE),
        Choice(tr("{low:.0f} to {high:.0f} points", low=100 * _CLOSE, high=100 * _FAR), _CLOSE < behind <= _FAR),
        Choice(tr("More than {points:.0f} points", points=100 * _FAR), behind > _FAR),
    )


def _outcome(record: RateTests) -> str:
    asked = record.network(ASKED)
    said = dict(
        rate=asked.found.suggested, share=asked.accuracies[asked.found.suggested], most=asked.accuracies[asked.best]
    )
    if asked.best == asked.found.suggested:
        return tr("The test's {rate:g} is the best of the twelve: {share:.1%} right.", **said)
    return tr(
        "At the test's {rate:g} it reads {share:.1%} right, and {most:.1%} at {best:g}, the best of the twelve.",
        best=asked.best,
        **said,
    )


def _beside_best(name: str, network: Network) -> str:
    said = dict(network=tr(NAMES[name]), rate=network.found.suggested)
    if network.best == network.found.suggested:
        return tr("{network}: the test says {rate:g}, which is the best of the twelve.", **said)
    return tr(
        "{network}: the test says {rate:g}; the best of the twelve, {best:g}, is {points} points better.",
        best=network.best,
        points=show_points(network.behind, decimals=1),
        **said,
    )


def _see(record: RateTests) -> str:
    others = [_beside_best(name, record.network(name)) for name in record.networks if name != ASKED]
    asked = record.network(ASKED)
    beyond = next((rate for rate in RATES if rate > asked.lost_at), RATES[-1])
    return " ".join(
        [
            *others,
            tr(
                "At about {lost:.1g} the steps are too large for the dense network: in the test its loss jumps to "
                "twice that of guessing, and at a fixed {rate:g} it reads {share:.1%} right.",
                lost=asked.lost_at,
                rate=beyond,
                share=asked.accuracies[beyond],
            ),
            tr(
                "A test from one seed alone suggests {low:g} to {high:g} for it: it finds the order of magnitude.",
                low=min(asked.suggested_by_each),
                high=max(asked.suggested_by_each),
            ),
        ]
    )


RATE_TEST: Study[RateTests] = Study(
    record=RateTests,
    question=mark("Can one training tell the best learning rate?"),
    setting=mark(
        "The range test: while a network learns from 20,000 images once, the learning rate grows at every step, from "
        "0.000001 to 1. At first nothing happens, then the loss falls, then the steps become too large. Its curve "
        "suggests a rate: the middle between where the loss falls fastest and where it is lowest. Then a new network "
        "learns from the same images once at each of twelve fixed rates."
    ),
    ask=mark(
        "At the suggested rate, how many points of accuracy is the dense network behind the best of the twelve fixed "
        "rates?"
    ),
    choices=_choices,
    outcome=_outcome,
    see=_see,
    limits=mark(
        "Three small networks, one pass with Adam, three seeds. That the middle is taken was fixed before the fixed "
        "rates were tried; the question was worded after a trial with 10,000 images. The best of the twelve is chosen "
        "by the same 5,000 validation images by which it is measured: that flatters it a little. For more passes, or "
        "a rate that rises and falls as in this app's recipes, another rate is the best. Source: [L. N. Smith, "
        "2015](https://arxiv.org/abs/1506.01186)."
    ),
    think=mark(
        "The test was made for one pass. Would you take a larger or a smaller rate for ten passes? Try it with ten "
        "epochs."
    ),
    age=15,
    minutes=25,
    lab={**_NETWORKS[ASKED], **_TRAINING, "architecture": ASKED, "learning_rate": 0.002, "epochs": 10},
    trains=tuple(rate_config(ASKED, rate, seed=NEW_SEED) for rate in (0.0001, 0.002, 0.05)),
    train_label=mark("Train three yourself: rates 0.0001, 0.002 and 0.05"),
)
