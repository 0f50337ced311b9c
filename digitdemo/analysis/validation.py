"""What a run reads right of its validation images: the accuracy to choose by, since the test set has no say."""

from collections.abc import Iterable
from dataclasses import dataclass

from digitdemo.analysis.intervals import Interval, accuracy_interval
from digitdemo.analysis.sample_sizes import validation_images
from digitdemo.config.sections.images import FEWEST_VALIDATION_IMAGES, MOST_TRAINING_IMAGES
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run import Run
from digitdemo.texts import number, tr


@dataclass(frozen=True, kw_only=True)
class Validation:
    """Accuracy on the validation images, a fraction, its 95 % interval, and how many images these were."""

    accuracy: float
    interval: Interval
    images: int


def validation_of(run: Run) -> Validation | None:
    """Return what the model that `run` kept reads right of its validation images; None where that was not measured."""
    accuracy = run.kept.validation_accuracy
    if accuracy is None:
        return None
    images = validation_images(run)
    return Validation(accuracy=accuracy, interval=accuracy_interval(accuracy, images), images=images)


def holds_out(config: TrainConfig) -> bool:
    """Return whether a training by `config` leaves enough images out to be validated on them."""
    return MOST_TRAINING_IMAGES - config.train_size >= FEWEST_VALIDATION_IMAGES


def validation_in_words(run: Run) -> str:
    """Return the validation accuracy of a run such as "98.12%", or why there is none."""
    found = validation_of(run)
    return number(found.accuracy, ".2%") if found else why_no_validation(run)


def why_no_validation(run: Run) -> str:
    """Return why a run has no validation accuracy, in two or three words."""
    return tr("not measured") if holds_out(run.config) else tr("none held out")  # an earlier version trained it


def undisturbed_sentence(configs: Iterable[TrainConfig]) -> str:
    """Return that what some of the configs do to training images is not done to the others; "" where none does."""
    configs = list(configs)
    wrong, imbalanced = any(config.label_noise for config in configs), _any_imbalanced(configs)
    if wrong and imbalanced:
        return tr(
            "Only training images have wrong labels or are imbalanced: validation and test images keep the right "
            "labels and have all ten digits about equally often, as in MNIST."
        )
    if wrong:
        return tr("Only training images have wrong labels: validation and test images keep the right ones.")
    if imbalanced:
        return tr(
            "Only training images are imbalanced: validation and test images have all ten digits about equally often, "
            "as in MNIST."
        )
    return ""


def _any_imbalanced(configs: Iterable[TrainConfig]) -> bool:
    return any(0 < len(config.rare_digits) < 10 and config.rare_share < 1 for config in configs)
