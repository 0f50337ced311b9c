"""What a training reports: one record per epoch, and its progress in between."""

import sys
from dataclasses import dataclass
from typing import Annotated, Literal

from msgspec import Meta

TRAIN_SLICE = 10_000  # training images that are measured after each epoch: as many as the test set has
UNTRAINED_IMAGES = 2_000  # of both, before the first epoch: guessing is guessing on fewer images, too

# What a run file or a trainer's message may say; checked where msgspec reads them.
Fraction = Annotated[float, Meta(ge=0, le=1)]
Amount = Annotated[float, Meta(ge=0, le=sys.float_info.max)]  # neither infinite nor NaN
Whole = Annotated[int, Meta(ge=0, le=2**53)]  # JSON's largest exact number
Count = Annotated[int, Meta(ge=1, le=2**53)]


@dataclass(frozen=True, kw_only=True)
class EpochMetrics:
    """The state after one epoch; epoch 0 is the untrained model.

    Accuracies are fractions in 0 to 1 and losses mean cross-entropies in nats; train and test are
    measured by the same function with dropout off, train on a fixed slice of the training images.
    `seconds` is the time spent training in this epoch, `elapsed_seconds` all the time since the start of
    epoch 1, evaluation included; `images_per_second` counts training alone. `test_recall` is the test accuracy on each
    digit, (10,), () in records of earlier versions; validation is measured where early stopping needs it.
    `train_images` and `test_images` count the images that were measured, None in records of earlier versions.
    """

    epoch: Whole
    train_accuracy: Fraction
    train_loss: Amount
    test_accuracy: Fraction
    test_loss: Amount
    seconds: Amount
    images_per_second: Amount
    elapsed_seconds: Amount
    test_recall: tuple[Fraction, ...] = ()
    validation_accuracy: Fraction | None = None
    validation_loss: Amount | None = None
    train_images: Count | None = None
    test_images: Count | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "test_recall", tuple(self.test_recall))  # JSON knows lists only
        if len(self.test_recall) not in (0, 10):
            raise ValueError(f"test_recall: {len(self.test_recall)} values are not allowed; give 10 or none")


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where a running training is. `step` of `steps` counts the batches of this epoch; times are in seconds."""

    epoch: int
    epochs: int
    step: int
    steps: int
    phase: Literal["training", "evaluating"]
    images_per_second: float
    fraction: float
    seconds_left: float
