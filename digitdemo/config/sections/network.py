"""What a network is made of."""

from dataclasses import dataclass

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.sections.knob_field import knob_field
from digitdemo.texts import mark

ACTIVATIONS = ("relu", "tanh", "sigmoid", "gelu", mark("none"))


@dataclass(frozen=True, kw_only=True)
class Model:
    """What the other knobs' defaults, and the use of some of them, depend on; it stands above the sections."""

    architecture: str = knob_field(
        "cnn",
        label=mark("Architecture"),
        purpose=mark("The kind of network: how many layers it has, and how they look at the picture."),
        choices=tuple(ARCHITECTURES),
        words=lambda name: ARCHITECTURES[name].label,
    )


@dataclass(frozen=True, kw_only=True)
class Network:
    """What the network is made of; each architecture has a use for some of these."""

    hidden_layers: int = knob_field(
        2,
        label=mark("Hidden layers"),
        purpose=mark("How many hidden layers the MLP has. With none it is the linear softmax."),
        minimum=0,
        maximum=4,
        step=1,
    )
    width: int = knob_field(
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
    filters: int = knob_field(
        32,
        label=mark("Filters"),
        purpose=mark("How many filters the first convolution has; the second has twice as many."),
        minimum=1,
        maximum=64,
        choices=(1, 2, 4, 8, 16, 32, 64),
    )
    activation: str = knob_field(
        "relu",
        label=mark("Activation"),
        purpose=mark(
            "What each hidden unit does with its weighted sum. none: it passes the sum on, and then all layers "
            "together are only one weighted sum of the pixels. sigmoid and tanh pass on hardly any gradient where "
            "their input is large."
        ),
        choices=ACTIVATIONS,
    )
    batch_norm: str = knob_field(
        "off",
        label=mark("Batch normalization"),
        purpose=mark(
            "Brings the inputs of every activation to mean 0 and variance 1 within a batch, so that deep networks "
            "and large learning rates train well."
        ),
        choices=(mark("off"), mark("on")),
    )
    dropout: float = knob_field(
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
