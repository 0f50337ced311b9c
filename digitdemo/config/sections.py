"""The knobs: one field each, in the section that holds it, with its words and its range."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.augmentation import STRENGTHS
from digitdemo.texts import mark

MOST_TRAINING_IMAGES = 60_000  # MNIST's
VALIDATION_SIZE = 5_000  # images at most
FEWEST_VALIDATION_IMAGES = 500  # a temperature fitted to fewer, or an epoch chosen by them, is worse than none
ACTIVATIONS = ("relu", "tanh", "sigmoid", "gelu", mark("none"))
OPTIMIZERS = ("sgd", "momentum", "adam", "adamw")


def _knob(default: Any, **facts: Any) -> Any:
    """Return a field with the facts of its `Knob`; None stands for the default, which may be the architecture's own."""
    return field(default=None, metadata={"default": default, **facts})


@dataclass(frozen=True, kw_only=True)
class Model:
    """What the other knobs' defaults, and the use of some of them, depend on; it stands above the sections."""

    architecture: str = _knob(
        "cnn",
        label=mark("Architecture"),
        purpose=mark("The kind of network: how many layers it has, and how they look at the picture."),
        choices=tuple(ARCHITECTURES),
    )


@dataclass(frozen=True, kw_only=True)
class Network:
    """What the network is made of; each architecture has a use for some of these."""

    hidden_layers: int = _knob(
        2,
        label=mark("Hidden layers"),
        purpose=mark("How many hidden layers the MLP has. With none it is the linear softmax."),
        minimum=0,
        maximum=4,
        step=1,
    )
    width: int = _knob(
        512,
        label=mark("Width"),
        purpose=mark(
            "How many units each hidden layer has (in the GRU: its memory; in the transformer: the vector of each "
            "patch). Too few cannot tell the digits apart; very many can learn the training images by heart."
        ),
        minimum=2,
        maximum=1024,
        choices=(2, 4, 8, 16, 32, 64, 128, 256, 512, 1024),
        unit=mark("units"),
    )
    filters: int = _knob(
        32,
        label=mark("Filters"),
        purpose=mark("How many filters the first convolution has; the second has twice as many."),
        minimum=1,
        maximum=64,
        choices=(1, 2, 4, 8, 16, 32, 64),
    )
    activation: str = _knob(
        "relu",
        label=mark("Activation"),
        purpose=mark(
            "What each hidden unit does with its weighted sum. none: it passes the sum on, and then all layers "
            "together are only one weighted sum of the pixels. sigmoid and tanh pass on hardly any gradient where "
            "their input is large."
        ),
        choices=ACTIVATIONS,
    )
    batch_norm: str = _knob(
        "off",
        label=mark("Batch normalization"),
        purpose=mark(
            "Brings the inputs of every activation to mean 0 and variance 1 within a batch, so that deep networks "
            "and large learning rates train well."
        ),
        choices=(mark("off"), mark("on")),
    )
    dropout: float = _knob(
        0.0,
        label=mark("Dropout"),
        purpose=mark(
            "The share of hidden units that is switched off at random in each training step. It keeps a model from "
            "learning the training images by heart."
        ),
        minimum=0.0,
        maximum=0.9,
        step=0.05,
        in_sight=2,
    )


@dataclass(frozen=True, kw_only=True)
class Training:
    """How the weights are found."""

    epochs: int = _knob(
        10,
        label=mark("Epochs"),
        purpose=mark("How many times the training goes through all training images."),
        minimum=1,
        maximum=50,
        step=1,
        shapes_graph=False,
        in_sight=3,
    )
    batch_size: int = _knob(
        128,
        label=mark("Batch size"),
        purpose=mark("How many images make one step. Small batches are slower, and their steps are noisier."),
        minimum=8,
        maximum=512,
        choices=(8, 16, 32, 64, 128, 256, 512),
        unit=mark("images"),
    )
    optimizer: str = _knob(
        "adam",
        label=mark("Optimizer"),
        purpose=mark(
            "How a step follows from the gradient. sgd: straight against it. momentum: against a running sum of "
            "gradients (0.9 of it stays at each step). adam: about equally far for every weight, however small its "
            "gradient. adamw: Adam with weight decay. sgd needs a far larger learning rate than Adam: try 0.1."
        ),
        choices=OPTIMIZERS,
    )
    learning_rate: float = _knob(
        0.001,
        label=mark("Learning rate"),
        purpose=mark(
            "How far the weights move in one step. Too small: nothing is learned. Too large: it never settles."
        ),
        minimum=1e-6,
        maximum=1.0,
        choices=(*(float(f"{digit}e{power}") for power in range(-6, 0) for digit in (1, 2, 5)), 1.0),
        shapes_graph=False,
        in_sight=4,
    )
    beta2: float = _knob(
        0.999,
        label=mark("Second beta"),
        purpose=mark(
            "How long Adam remembers the size of a weight's gradients, by which it divides that weight's steps: with "
            "0.999 for about a thousand steps, with 0.98 for about fifty. A short training gets farther with a short "
            "memory."
        ),
        minimum=0.9,
        maximum=0.9999,
        choices=(0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999),
        shapes_graph=False,
    )
    schedule: str = _knob(
        "constant",
        label=mark("Learning-rate schedule"),
        purpose=mark(
            "constant: the learning rate stays the same. one-cycle: it rises to its value in the first fifth of "
            "the training and then falls to nearly 0: large steps first, small ones to settle, and fewer epochs than "
            "with a constant rate."
        ),
        choices=(mark("constant"), mark("one-cycle")),
        shapes_graph=False,
    )
    patience: int = _knob(
        0,
        label=mark("Patience"),
        purpose=mark(
            "Early stopping: the training ends when the loss on the validation images has not fallen for this many "
            "epochs, and the model with the lowest loss is kept. 0 switches it off."
        ),
        minimum=0,
        maximum=20,
        step=1,
        unit=mark("epochs"),
        shapes_graph=False,
    )
    weight_decay: float = _knob(
        0.01,
        label=mark("Weight decay"),
        purpose=mark(
            "How strongly AdamW shrinks the weights: in each step a weight loses this share of itself, times "
            "the learning rate."
        ),
        minimum=0.0,
        maximum=10.0,
        choices=(0.0, 0.001, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0),
    )
    l2: float = _knob(
        0.0,
        label=mark("L2 penalty"),
        purpose=mark(
            "This number times the sum of all squared weights is added to the loss: a large weight then has to be "
            "worth it."
        ),
        minimum=0.0,
        maximum=0.1,
        choices=(0.0, 1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.1),
    )
    seed: int = _knob(
        0,
        label=mark("Seed"),
        purpose=mark(
            "Decides all that is random: the first weights, the choice and order of the images, dropout. "
            "The same seed gives the same result."
        ),
        minimum=0,
        maximum=999_999,
        step=1,
        shapes_graph=False,
    )


