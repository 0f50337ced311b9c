"""The work of a training before it begins: seconds on the machine on which the costs were measured.

`python -m digitdemo bench work` measures them, and how far what is foretold by them is from what a training takes.
`digitdemo/jobs/pace.py` carries them over to this machine.
"""

import math
from dataclasses import dataclass

from digitdemo.config.sections.images import FEWEST_VALIDATION_IMAGES, MOST_TRAINING_IMAGES, VALIDATION_SIZE
from digitdemo.config.size import size_of
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.metrics import TRAIN_SLICE

_TEST_IMAGES = 10_000
START_SECONDS = 7.0  # TensorFlow's import, on idle cores, and loading the data
_END_SECONDS = 0.5  # from the last epoch to the run
_DRAWN_SECONDS = 0.0008  # a picture that the computer draws
_STEP_SECONDS_A_WEIGHT = 1.3e-9  # of the optimizer
_BESIDE = 1.05  # what looks between epochs may add: `MOST_COST` in digitdemo/training/prober.py and onlooker.py


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What an architecture takes by its recipe's network: `image` and `step` of training, `measured` an image that is
    measured, in seconds; `epoch` is what comes on top of each, `compiling` what comes once, both in seconds, too.

    `least` is the part of `image` that does not depend on how large the network is.
    """

    image: float
    step: float
    measured: float
    epoch: float
    compiling: float
    least: float = 1.5e-6


# Of an AMD EPYC: between benchmarks/results/work.json, in short trainings beside others' work, and what whole ones took
# in accuracy.json and training.json there.
COST_CORES = 2
COSTS: dict[str, Cost] = {
    "linear": Cost(image=1.8e-6, step=50e-6, measured=1.3e-6, epoch=0.02, compiling=1.3),
    "mlp": Cost(image=27e-6, step=50e-6, measured=9e-6, epoch=0.03, compiling=1.9),
    "cnn": Cost(image=200e-6, step=0.0018, measured=60e-6, epoch=0.1, compiling=1.2, least=10e-6),
    "fast": Cost(image=65e-6, step=0.0015, measured=15e-6, epoch=0.05, compiling=1.8),
    "best": Cost(image=600e-6, step=0.003, measured=145e-6, epoch=0.2, compiling=8.6),
    "lenet": Cost(image=70e-6, step=0.0012, measured=22e-6, epoch=0.05, compiling=1.2),
    "gru": Cost(image=160e-6, step=0.0015, measured=55e-6, epoch=0.1, compiling=8.5, least=90e-6),
    "vit": Cost(image=250e-6, step=0.009, measured=88e-6, epoch=0.2, compiling=4.0, least=80e-6),
}
_AUGMENTED = {"light": 40e-6, "strong": 40e-6, "worn": 60e-6}  # seconds an image
_SLOWER = {"gelu": 1.3}  # of a CNN, which pools after that activation


@dataclass(frozen=True, kw_only=True)
class Work:
    """A training's seconds: once, before and after the epochs, and of each of at most so many `epochs`."""

    once: float
    epoch: float
    epochs: int

    @property
    def seconds(self) -> float:
        """Those of the whole training."""
        return self.once + self.epochs * self.epoch

    def times(self, factor: float) -> "Work":
        """Return the same work where all takes so many times as long."""
        return Work(once=factor * self.once, epoch=factor * self.epoch, epochs=self.epochs)


def work_of(config: TrainConfig, own_images: int = 0) -> Work:
    """Return the work of a training by `config`, which in each epoch shows so many images of own drawings, too.

    Early stopping may end it sooner.
    """
    cost, size = COSTS[config.architecture], size_of(config)
    usual = size_of(TrainConfig(architecture=config.architecture))
    larger = size.products / usual.products
    trained = images_trained(config, own_images)
    steps = math.ceil(trained / min(config.batch_size, trained))
    image = forward = cost.least + (cost.image - cost.least) * larger
    if config.architecture == "cnn":
        image *= _SLOWER.get(config.activation, 1.0)
    image += _AUGMENTED.get(config.augmentation, 0.0)
    step = cost.step + _STEP_SECONDS_A_WEIGHT * size.weights
    training = _BESIDE * (trained * image + steps * step)
    measuring = images_measured(config) * cost.measured * forward / cost.image + cost.epoch
    once = cost.compiling + _DRAWN_SECONDS * config.pen_drawings + _END_SECONDS
    return Work(once=once, epoch=training + measuring, epochs=config.epochs)


def images_trained(config: TrainConfig, own_images: int = 0) -> int:
    """Return about how many images an epoch shows."""
    left_out = (1 - config.rare_share) * len(config.rare_digits) / 10
    return max(1, round(config.train_size * (1 - left_out))) + config.pen_drawings + own_images


def images_measured(config: TrainConfig) -> int:
    """Return how many images are measured after an epoch."""
    validation = min(VALIDATION_SIZE, MOST_TRAINING_IMAGES - config.train_size)
    enough = validation >= FEWEST_VALIDATION_IMAGES
    return min(TRAIN_SLICE, config.train_size) + _TEST_IMAGES + (validation if enough else 0)
