"""The trainings that `bench verdicts` judges: what each was made to show, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from digitdemo.analysis.finding import Finding
from digitdemo.config.train_config import TrainConfig


@dataclass(frozen=True, kw_only=True)
class Case:
    """A training, what its verdict ought to name, and why. What is in `also` is right, too."""

    knobs: dict[str, Any]
    intended: Finding
    why: str
    also: tuple[Finding, ...] = ()

    def config(self, seed: int) -> TrainConfig:
        """Return its config with that seed."""
        return TrainConfig(**self.knobs, seed=seed)


def _cases(intended: Finding, why: str, *all_knobs: dict[str, Any], also: tuple[Finding, ...] = ()) -> list[Case]:
    return [Case(knobs=knobs, intended=intended, why=why, also=also) for knobs in all_knobs]


_CONSTANT: dict[str, Any] = dict(schedule="constant")
_LINEAR: dict[str, Any] = dict(architecture="linear")
_MLP: dict[str, Any] = dict(architecture="mlp")
_SMALL: dict[str, Any] = dict(architecture="mlp", width=128)
_CNN: dict[str, Any] = dict(architecture="cnn")
_BARE: dict[str, Any] = dict(architecture="cnn", dropout=0.0)
_FAST: dict[str, Any] = dict(architecture="fast")
_LENET: dict[str, Any] = dict(architecture="lenet")

CASES: tuple[Case, ...] = (
    *_cases(
        "learning too slowly",
        "The rate is a tenth of what suits the model, or less: the loss falls evenly and is far from done.",
        dict(**_LINEAR, **_CONSTANT, train_size=5000, learning_rate=1e-5, epochs=10),
        dict(**_LINEAR, train_size=10_000, learning_rate=5e-5, epochs=10),
        dict(**_LINEAR, **_CONSTANT, train_size=10_000, learning_rate=0.001, optimizer="sgd", epochs=5),
        dict(**_MLP, **_CONSTANT, train_size=10_000, learning_rate=1e-5, epochs=5),
        dict(**_MLP, train_size=5000, learning_rate=2e-5, epochs=5),
        dict(**_MLP, train_size=2000, learning_rate=1e-6, epochs=10),
        dict(**_SMALL, **_CONSTANT, train_size=5000, learning_rate=0.001, optimizer="momentum", epochs=5),
        dict(**_FAST, train_size=5000, learning_rate=5e-5, epochs=6),
        dict(**_FAST, **_CONSTANT, train_size=5000, learning_rate=2e-5, epochs=8),
        dict(**_LENET, **_CONSTANT, train_size=5000, learning_rate=2e-5, epochs=8),
        dict(**_LENET, train_size=5000, learning_rate=1e-5, epochs=8),
        dict(**_CNN, **_CONSTANT, train_size=2000, learning_rate=1e-5, epochs=6),
        dict(architecture="vit", train_size=2000, learning_rate=2e-5, epochs=4),
    ),
    *_cases(
        "learning rate too large",
        "The rate is ten times what suits the model, or more: the loss jumps up, or never settles.",
        dict(**_LINEAR, **_CONSTANT, train_size=10_000, learning_rate=0.5, epochs=8),
        dict(**_LINEAR, **_CONSTANT, train_size=5000, learning_rate=1.0, epochs=6),
        dict(**_MLP, **_CONSTANT, train_size=10_000, learning_rate=0.5, epochs=5),
        dict(**_MLP, **_CONSTANT, train_size=5000, learning_rate=0.1, epochs=6),
        dict(**_MLP, train_size=5000, learning_rate=0.2, epochs=5),
        dict(**_SMALL, **_CONSTANT, train_size=5000, learning_rate=0.2, epochs=6),
        dict(**_FAST, **_CONSTANT, train_size=5000, learning_rate=0.5, epochs=5),
        dict(**_FAST, train_size=10_000, learning_rate=0.5, epochs=4),
        dict(**_LENET, **_CONSTANT, train_size=5000, learning_rate=0.1, epochs=6),
        dict(**_LENET, train_size=5000, learning_rate=0.2, epochs=6),
        dict(**_CNN, **_CONSTANT, train_size=5000, learning_rate=0.1, epochs=5),
        dict(**_BARE, train_size=5000, learning_rate=0.2, epochs=4),
        also=("diverged",),
    ),
    *_cases(
        "no gradient",
        "Sigmoid units and plain gradient descent: hardly any gradient reaches the first layer.",
        dict(
            **_SMALL,
            **_CONSTANT,
            train_size=10_000,
            learning_rate=0.1,
            optimizer="sgd",
            activation="sigmoid",
            hidden_layers=4,
            epochs=6,
        ),
        dict(
            **_SMALL,
            train_size=10_000,
            learning_rate=0.1,
            optimizer="sgd",
            activation="sigmoid",
            hidden_layers=4,
            epochs=6,
        ),
        dict(
            **_SMALL,
            **_CONSTANT,
            train_size=10_000,
            learning_rate=0.01,
            optimizer="momentum",
            activation="sigmoid",
            hidden_layers=3,
            epochs=5,
        ),
        dict(
            **_LENET, **_CONSTANT, train_size=5000, learning_rate=0.1, optimizer="sgd", activation="sigmoid", epochs=6
        ),
        dict(**_LENET, train_size=5000, learning_rate=0.1, optimizer="sgd", activation="sigmoid", epochs=6),
    ),
    *_cases(
        "too much regularization",
        "Dropout, L2 or weight decay far beyond the customary: the model can't even learn its own images.",
        dict(**_MLP, **_CONSTANT, train_size=5000, learning_rate=0.001, width=64, dropout=0.9, epochs=8),
        dict(**_MLP, train_size=5000, width=32, dropout=0.85, epochs=8),
        dict(**_CNN, **_CONSTANT, train_size=2000, learning_rate=0.001, filters=8, epochs=8) | dict(dropout=0.9),
        dict(**_MLP, **_CONSTANT, train_size=5000, learning_rate=0.001, l2=0.1, epochs=8),
        dict(**_LINEAR, train_size=10_000, l2=0.1, epochs=8),
        dict(**_LENET, **_CONSTANT, train_size=5000, learning_rate=0.001, l2=0.1, epochs=8),
        dict(**_CNN, **_CONSTANT, train_size=2000, learning_rate=0.001, l2=0.1, epochs=8),
        dict(
            **_SMALL, **_CONSTANT, train_size=5000, learning_rate=0.01, optimizer="adamw", weight_decay=10.0, epochs=8
        ),
    ),
    *_cases(
        "noisy labels suspected",
        "Some training labels are wrong, and the model has not learned them by heart: it reads new images better.",
        dict(**_MLP, **_CONSTANT, train_size=10_000, learning_rate=0.001, label_noise=0.3, epochs=4),
        dict(**_LINEAR, train_size=20_000, label_noise=0.3, epochs=4),
        dict(**_FAST, train_size=20_000, label_noise=0.4, epochs=2),
        dict(**_LENET, train_size=10_000, label_noise=0.5, epochs=4),
        dict(**_CNN, train_size=5000, label_noise=0.3, epochs=4),
    ),
    *_cases(
        "noisy labels suspected",
        "Some training labels are wrong, and the model was trained until it knew them by heart.",
        dict(**_MLP, **_CONSTANT, train_size=2000, learning_rate=0.001, label_noise=0.3, epochs=30),
        dict(**_MLP, train_size=5000, label_noise=0.2, epochs=20),
        dict(**_FAST, **_CONSTANT, train_size=1000, learning_rate=0.005, label_noise=0.3, epochs=40),
        dict(**_LENET, **_CONSTANT, train_size=1000, learning_rate=0.002, label_noise=0.3, epochs=40),
    ),
    *_cases(
        "imbalanced",
        "One or two digits have hardly any training images: they alone are read badly.",
        dict(
            **_SMALL, **_CONSTANT, train_size=20_000, learning_rate=0.001, rare_digits="38", rare_share=0.02, epochs=8
        ),
        dict(**_MLP, train_size=20_000, rare_digits="49", rare_share=0.01, epochs=4),
        dict(**_LINEAR, train_size=20_000, rare_digits="9", rare_share=0.01, epochs=4),
        dict(**_FAST, train_size=20_000, rare_digits="7", rare_share=0.01, epochs=2),
        dict(**_FAST, train_size=10_000, rare_digits="5", rare_share=0.0, epochs=4),
        dict(
            **_LENET, **_CONSTANT, train_size=10_000, learning_rate=0.001, rare_digits="05", rare_share=0.02, epochs=8
        ),
        dict(**_CNN, train_size=10_000, rare_digits="2", rare_share=0.0, epochs=3),
    ),
    *_cases(
        "test images differ",
        "The test images are shifted or noisy, the training images are not: validation stays good.",
        dict(**_MLP, **_CONSTANT, train_size=20_000, learning_rate=0.001, test_shift=4, epochs=4),
        dict(**_LINEAR, train_size=20_000, test_shift=3, epochs=4),
        dict(**_FAST, train_size=20_000, test_noise=0.5, epochs=2),
        dict(**_LENET, train_size=10_000, test_noise=0.6, epochs=5),
        dict(**_CNN, train_size=10_000, test_shift=6, epochs=3),
        dict(**_SMALL, train_size=10_000, test_shift=3, epochs=5),
    ),
    *_cases(
        "overfitting",
        "Few images and many epochs: it knows its own images by heart and reads new ones worse.",
        dict(**_MLP, **_CONSTANT, train_size=1000, learning_rate=0.001, epochs=20),
        dict(**_MLP, train_size=2000, epochs=15),
        dict(**_SMALL, **_CONSTANT, train_size=5000, learning_rate=0.001, epochs=20),
        dict(**_LINEAR, **_CONSTANT, train_size=500, learning_rate=0.01, epochs=50),
        dict(**_FAST, **_CONSTANT, train_size=500, learning_rate=0.005, epochs=30),
        dict(**_FAST, train_size=1000, epochs=20),
        dict(**_LENET, **_CONSTANT, train_size=1000, learning_rate=0.002, epochs=30),
        dict(**_LENET, train_size=500, epochs=40),
        dict(**_BARE, train_size=500, epochs=12),
        dict(architecture="gru", train_size=500, epochs=40),
    ),
    *_cases(
        "still improving",
        "A fitting rate, but only a few dozen steps: it would become better with more.",
        dict(**_SMALL, **_CONSTANT, train_size=5000, learning_rate=0.001, epochs=2),
        dict(**_MLP, **_CONSTANT, train_size=1000, learning_rate=0.001, epochs=3),
        dict(**_MLP, train_size=500, batch_size=512, epochs=5),
        dict(**_LINEAR, **_CONSTANT, train_size=1000, learning_rate=0.005, epochs=3),
        dict(**_FAST, train_size=500, batch_size=512, epochs=5),
        dict(**_FAST, **_CONSTANT, train_size=1000, learning_rate=0.002, epochs=3),
        dict(**_LENET, **_CONSTANT, train_size=2000, learning_rate=0.001, epochs=3),
        dict(**_LENET, train_size=500, epochs=4),
        dict(**_CNN, **_CONSTANT, train_size=1000, learning_rate=0.001, epochs=2),
    ),
    *_cases(
        "underfitting",
        "The model is too simple or too narrow: it has settled and still misreads its own images.",
        dict(**_LINEAR),
        dict(**_LINEAR, **_CONSTANT, train_size=20_000, learning_rate=0.005, epochs=12),
        dict(**_MLP, **_CONSTANT, learning_rate=0.001, width=4, train_size=20_000, epochs=20),
        dict(**_MLP, width=4, train_size=20_000, epochs=15),
        dict(**_MLP, width=2, train_size=20_000, epochs=15),
        dict(**_MLP, width=8, train_size=20_000, epochs=15),
        dict(**_SMALL, hidden_layers=0, train_size=20_000, epochs=10),
        dict(**_SMALL, **_CONSTANT, learning_rate=0.001, activation="none", train_size=20_000, epochs=10),
        dict(**_CNN, filters=1, train_size=20_000, epochs=8),
    ),
    *_cases(
        "good fit",
        "Enough images, a fitting model and rate: nothing is wrong.",
        dict(**_FAST),
        dict(**_FAST, train_size=30_000, epochs=2),
        dict(**_FAST, **_CONSTANT, train_size=30_000, learning_rate=0.002, epochs=2),
        dict(**_LENET, epochs=2),
        dict(**_LENET, train_size=30_000, epochs=3),
        dict(**_CNN, train_size=20_000, epochs=2),
        dict(**_MLP, dropout=0.5, epochs=3),
        dict(**_SMALL, dropout=0.3, epochs=4),
    ),
)
