"""What to try for each finding: changes of knobs, the likeliest first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from digitdemo.analysis.findings import Finding
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.sections import DATA, NETWORK, TEST, TRAINING
from digitdemo.config.train_config import KNOBS, TrainConfig, applies

MOST = 3
_ALL_DATA = int(KNOBS["train_size"].default)  # but for the validation images

_Change = tuple[str, dict[str, Any]]  # in words for a button, and the knobs
_Changes = Iterator[_Change]
_ADAM: _Change = ("Adam, learning rate 0.001", {"optimizer": "adam", "learning_rate": 0.001})
_BATCH_NORM: _Change = ("Batch normalization", {"batch_norm": "on"})


@dataclass(frozen=True)
class Try:
    """One thing to try: in words for a button, and the config that it is."""

    label: str
    config: TrainConfig


def remedies(finding: Finding, config: TrainConfig, *, more_epochs: bool = True) -> tuple[Try, ...]:
    """Return up to `MOST` things to try for a run of `config` that was found to be so; none for a good fit.

    Without `more_epochs` none of them trains that model for more epochs.
    """
    tries = []
    for label, wanted in _REMEDIES.get(finding, _nothing)(config):
        changes = {name: value for name, value in wanted.items() if more_epochs or name != "epochs"}
        if all(applies(name, changes.get("architecture", config.architecture), "adamw") for name in changes):
            kept = (DATA, TEST) if "architecture" in changes else (NETWORK, TRAINING, DATA, TEST)
            base = {name: value for name, value in config.to_dict().items() if KNOBS[name].section in kept}
            base["architecture"] = config.architecture
            changed = TrainConfig(**{**base, **changes})
            if changed != config:
                tries.append(Try(label, changed))
    return tuple(tries[:MOST])


def _nothing(config: TrainConfig) -> _Changes:
    yield from ()


def _slower(config: TrainConfig) -> _Changes:
    rate = max(KNOBS["learning_rate"].minimum, config.learning_rate / 10)
    if config.optimizer in ("sgd", "momentum"):
        yield _ADAM
    yield f"Learning rate {rate:g}", {"learning_rate": rate}
    if config.batch_norm == "off":
        yield _BATCH_NORM
    if config.activation == "sigmoid":
        yield "ReLU", {"activation": "relu"}


def _faster(config: TrainConfig) -> _Changes:
    rate = min(KNOBS["learning_rate"].maximum, config.learning_rate * 10)
    yield f"Learning rate {rate:g}", {"learning_rate": rate}
    if config.optimizer in ("sgd", "momentum"):
        yield _ADAM
    if config.batch_norm == "off":
        yield _BATCH_NORM


def _longer(config: TrainConfig) -> _Changes:
    epochs = min(int(KNOBS["epochs"].maximum), 2 * config.epochs)
    yield f"{epochs} epochs", {"epochs": epochs}
    if config.schedule == "constant":
        yield "One-cycle learning rate", {"schedule": "one-cycle"}


def _smaller_gap(config: TrainConfig) -> _Changes:
    if config.train_size < _ALL_DATA:
        size = min(_ALL_DATA, 10 * config.train_size)
        yield f"{size:,} training images", {"train_size": size}
    dropout = 0.5 if config.dropout < 0.5 else config.dropout
    more = {"augmentation": "light", "epochs": min(int(KNOBS["epochs"].maximum), 2 * config.epochs)}
    if applies("dropout", config.architecture, ""):
        yield f"Dropout {dropout:g} and light augmentation", {"dropout": dropout, **more}
        yield f"Dropout {dropout:g}", {"dropout": dropout}
    else:
        yield "Light augmentation", more
    yield "A convolutional network with dropout", {"architecture": "cnn"}


def _stronger_model(config: TrainConfig) -> _Changes:
    recipe = TrainConfig(architecture=config.architecture)
    if config.learning_rate < recipe.learning_rate / 5:
        yield f"Learning rate {recipe.learning_rate:g}", {"learning_rate": recipe.learning_rate}
    if config.activation == "none":
        yield "ReLU", {"activation": "relu"}
    if config.hidden_layers < 2:
        yield "Two hidden layers", {"hidden_layers": 2}
    if config.width < 128:
        yield "128 units per layer", {"width": 128}
    if config.filters < 32:
        yield "32 filters", {"filters": 32}
    if config.dropout > 0.5:
        yield "Dropout 0.2", {"dropout": 0.2}
    if config.epochs < recipe.epochs:
        yield f"{recipe.epochs} epochs", {"epochs": recipe.epochs}
    if config.architecture == "linear":
        yield f"A hidden layer: {ARCHITECTURES['mlp'].label}", {"architecture": "mlp"}
    if config.architecture in ("linear", "mlp"):
        yield f"Convolutions: {ARCHITECTURES['fast'].label}", {"architecture": "fast"}


def _all_digits(config: TrainConfig) -> _Changes:
    yield "All images of every digit", {"rare_digits": ""}
    share = min(1.0, 10 * config.rare_share or 0.1)
    yield f"{share:.0%} of the rare digits' images", {"rare_share": share}


def _right_labels(config: TrainConfig) -> _Changes:
    yield "Correct labels only", {"label_noise": 0.0}
    if config.patience == 0 and config.train_size <= _ALL_DATA:
        yield "Early stopping, before it learns the wrong labels", {"patience": 2}


def _like_the_test_images(config: TrainConfig) -> _Changes:
    yield "Undisturbed test images", {"test_noise": 0.0, "test_shift": 0}
    yield "Strong augmentation", {"augmentation": "strong"}


_REMEDIES: dict[Finding, Callable[[TrainConfig], _Changes]] = {
    "diverged": _slower,
    "not learning": _slower,
    "unstable": _slower,
    "noisy labels suspected": _right_labels,
    "imbalanced": _all_digits,
    "test images differ": _like_the_test_images,
    "overfitting": _smaller_gap,
    "learning too slowly": _faster,
    "still improving": _longer,
    "underfitting": _stronger_model,
}