@dataclass(frozen=True, kw_only=True)
class TrainingImages:
    """What the model learns from."""

    train_size: int = _knob(
        MOST_TRAINING_IMAGES - VALIDATION_SIZE,
        label=mark("Training images"),
        purpose=mark(
            "How many of MNIST's 60,000 training images are used, drawn at random. With few images a model overfits. "
            "Up to 5,000 of the others are for validation: they tell how sure the model may be of its answers."
        ),
        minimum=100,
        maximum=MOST_TRAINING_IMAGES,
        choices=(100, 200, 500, 1000, 2000, 5000, 10000, 20000, 30000, 55000, 60000),
        shapes_graph=False,
        in_sight=1,
    )
    augmentation: str = _knob(
        "off",
        label=mark("Augmentation"),
        purpose=mark(
            "Changes every training image a little, anew at every step: turns, slants, stretches, shifts and bends "
            "it, makes it thicker or thinner. The model sees more kinds of handwriting than MNIST has, and learns more "
            "slowly."
        ),
        choices=(mark("off"), *STRENGTHS),
    )
    pen_drawings: int = _knob(
        0,
        label=mark("Added pen drawings"),
        purpose=mark(
            "How many pictures drawn by the computer are added to the training images. Of every six, four are "
            "digits in styles that are rare in MNIST, such as a crossed 7; the other two, a letter and a scribble, "
            "teach the model what is no digit."
        ),
        minimum=0,
        maximum=12000,
        choices=(0, 600, 3000, 6000, 12000),
        shapes_graph=False,
    )
    rare_digits: str = _knob(
        "",
        label=mark("Rare digits"),
        purpose=mark("Digits of which only a share of the training images is used: an imbalanced training set."),
        letters="0123456789",
        shapes_graph=False,
    )
    rare_share: float = _knob(
        0.1,
        label=mark("Share of the rare digits"),
        purpose=mark("How much of the rare digits' training images is used. With 0 the model never sees one."),
        minimum=0.0,
        maximum=1.0,
        choices=(0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0),
        shapes_graph=False,
    )
    label_noise: float = _knob(
        0.0,
        label=mark("Wrong labels"),
        purpose=mark("The share of training images that get a wrong label: one of the other nine digits, at random."),
        minimum=0.0,
        maximum=0.9,
        step=0.05,
        shapes_graph=False,
    )


@dataclass(frozen=True, kw_only=True)
class EvaluationImages:
    """What the model is tested on."""

    test_noise: float = _knob(
        0.0,
        label=mark("Noise on test images"),
        purpose=mark(
            "How strong the noise on every pixel of the test images is: its standard deviation, where paper is 0 "
            "and ink is 1. Training images stay as they are."
        ),
        minimum=0.0,
        maximum=1.0,
        step=0.05,
        shapes_graph=False,
    )
    test_shift: int = _knob(
        0,
        label=mark("Shift of test images"),
        purpose=mark(
            "How far each test image is shifted at most, at random, both sideways and up or down. An image is 28 "
            "pixels wide. Training images stay as they are."
        ),
        minimum=0,
        maximum=8,
        step=1,
        unit=mark("pixels"),
        shapes_graph=False,
    )


NETWORK, TRAINING, DATA, TEST = mark("Network"), mark("Training"), mark("Training images"), mark("Test images")
SECTIONS: dict[str, type] = {NETWORK: Network, TRAINING: Training, DATA: TrainingImages, TEST: EvaluationImages}
NETWORK_KNOBS = tuple(field.name for field in fields(Network))
