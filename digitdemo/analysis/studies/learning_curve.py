"""The learning curve: a power law through the errors with few images foretells those with many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from digitdemo.analysis.intervals import mean_interval
from digitdemo.analysis.predictions import Choice
from digitdemo.analysis.studies.power_law import PowerLaw, fitted
from digitdemo.analysis.studies.study import Choices, Study
from digitdemo.analysis.studies.trained import NEW_SEED, Trained, by_seed, means, on_test
from digitdemo.config.train_config import TrainConfig
from digitdemo.texts import mark, tr

SMALL = (100, 200, 500, 1000, 2000)  # numbers of images that the law is fitted to
LARGE = (5000, 10_000, 20_000, 55_000)  # and those that it foretells
MOST = LARGE[-1]
TOLERANCE = 0.2  # of what the law says, by which what is measured may differ: fixed before anything was measured
# All that matters is said here, so that no recipe changes it.
_KNOBS: dict[str, Any] = dict(
    architecture="mlp",
    hidden_layers=1,
    width=128,
    activation="relu",
    batch_norm="off",
    dropout=0.0,
    batch_size=64,
    optimizer="adam",
    learning_rate=0.002,
    schedule="one-cycle",
    patience=0,
    l2=0.0,
    augmentation="off",
    pen_drawings=0,
    label_noise=0.0,
)
# Each training sees about 100,000 images, those of a large set at least four times.
_SEEN, _FEWEST_EPOCHS, _MOST_EPOCHS = 100_000, 4, 50


@dataclass(frozen=True, kw_only=True)
class LearningCurve:
    """The trainings with every number of images, `Trained.x`, and seed."""

    trainings: tuple[Trained, ...]

    @property
    def small(self) -> list[Trained]:
        """Those that the law is fitted to."""
        return [one for one in self.trainings if one.x in SMALL]

    @property
    def law(self) -> PowerLaw:
        """The power law through the test errors of the small ones."""
        return fitted((one.x, on_test(one)) for one in self.small)

    @property
    def errors(self) -> dict[int, float]:
        """The mean test error with each number of images."""
        return means(self.trainings, on_test)

    def beside_law(self, images: int) -> float:
        """Return the mean test error with so many images, divided by what the law says."""
        return self.errors[images] / self.law.at(images)


def curve_config(images: int, *, seed: int) -> TrainConfig:
    """Return how the network is trained with so many images."""
    epochs = min(_MOST_EPOCHS, max(_FEWEST_EPOCHS, round(_SEEN / images)))
    return TrainConfig(**_KNOBS, train_size=images, epochs=epochs, seed=seed)


def foretold(record: LearningCurve, images: int) -> list[float]:
    """Return what a law through the small trainings of each seed alone says of so many images."""
    return [fitted(errors.items()).at(images) for errors in by_seed(record.small, on_test)]


def _choices(record: LearningCurve) -> Choices:
    beside = record.beside_law(MOST)
    return (
        Choice(tr("More than the line says"), beside > 1 + TOLERANCE),
        Choice(tr("As many as the line says, within a fifth"), abs(beside - 1) <= TOLERANCE),
        Choice(tr("Fewer than the line says"), beside < 1 - TOLERANCE),
    )


def _outcome(record: LearningCurve) -> str:
    return tr(
        "With {images:,} images it misreads {error:.1%} of the test images; the line said {law:.1%}.",
        images=MOST,
        error=record.errors[MOST],
        law=record.law.at(MOST),
    )


def _see(record: LearningCurve) -> str:
    interval = mean_interval(foretold(record, MOST))
    errors = record.errors
    return " ".join(
        [
            tr(
                "The line is a power law through the errors with {few:,} to {many:,} images: with twice as many "
                "images, {share:.0%} of the errors disappear.",
                few=SMALL[0],
                many=SMALL[-1],
                share=record.law.fewer_with_twice_the_images,
            ),
            tr(
                "Lines through the errors of one seed each say {low:.1%} to {high:.1%} for {images:,} images (95% "
                "interval of their mean).",
                low=interval.low,
                high=interval.high,
                images=MOST,
            ),
            tr(
                "For {images:,} images the line said {law:.1%}, and {error:.1%} was measured.",
                images=LARGE[1],
                law=record.law.at(LARGE[1]),
                error=errors[LARGE[1]],
            ),
        ]
    )


LEARNING_CURVE: Study[LearningCurve] = Study(
    record=LearningCurve,
    question=mark("Can 2,000 images tell how good 55,000 will be?"),
    setting=mark(
        "A network with one hidden layer of 128 units learns from 100, 200, 500, 1,000 and 2,000 images, from five "
        "seeds each. On these axes the errors on test images lie nearly on a straight line. The line can be drawn "
        "further."
    ),
    ask=mark("With 55,000 images, how many errors will there be?"),
    choices=_choices,
    outcome=_outcome,
    see=_see,
    limits=mark(
        "The five sizes, the line and the fifth were fixed before the large trainings were run. It is one network on "
        "MNIST: a line that holds from 100 to 2,000 images need not hold elsewhere, and it must bend at the latest "
        "where the images that nobody can read are left. Each seed draws other images."
    ),
    think=mark("More images cost money. How could such a line help to decide how many to buy?"),
    age=15,
    minutes=30,
    lab={**_KNOBS, "train_size": 2000, "epochs": 50},
    trains=tuple(curve_config(images, seed=NEW_SEED) for images in (200, 2000, 10_000)),
    train_label=mark("Train three yourself: 200, 2,000 and 10,000 images"),
)
