"""How many images the accuracies of a run were measured on: without that number no interval is right."""

from digitdemo.config.sections.images import MOST_TRAINING_IMAGES, VALIDATION_SIZE
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.metrics import TRAIN_SLICE
from digitdemo.runs.run import Run

_MNIST_TEST_IMAGES = 10_000


def measured_images(run: Run) -> tuple[int, int]:
    """Return on how many training images and how many test images the model that `run` kept was measured.

    Records of earlier versions do not say. Their test images were all 10,000; their training images are estimated.
    """
    kept = run.kept
    return (
        kept.train_images or _estimated_train_images(run.config),
        kept.test_images or _MNIST_TEST_IMAGES,
    )


def validation_images(run: Run) -> int:
    """Return on how many validation images the model that `run` kept was measured, if it was.

    Records of earlier versions do not say; they measured all that were held out.
    """
    return run.kept.validation_images or min(VALIDATION_SIZE, MOST_TRAINING_IMAGES - run.config.train_size)


def _estimated_train_images(config: TrainConfig) -> int:
    """Return how many training images a training by `config` measures, rounded down and at least 1.

    Each digit is taken for a tenth of the images; of the rare ones only their share is left.
    """
    tenths = 10 - len(config.rare_digits) * (1 - config.rare_share)
    return max(1, min(TRAIN_SLICE, int(config.train_size * tenths / 10)))
