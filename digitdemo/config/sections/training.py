"""How a network is trained."""

from dataclasses import dataclass

from digitdemo.config.sections.knob_field import knob_field
from digitdemo.texts import mark

OPTIMIZERS = ("sgd", "momentum", "adam", "adamw")


@dataclass(frozen=True, kw_only=True)
class Training:
    """How the weights are found."""

    epochs: int = knob_field(
        10,
        label=mark("Epochs"),
        purpose=mark("How many times the training goes through all training images."),
        minimum=1,
        maximum=50,
        step=1,
        shapes_graph=False,
        in_sight=3,
    )
    batch_size: int = knob_field(
        128,
        label=mark("Batch size"),
        purpose=mark("How many images make one step. Small batches are slower, and their steps are noisier."),
        minimum=8,
        maximum=512,
        choices=(8, 16, 32, 64, 128, 256, 512),
        unit=mark("images"),
    )
    optimizer: str = knob_field(
        "adam",
        label=mark("Optimizer"),
        purpose=mark(
            "How a step follows from the gradient. sgd: straight against it. momentum: against a running sum of "
            "gradients (0.9 of it stays at each step). adam: about equally far for every weight, however small its "
            "gradient. adamw: Adam with weight decay. sgd needs a far larger learning rate than Adam: try 0.1."
        ),
        choices=OPTIMIZERS,
    )
    learning_rate: float = knob_field(
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
    beta2: float = knob_field(
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
    schedule: str = knob_field(
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
    patience: int = knob_field(
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
    weight_decay: float = knob_field(
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
    l2: float = knob_field(
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
    seed: int = knob_field(
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
