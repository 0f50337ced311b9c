"""What a training reports: what it is doing, one record per epoch, and its progress in between."""

import sys
from dataclasses import dataclass
from typing import Annotated, Literal

from msgspec import Meta

TRAIN_SLICE = 10_000  # training images that are measured after each epoch: as many as the test set has
UNTRAINED_IMAGES = 500  # of each set, before the first epoch: guessing is guessing on fewer images, too
PROBE_IMAGES = 500  # of each set, between epochs: a standard error of 1 point at 95 %, enough for a line that climbs
MOST_LAYERS = 100  # of a record; no network here has more than 12 with a kernel

# What a run file or a trainer's message may say; checked where msgspec reads them.
Fraction = Annotated[float, Meta(ge=0, le=1)]
Amount = Annotated[float, Meta(ge=0, le=sys.float_info.max)]  # neither infinite nor NaN
Whole = Annotated[int, Meta(ge=0, le=2**53)]  # JSON's largest exact number
Count = Annotated[int, Meta(ge=1, le=2**53)]


@dataclass(frozen=True, kw_only=True)
class LayerSigns:
    """Whether one layer with a kernel learns: digitdemo/training/layer_probe.py measures it after an epoch.

    `name` says the layer's kind and place, such as "dense 2" or "output". The others are ratios without a unit, None
    where one is no finite number, as with a kernel that is all zero. All but `dead` are norms (root of the sum of
    squares) divided by the norm of the layer's kernel: `gradient`, of the cross-entropy's gradient by the kernel;
    `moved`, of the kernel minus its first value, divided by that of the first value; `updated`, of its change during
    this epoch, divided by that at the epoch's beginning. `dead` is the share of the layer's units (of a convolution:
    channels) that answer the same to every probe image, None where no activation follows.
    """

    name: Annotated[str, Meta(min_length=1, max_length=40)]
    gradient: Amount | None
    dead: Fraction | None
    moved: Amount | None
    updated: Amount | None


@dataclass(frozen=True, kw_only=True)
class EpochMetrics:
    """The state after one epoch; epoch 0 is the untrained model.

    Accuracies are fractions in 0 to 1 and losses mean cross-entropies in nats; train and test are
    measured by the same function with dropout off, train on a fixed slice of the training images.
    `seconds` is the time spent training in this epoch, `elapsed_seconds` all the time since the start of
    epoch 1, evaluation included; `images_per_second` counts training alone. `train_images`, `test_images` and
    `validation_images` count the images that were measured; `test_recall` and `validation_recall` are the accuracies on
    each digit, (10,).

    Where some labels are wrong, `train_accuracy` counts the answers by the labels as they were told, and
    `true_train_accuracy` by the true ones; it is None where none is wrong. Validation images keep their true labels.
    They are measured whenever at least `FEWEST_VALIDATION_IMAGES` are left, else their fields are None and (). `layers`
    go from input to output.

    `step_loss` and `highest_step_loss` are the mean and the maximum of the losses of the epoch's steps as they were
    trained: dropout on, images changed, letters among them, the weights moving on at each step, L2 not counted. None
    in epoch 0.

    What earlier versions did not measure is None or () in their records.
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
    validation_recall: tuple[Fraction, ...] = ()
    train_images: Count | None = None
    test_images: Count | None = None
    validation_images: Count | None = None
    true_train_accuracy: Fraction | None = None
    step_loss: Amount | None = None
    highest_step_loss: Amount | None = None
    layers: Annotated[tuple[LayerSigns, ...], Meta(max_length=MOST_LAYERS)] = ()

    def __post_init__(self) -> None:
        for name in ("test_recall", "validation_recall"):
            recall = tuple(getattr(self, name))  # JSON knows lists only
            object.__setattr__(self, name, recall)
            if len(recall) not in (0, 10):
                raise ValueError(f"{name}: {len(recall)} values are not allowed; give 10 or none")
        object.__setattr__(self, "layers", tuple(self.layers))


Doing = Literal["drawing", "compiling", "training", "measuring", "converting", "saving"]
"""What a training is doing: drawing images that it learns from beside MNIST's, tracing and compiling its graphs,
training, measuring after an epoch, converting the network for LiteRT, and writing the run's files."""


@dataclass(frozen=True, kw_only=True)
class Probe:
    """Where a model stands after `epochs` passes over its training images, a fraction in the middle of one.

    Both accuracies are by the first `PROBE_IMAGES` images of the slices that are measured after an epoch, the same ones
    at every probe, or by all where there are fewer; dropout off, train by the labels as told.
    """

    epochs: Amount
    train_accuracy: Fraction
    test_accuracy: Fraction


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where a running training is. `step` of `steps` counts the batches of this epoch; times are in seconds.

    `seconds_left` is None in the first half second, from which nothing can be said.
    """

    epoch: int
    epochs: int
    step: int
    steps: int
    phase: Literal["training", "evaluating"]
    images_per_second: float
    fraction: float
    seconds_left: float | None
