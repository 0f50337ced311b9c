"""What a training reports: one record per epoch, and its progress in between."""

from dataclasses import dataclass
from typing import Literal

TRAIN_SLICE = 10_000  # training images that are measured after each epoch: as many as the test set has
UNTRAINED_IMAGES = 2_000  # of both, before the first epoch: guessing is guessing on fewer images, too


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

    epoch: int
    train_accuracy: float
    train_loss: float
    test_accuracy: float
    test_loss: float
    seconds: float
    images_per_second: float
    elapsed_seconds: float
    test_recall: tuple[float, ...] = ()
    validation_accuracy: float | None = None
    validation_loss: float | None = None
    train_images: int | None = None
    test_images: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "test_recall", tuple(self.test_recall))  # JSON knows lists only


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
