"""`TrainConfig` and its knobs: one table that makes the sidebar, the URL and the command line."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from digitdemo.config.architectures import ACTIVATIONS, ARCHITECTURES, NETWORK_KNOBS
from digitdemo.config.knob import ConfigError, Knob

NETWORK, TRAINING, DATA, TEST = "Network", "Training", "Training images", "Test images"
FEWEST_VALIDATION_IMAGES = 500  # a temperature fitted to fewer, or an epoch chosen by them, is worse than none
OPTIMIZERS = ("sgd", "momentum", "adam", "adamw")


def _knob(default: Any, **facts: Any) -> Any:
    # None stands for the default, which may be the architecture's own.
    return field(default=None, metadata={"knob": Knob(default=default, **facts)})


@dataclass(frozen=True, kw_only=True)
class TrainConfig:
    """Everything that decides a training; the same config gives the same weights on the same machine.

    What is not given, or None, is the default: that of the architecture's recipe, else the knob's. The knobs' are Adam
    at its customary learning rate of 0.001 (Kingma and Ba, arXiv:1412.6980), batches of 128 images as in Keras' own
    MNIST examples, 10 epochs, and 55,000 images, which leaves 5,000 of the 60,000 for validation. The recipes were
    chosen on those 5,000: `python -m digitdemo bench recipes`.

    Raises:
        ConfigError: a value is not allowed; the message names field, value and what is.
    """

    architecture: str = _knob(
        "cnn",
        label="Architecture",
        help="The kind of network: how many layers, and how they look at the picture.",
        kind=str,
        choices=tuple(ARCHITECTURES),
    )
    hidden_layers: int = _knob(
        2,
        label="Hidden layers",
        help="How many hidden layers the MLP has, 0 to 4. With none it is the linear softmax; with few it may be too "
        "simple.",
        kind=int,
        minimum=0,
        maximum=4,
        step=1,
        group=NETWORK,
    )
    width: int = _knob(
        512,
        label="Width",
        help="How many units each hidden layer has, 2 to 1,024. Too few cannot tell the digits apart, very many can "
        "learn the training images by heart.",
        kind=int,
        minimum=2,
        maximum=1024,
        choices=(2, 4, 8, 16, 32, 64, 128, 256, 512, 1024),
        unit="units",
        group=NETWORK,
    )
    filters: int = _knob(
        32,
        label="Filters",
        help="How many filters the first convolution has, 1 to 64; the second has twice as many.",
        kind=int,
        minimum=1,
        maximum=64,
        choices=(1, 2, 4, 8, 16, 32, 64),
        group=NETWORK,
    )
    activation: str = _knob(
        "relu",
        label="Activation",
        help="What each hidden unit does with its sum. none: nothing, and then all layers together are no more than "
        "one weighted sum of the pixels. sigmoid and tanh hardly pass a gradient where their input is large.",
        kind=str,
        choices=ACTIVATIONS,
        group=NETWORK,
    )
    batch_norm: str = _knob(
        "off",
        label="Batch normalization",
        help="Brings the inputs of every activation to mean 0 and variance 1 within a batch: deeper networks and "
        "larger learning rates then train well.",
        kind=str,
        choices=("off", "on"),
        group=NETWORK,
    )
    dropout: float = _knob(
        0.0,
        label="Dropout",
        help="The share of hidden units that is switched off at random in each training step, 0 to 0.9. "
        "It keeps a model from learning the training images by heart.",
        kind=float,
        minimum=0.0,
        maximum=0.9,
        step=0.05,
        group=NETWORK,
    )
    epochs: int = _knob(
        10,
        label="Epochs",
        help="How often the training sees every training image, 1 to 50.",
        kind=int,
        minimum=1,
        maximum=50,
        step=1,
        group=TRAINING,
    )
    batch_size: int = _knob(
        128,
        label="Batch size",
        help="How many images make one step, 8 to 512. Small batches are slower and noisier.",
        kind=int,
        minimum=8,
        maximum=512,
        choices=(8, 16, 32, 64, 128, 256, 512),
        unit="images",
        group=TRAINING,
    )
    optimizer: str = _knob(
        "adam",
        label="Optimizer",
        help="How a step follows from the gradients. sgd: against the gradient. momentum: against a running sum of "
        "gradients (0.9 of it stays). adam: as large for rarely moved weights as for others. adamw: Adam with weight "
        "decay. sgd needs a far larger learning rate than Adam: try 0.1.",
        kind=str,
        choices=OPTIMIZERS,
        group=TRAINING,
    )
    learning_rate: float = _knob(
        0.001,
        label="Learning rate",
        help="How far the weights move in one step, 0.000001 to 1. Too small: nothing is learned; too large: it never "
        "settles.",
        kind=float,
        minimum=1e-6,
        maximum=1.0,
        choices=(*(float(f"{digit}e{power}") for power in range(-6, 0) for digit in (1, 2, 5)), 1.0),
        group=TRAINING,
    )
    schedule: str = _knob(
        "constant",
        label="Learning-rate schedule",
        help="constant: the learning rate stays. one-cycle: it rises to its value in the first fifth of the training "
        "and falls to nothing until the end: large steps first, which then settle, in fewer epochs than a constant "
        "rate needs.",
        kind=str,
        choices=("constant", "one-cycle"),
        group=TRAINING,
    )
    patience: int = _knob(
        0,
        label="Patience",
        help="Early stopping: ends the training when the loss on the validation images has not fallen for so many "
        "epochs, 1 to 20, and keeps the model of the lowest one. 0: never. The test set has no say.",
        kind=int,
        minimum=0,
        maximum=20,
        step=1,
        unit="epochs",
        group=TRAINING,
    )
    weight_decay: float = _knob(
        0.01,
        label="Weight decay",
        help="The share by which AdamW makes every weight smaller in a step, times the learning rate, 0 to 10.",
        kind=float,
        minimum=0.0,
        maximum=10.0,
        choices=(0.0, 0.001, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0),
        group=TRAINING,
    )
    l2: float = _knob(
        0.0,
        label="L2 penalty",
        help="How much the loss grows with the sum of all squared weights, 0 to 0.1: large weights then need a reason.",
        kind=float,
        minimum=0.0,
        maximum=0.1,
        choices=(0.0, 1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.1),
        group=TRAINING,
    )
    seed: int = _knob(
        0,
        label="Seed",
        help="Fixes the first weights, the order of the images and dropout: same seed, same result. 0 to 999,999.",
        kind=int,
        minimum=0,
        maximum=999_999,
        step=1,
        group=TRAINING,
    )
    train_size: int = _knob(
        55000,
        label="Training images",
        help="How many of the 60,000 training images are used, 100 to 60,000, drawn at random. Little data overfits. "
        "Up to 5,000 of the others are for validation: they tell how sure the model may be of its answers.",
        kind=int,
        minimum=100,
        maximum=60000,
        choices=(100, 200, 500, 1000, 2000, 5000, 10000, 20000, 30000, 55000, 60000),
        group=DATA,
    )
    augmentation: str = _knob(
        "off",
        label="Augmentation",
        help="Changes every training image a little at every step: turned, slanted, stretched, moved, wavy, thicker or "
        "thinner. The model sees many more hands than MNIST has, and learns more slowly.",
        kind=str,
        choices=("off", "light", "strong"),
        group=DATA,
    )
    pen_drawings: int = _knob(
        0,
        label="Added pen drawings",
        help="How many pictures drawn by the computer are added to the training images, 0 to 12,000: four of six are "
        "digits in styles that MNIST has few of, such as a crossed 7, one is a letter and one a scribble; of these the "
        "model learns that they are none of the ten.",
        kind=int,
        minimum=0,
        maximum=12000,
        choices=(0, 600, 3000, 6000, 12000),
        group=DATA,
    )
    rare_digits: str = _knob(
        "",
        label="Rare digits",
        help="Digits of which the model gets to see only a share: an imbalanced training set.",
        kind=str,
        letters="0123456789",
        group=DATA,
    )
    rare_share: float = _knob(
        0.1,
        label="Share of the rare digits",
        help="How much of the rare digits' training images is kept, 0 to 1. With 0 the model never sees one.",
        kind=float,
        minimum=0.0,
        maximum=1.0,
        choices=(0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0),
        group=DATA,
    )
    label_noise: float = _knob(
        0.0,
        label="Wrong labels",
        help="The share of training images that get a wrong label, any of the other nine, 0 to 0.9.",
        kind=float,
        minimum=0.0,
        maximum=0.9,
        step=0.05,
        group=DATA,
    )
    test_noise: float = _knob(
        0.0,
        label="Noise on test images",
        help="Strength of the noise on every pixel of the test images, 0 to 1: the standard deviation, where ink is 1. "
        "Training images stay as they are.",
        kind=float,
        minimum=0.0,
        maximum=1.0,
        step=0.05,
        group=TEST,
    )
    test_shift: int = _knob(
        0,
        label="Shift of test images",
        help="How far each test image is moved in a random direction, 0 to 8 pixels of 28. Training images stay.",
        kind=int,
        minimum=0,
        maximum=8,
        step=1,
        unit="pixels",
        group=TEST,
    )

    def __post_init__(self) -> None:
        for name, knob in KNOBS.items():  # the architecture, which the others' defaults depend on, is the first
            value = getattr(self, name)
            object.__setattr__(self, name, knob.check(self._default(knob) if value is None else value))
        for name, knob in KNOBS.items():
            value, default = getattr(self, name), self._default(knob)
            if value != default and not applies(name, self.architecture, self.optimizer):
                other = "optimizer " + self.optimizer if name == "weight_decay" else "architecture " + self.architecture
                raise ConfigError(
                    f"{name}: {value!r} is not allowed with {other}, which has no use for it; "
                    f"leave it at {knob.show(default)}"
                )
        if self.patience and self.train_size > KNOBS["train_size"].maximum - FEWEST_VALIDATION_IMAGES:
            raise ConfigError(
                f"patience: {self.patience} is not allowed with train_size {self.train_size:,}, which leaves too few "
                "images for validation; give 0, or a train_size of at most 55,000"
            )
        if len(self.rare_digits) == 10 and not self.rare_share:
            raise ConfigError("rare_share: 0 is not allowed for all ten digits, no image would be left; give more")

    def _default(self, knob: Knob) -> Any:
        recipe = {} if knob.name == "architecture" else ARCHITECTURES[self.architecture].recipe
        return recipe.get(knob.name, knob.default)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> TrainConfig:
        """Return the config that `to_dict` made `values` from; fields that are missing take their default.

        Raises:
            ConfigError: an unknown field, or a value that is not allowed.
        """
        for name in values:
            if name not in KNOBS:
                raise ConfigError(f"{name[:40]}: no such field; the fields are {', '.join(KNOBS)}")
        return cls(**values)

    @classmethod
    def from_texts(cls, texts: Mapping[str, str]) -> tuple[TrainConfig, list[str]]:
        """Return the config that a URL asks for, and one message per value that had to be left out.

        Names that are no knob are ignored: a URL may carry others' parameters.
        """
        values: dict[str, Any] = {}
        problems = []
        for name, knob in KNOBS.items():
            if name in texts:
                try:
                    values[name] = knob.parse(texts[name])
                except ConfigError as error:
                    problems.append(str(error))
        config, contradictions = cls.without_contradictions(values)
        return config, problems + contradictions

    @classmethod
    def without_contradictions(cls, values: Mapping[str, Any]) -> tuple[TrainConfig, list[str]]:
        """Return the config of `values`, and one message per value that had to be left out."""
        kept = dict(values)
        problems: list[str] = []
        while True:
            try:
                return cls(**kept), problems
            except ConfigError as error:
                del kept[error.field]
                problems.append(str(error))

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as plain values."""
        return dataclasses.asdict(self)

    def to_texts(self) -> dict[str, str]:
        """Return what a URL says of this config: the architecture, and each knob that is not at its default."""
        default = TrainConfig(architecture=self.architecture)
        return {
            name: str(value)
            for name, value in self.to_dict().items()
            if name == "architecture" or value != getattr(default, name)
        }


KNOBS: dict[str, Knob] = {
    f.name: dataclasses.replace(f.metadata["knob"], name=f.name) for f in dataclasses.fields(TrainConfig)
}


def applies(name: str, architecture: str, optimizer: str) -> bool:
    """Return whether that knob makes a difference to a model of that architecture, trained by that optimizer."""
    if name in NETWORK_KNOBS:
        return name in ARCHITECTURES[architecture].knobs
    return name != "weight_decay" or optimizer == "adamw"


def matters(name: str, config: TrainConfig) -> bool:
    """Return whether that knob makes a difference to a training of `config`."""
    used = applies(name, config.architecture, config.optimizer)
    return used and (name != "rare_share" or bool(config.rare_digits))
