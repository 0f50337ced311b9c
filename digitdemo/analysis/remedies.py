"""What to try for a finding: changes of one knob, those of model and training before those of the data.

None changes the exam: test images stay as they are. `python -m digitdemo bench verdicts` trains the first of each.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from digitdemo.analysis.finding import Finding
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.customary import customary_rate
from digitdemo.config.sections import DATA, NETWORK, TEST, TRAINING
from digitdemo.config.train_config import KNOBS, TrainConfig, applies
from digitdemo.texts import tr
from digitdemo.texts.said import within

MOST = 3
_ALL_DATA = int(KNOBS["train_size"].default)  # but for the validation images
_MOST_EPOCHS = int(KNOBS["epochs"].maximum)
_SMALL_BATCH = 32
_PATIENCE = 5  # epochs; with less, one that starts unevenly ends at once
_FEW_STEPS = 200  # of a training: fewer don't bring any model here to its end

_NAMES = ("Adam", "ReLU")  # what a label may begin with that keeps its capital within a sentence

_Change = tuple[str, dict[str, Any]]  # in words for a button, and the knobs
_Changes = Iterator[_Change]


@dataclass(frozen=True)
class Try:
    """One thing to try: in words for a button, the config that it is, and what it changes."""

    label: str
    config: TrainConfig
    changes: Literal["training", "data"] = "training"

    @property
    def action(self) -> str:
        """The label as what a click does, such as "Train with dropout 0.3"."""
        return tr("Train with {what}", what=within(self.label, _begun_small))


def _begun_small(label: str) -> str:
    first = label.split(",")[0].split(" ")[0]
    return label if first in _NAMES else label[0].lower() + label[1:]


def remedies(finding: Finding, config: TrainConfig, *, more_epochs: bool = True) -> tuple[Try, ...]:
    """Return up to `MOST` things to try for a run of `config` that was found to be so; none for a good fit.

    Without `more_epochs` none of them trains that model for more epochs.
    """
    tries = []
    for label, changes in _REMEDIES.get(finding, _nothing)(config):
        possible = more_epochs or "epochs" not in changes
        if possible and all(
            applies(name, changes.get("architecture", config.architecture), "adamw") for name in changes
        ):
            changed = _changed(config, changes)
            if changed != config:
                tries.append(Try(label, changed, "data" if _of_data(changes) else "training"))
    return tuple(tries[:MOST])


def _changed(config: TrainConfig, changes: dict[str, Any]) -> TrainConfig:
    """Return `config` with those changes; another architecture brings its own recipe, but data and seed stay."""
    kept = (DATA, TEST) if "architecture" in changes else (NETWORK, TRAINING, DATA, TEST)
    base = {name: value for name, value in config.to_dict().items() if KNOBS[name].section in kept}
    return TrainConfig(**{**base, "architecture": config.architecture, "seed": config.seed, **changes})


def _of_data(changes: dict[str, Any]) -> bool:
    return any(KNOBS[name].section == DATA for name in changes)


def _nothing(config: TrainConfig) -> _Changes:
    yield from ()


def _rate(rate: float) -> _Change:
    return tr("Learning rate {rate}", rate=KNOBS["learning_rate"].show(rate)), {"learning_rate": rate}


def _one_cycle() -> _Change:
    return tr("One-cycle learning rate"), {"schedule": "one-cycle"}


def _batch_normalization() -> _Change:
    return tr("Batch normalization"), {"batch_norm": "on"}


def _dropout(share: float) -> _Change:
    return tr("Dropout {share:g}", share=share), {"dropout": share}


def _light_augmentation() -> _Change:
    return tr("Light augmentation"), {"augmentation": "light"}


def _slower(config: TrainConfig) -> _Changes:
    customary = customary_rate(config)
    smallest = float(KNOBS["learning_rate"].minimum)
    yield _rate(customary if customary < config.learning_rate / 2 else max(smallest, config.learning_rate / 5))
    if config.schedule == "constant":
        yield _one_cycle()
    if config.batch_norm == "off":
        yield _batch_normalization()


def _faster(config: TrainConfig) -> _Changes:
    customary = customary_rate(config)
    if customary > config.learning_rate:
        yield _rate(customary)
    yield from _longer(config)


def _longer(config: TrainConfig) -> _Changes:
    batches = -(-config.train_size // config.batch_size)
    few = batches * config.epochs < _FEW_STEPS
    epochs = min(_MOST_EPOCHS, (5 if few else 2) * config.epochs)
    yield tr("{epochs} epochs", epochs=epochs), {"epochs": epochs}
    if config.batch_size > _SMALL_BATCH:
        smaller = max(_SMALL_BATCH, config.batch_size // 4)
        yield tr("Batches of {images} images", images=smaller), {"batch_size": smaller}
    if config.learning_rate < customary_rate(config) / 2:
        yield _rate(customary_rate(config))


def _more_gradient(config: TrainConfig) -> _Changes:
    if config.activation in ("sigmoid", "tanh"):
        yield "ReLU", {"activation": "relu"}
    if config.batch_norm == "off":
        yield _batch_normalization()
    if config.optimizer in ("sgd", "momentum"):
        rate = customary_rate(_changed(config, {"optimizer": "adam"}))
        shown = KNOBS["learning_rate"].show(rate)
        yield tr("Adam, learning rate {rate}", rate=shown), {"optimizer": "adam", "learning_rate": rate}


def _less_regularization(config: TrainConfig) -> _Changes:
    if config.l2 > 0:
        yield tr("No L2 penalty"), {"l2": 0.0}
    if config.optimizer == "adamw" and config.weight_decay > 0.01:
        yield tr("Weight decay {value:g}", value=0.01), {"weight_decay": 0.01}
    if config.dropout > 0.2:
        yield _dropout(0.2)
    if config.augmentation == "strong":
        yield _light_augmentation()


def _smaller_gap(config: TrainConfig) -> _Changes:
    # Measured on nine overfitting runs: smaller batches, whose steps are more and noisier, helped all; weaker dropout
    # than 0.5 most, L2 hardly any.
    if config.batch_size > _SMALL_BATCH and config.architecture != "linear":
        yield tr("Batches of {images} images", images=_SMALL_BATCH), {"batch_size": _SMALL_BATCH}
    if config.schedule == "constant" and config.architecture == "linear":
        yield _one_cycle()
    if config.dropout < 0.3:
        yield _dropout(0.3)
    if config.train_size < _ALL_DATA:
        size = min(_ALL_DATA, 10 * config.train_size)
        yield tr("{images:,} training images", images=size), {"train_size": size}
    if config.augmentation == "off":
        yield _light_augmentation()


def _stronger_model(config: TrainConfig) -> _Changes:
    if config.activation == "none":
        yield "ReLU", {"activation": "relu"}
    if config.hidden_layers < 2 and config.architecture == "mlp":
        yield tr("Two hidden layers"), {"hidden_layers": 2}
    if config.width < 128:
        yield tr("{units} units per layer", units=128), {"width": 128}
    if config.filters < 32:
        yield tr("{filters} filters", filters=32), {"filters": 32}
    if config.dropout > 0.5:
        yield _dropout(0.2)
    if config.architecture == "linear":
        yield tr("A hidden layer: {model}", model=ARCHITECTURES["mlp"].label), {"architecture": "mlp"}
    if config.architecture in ("linear", "mlp"):
        yield tr("Convolutions: {model}", model=ARCHITECTURES["fast"].label), {"architecture": "fast"}


def _all_digits(config: TrainConfig) -> _Changes:
    yield tr("All images of every digit"), {"rare_digits": ""}
    share = min(1.0, 10 * config.rare_share or 0.1)
    yield tr("{share:.0%} of the rare digits' images", share=share), {"rare_share": share}


def _right_labels(config: TrainConfig) -> _Changes:
    # Where so many epochs were trained that wrong labels could be learned by heart. The small CNNs with batch
    # normalization learn them so quickly that neither helps: measured with the fast one.
    if config.epochs > 5 and config.architecture not in ("fast", "best"):
        if config.dropout < 0.5:
            yield _dropout(0.5)
        if not config.patience and config.train_size <= _ALL_DATA:
            yield tr("Early stopping, before it learns wrong labels by heart"), {"patience": _PATIENCE}
    if config.label_noise:
        yield tr("Correct labels only"), {"label_noise": 0.0}


def _like_the_test_images(config: TrainConfig) -> _Changes:
    # Max pooling passes on the strongest of neighbouring pixels: it cares less where that is, and for single dots.
    if config.architecture != "cnn":
        yield tr("Max pooling: {model}", model=ARCHITECTURES["cnn"].label), {"architecture": "cnn"}
    elif config.batch_norm == "off":
        yield _batch_normalization()
    if config.augmentation == "off" and not config.test_noise:  # it moves and bends, and adds no noise
        yield _light_augmentation()


_REMEDIES: dict[Finding, Callable[[TrainConfig], _Changes]] = {
    "diverged": _slower,
    "learning rate too large": _slower,
    "learning too slowly": _faster,
    "no gradient": _more_gradient,
    "too much regularization": _less_regularization,
    "noisy labels suspected": _right_labels,
    "imbalanced": _all_digits,
    "test images differ": _like_the_test_images,
    "overfitting": _smaller_gap,
    "still improving": _longer,
    "underfitting": _stronger_model,
}
