"""The architectures: the facts of each that every page may read; digitdemo/training/networks.py builds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from digitdemo.texts import mark
from digitdemo.texts.said import Said


@dataclass(frozen=True, kw_only=True)
class Architecture:
    """One architecture: what to call it, what it is and where it comes from.

    `knobs` are those of the section Network that it has a use for. `recipe` holds the knobs whose default is its own.
    `parameters` counts the weights of its recipe's network, and `expected` says in words how good the recipe's model
    becomes.
    """

    label: Said = Said()
    summary: Said = Said()
    source: str
    parameters: int
    expected: Said = Said()
    knobs: tuple[str, ...] = ()
    recipe: Mapping[str, Any] = field(default_factory=dict)


ARCHITECTURES: dict[str, Architecture] = {
    "linear": Architecture(
        label=mark("Linear softmax"),
        summary=mark(
            "Each pixel votes for or against each digit, and softmax turns the ten sums into shares of "
            "100%. No hidden layer."
        ),
        source="https://www.tensorflow.org/versions/r1.1/get_started/mnist/beginners",
        parameters=7_850,
        expected=mark("about 92.5% on test and little more on train: it underfits"),
        recipe={"schedule": "one-cycle", "learning_rate": 0.02, "epochs": 4},
    ),
    "mlp": Architecture(
        label=mark("MLP 512-512"),
        summary=mark(
            "A multilayer perceptron: two hidden layers of 512 ReLU units, each of which sees all pixels. It can "
            "learn the training images by heart."
        ),
        source="https://github.com/keras-team/keras/blob/2.0.0/examples/mnist_mlp.py",
        parameters=669_706,
        # The listing has dropout 0.2 twice. It is left out here so that the overfitting that it cures can be seen.
        expected=mark("over 99.5% on train and about 98.3% on test: it overfits"),
        knobs=("hidden_layers", "width", "activation", "batch_norm", "dropout"),
        recipe={"schedule": "one-cycle", "learning_rate": 0.005, "beta2": 0.98, "epochs": 3},
    ),
    "cnn": Architecture(
        label=mark("CNN with dropout"),
        summary=mark(
            "A convolutional network: 32, then 64 filters of 3 × 3 pixels slide over the picture. Dropout switches "
            "units off at random while it trains."
        ),
        source="https://keras.io/examples/vision/mnist_convnet/",
        parameters=34_826,
        expected=mark("about 99% on train and on test, hardly any gap"),
        knobs=("filters", "activation", "batch_norm", "dropout"),
        recipe={"dropout": 0.5, "schedule": "one-cycle", "learning_rate": 0.01, "epochs": 4},
    ),
    "fast": Architecture(
        label=mark("Fast CNN"),
        summary=mark(
            "Three convolutions, the first with stride 2 and few filters: about 99% in one pass over the images."
        ),
        source="https://github.com/tuomaso/train_mnist_fast",
        parameters=29_610,
        expected=mark("about 99% on test, after a few seconds"),
        knobs=("dropout",),
        recipe={"schedule": "one-cycle", "learning_rate": 0.02, "beta2": 0.98, "epochs": 1},
    ),
    "best": Architecture(
        label=mark("Best CNN"),
        summary=mark(
            "Four 3 × 3 convolutions with batch normalization, trained on images that are changed a little at "
            "every step."
        ),
        source="https://arxiv.org/abs/2008.10400",
        parameters=150_954,
        expected=mark("over 99.6% on test"),
        knobs=("dropout",),
        recipe={
            "dropout": 0.3,
            "augmentation": "worn",
            "schedule": "one-cycle",
            "learning_rate": 0.005,
            "epochs": 30,
            "pen_drawings": 9000,
        },
    ),
    "lenet": Architecture(
        label=mark("LeNet-5"),
        summary=mark(
            "Two 5 × 5 convolutions (6 and 16 filters) with average pooling, then 120 and 84 tanh units: the "
            "network that read cheques in the 1990s."
        ),
        source="https://doi.org/10.1109/5.726791",
        parameters=61_706,
        expected=mark("about 98.6% on test"),
        knobs=("activation", "dropout"),
        recipe={"activation": "tanh", "schedule": "one-cycle", "learning_rate": 0.005, "epochs": 4},
    ),
    "gru": Architecture(
        label=mark("GRU over rows"),
        summary=mark("A recurrent network that reads the picture row by row, from top to bottom, and remembers."),
        source="https://arxiv.org/abs/1406.1078",
        parameters=61_962,
        expected=mark("about 99% on test"),
        knobs=("width", "dropout"),
        recipe={"width": 128, "schedule": "one-cycle", "learning_rate": 0.01, "epochs": 4},
    ),
    "vit": Architecture(
        label=mark("Vision transformer"),
        summary=mark(
            "It cuts the picture into 16 patches of 7 × 7 pixels and compares them in three blocks of attention. "
            "No convolution tells it that neighbouring pixels belong together."
        ),
        source="https://arxiv.org/abs/2205.01580",
        parameters=105_354,
        expected=mark("about 98% on test"),
        knobs=("width", "activation", "dropout"),
        recipe={"width": 64, "activation": "gelu", "schedule": "one-cycle", "learning_rate": 0.006, "epochs": 4},
    ),
}
