"""The experiments: for every known cause of wrong digits, a training that shows it and one that cures it.

Each pair has the same seed, so the same first weights (where the network is the same) and the same order of images;
only the knobs that `Experiment.changed` names differ. Sizes were chosen so that the effect is plain and the training
takes seconds; `python -m digitdemo bench experiments` records all of them.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from digitdemo.analysis.findings import Finding
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs import checksums
from digitdemo.runs.run import Run, RunError, run_from_dict
from digitdemo.system import ASSETS, warn_once

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """One cause: the claim, the broken training, what cures it, and what the broken one is to be diagnosed as."""

    title: str
    claim: str
    see: str
    finding: Finding
    broken: dict[str, Any]
    cure: dict[str, Any] = field(default_factory=dict)

    def config(self, *, cured: bool, seed: int = 0) -> TrainConfig:
        """Return the config of the broken or of the cured training."""
        return TrainConfig(**{**self.broken, **(self.cure if cured else {}), "seed": seed})

    @property
    def changed(self) -> list[str]:
        """The knobs in which the two differ."""
        broken, cured = (self.config(cured=cured).to_dict() for cured in (False, True))
        return [name for name in broken if broken[name] != cured[name]]


_MLP: dict[str, Any] = dict(architecture="mlp", schedule="constant", learning_rate=0.001)
_CNN: dict[str, Any] = dict(architecture="cnn", schedule="constant", learning_rate=0.001, dropout=0.0)

EXPERIMENTS: dict[str, Experiment] = {
    "too-simple": Experiment(
        title="The model is too simple",
        claim="One weighted sum of the pixels for each digit cannot tell all digits apart, however long it is trained.",
        see="The two curves of the linear model lie close together, and both are low. The convolutional network lifts "
        "both.",
        finding="underfitting",
        broken=dict(architecture="linear"),
        cure=dict(architecture="fast"),
    ),
    "too-complex": Experiment(
        title="The model is too complex, and nothing holds it back",
        claim="A network of 670,000 weights learns 2,000 images by heart and reads new ones worse.",
        see="The train curve goes to 100%, the test curve stays far below. With all 55,000 images the same network "
        "gets 98% on test.",
        finding="overfitting",
        broken=dict(**_MLP, train_size=2000, epochs=20),
        cure=dict(dropout=0.5, augmentation="light", epochs=40),
    ),
    "little-data": Experiment(
        title="Too little data",
        claim="300 images do not show all the ways in which people write ten digits.",
        see="It is the same network: with 10,000 images instead of 300 the gap nearly closes.",
        finding="overfitting",
        broken=dict(**_CNN, train_size=300, epochs=50),
        cure=dict(train_size=10_000, epochs=5),
    ),
    "few-neurons": Experiment(
        title="Too few neurons",
        claim="Four units in each hidden layer are too few to tell ten digits apart.",
        see="Train and test stay low together: the network does not overfit, it is too narrow.",
        finding="underfitting",
        broken=dict(**_MLP, width=4, epochs=10),
        cure=dict(width=128),
    ),
    "few-layers": Experiment(
        title="Too few layers",
        claim="Without a hidden layer a network is only a linear model.",
        see="One hidden layer of 128 units lifts both curves by five points or more.",
        finding="underfitting",
        broken=dict(**_MLP, hidden_layers=0, width=128, epochs=10),
        cure=dict(hidden_layers=1),
    ),
    "activation": Experiment(
        title="A poor activation function",
        claim="Without an activation function between them, several layers can do no more than one.",
        see="Two hidden layers without an activation function read digits no better than the linear model.",
        finding="underfitting",
        broken=dict(**_MLP, activation="none", width=128, epochs=10),
        cure=dict(activation="relu"),
    ),
    "no-convolution": Experiment(
        title="No convolution",
        claim="A dense network has to learn every shape again for every place in the picture.",
        see="From the same 5,000 images the convolutional network learns to read new ones better, with a twentieth of "
        "the weights.",
        finding="overfitting",
        broken=dict(**_MLP, train_size=5000, epochs=12),
        cure=dict(architecture="cnn", dropout=0.0),
    ),
    "rate-too-small": Experiment(
        title="The learning rate is too small",
        claim="With steps a hundred times smaller, a model learns much less in the same time.",
        see="The curves are smooth and still rise at the end: the model is only slow.",
        finding="learning too slowly",
        broken=dict(architecture="mlp", schedule="constant", learning_rate=1e-5, train_size=10_000, epochs=5),
        cure=dict(learning_rate=0.001),
    ),
    "rate-too-large": Experiment(
        title="The learning rate is too large",
        claim="Steps that are too large jump over every solution.",
        see="The accuracy stays at what guessing gets, or jumps about.",
        finding="not learning",
        broken=dict(architecture="mlp", schedule="constant", learning_rate=0.5, train_size=10_000, epochs=5),
        cure=dict(learning_rate=0.001),
    ),
    "too-few-epochs": Experiment(
        title="Stopped too early",
        claim="After two passes over the images this network has not yet learned all it can.",
        see="The last epoch still added about two points, on train and on test.",
        finding="still improving",
        broken=dict(**_MLP, width=128, train_size=10_000, epochs=2),
        cure=dict(epochs=10),
    ),
    "imbalance": Experiment(
        title="Class imbalance",
        claim="A digit that is rare in the training images is too rarely given as the answer.",
        see="The overall accuracy hides the cause: look at the digits 3 and 8 on their own.",
        finding="imbalanced",
        broken=dict(**_MLP, width=128, train_size=20_000, epochs=8, rare_digits="38", rare_share=0.02),
        cure=dict(rare_digits=""),
    ),
    "wrong-labels": Experiment(
        title="Wrong labels",
        claim="If three of ten labels are wrong, a model that reads well looks bad on its own training images.",
        see="The labels of the test images are right, so the test curve lies above the train curve. In more epochs the "
        "network would begin to learn the wrong labels by heart.",
        finding="noisy labels suspected",
        broken=dict(**_CNN, train_size=10_000, epochs=5, label_noise=0.3),
        cure=dict(label_noise=0.0),
    ),
    "no-dropout": Experiment(
        title="No dropout",
        claim="Dropout keeps a convolutional network from learning a small set of images by heart.",
        see="Dropout adds about a point on test. Both networks still overfit: 1,000 images are few.",
        finding="overfitting",
        broken=dict(**_CNN, train_size=1000, epochs=30),
        cure=dict(dropout=0.5),
    ),
    "no-batch-norm": Experiment(
        title="No batch normalization",
        claim="In four sigmoid layers the gradient fades before it reaches the first one.",
        see="Without batch normalization the accuracy stays at what guessing gets; with it the same network learns "
        "from the start.",
        finding="not learning",
        broken=dict(
            architecture="mlp",
            schedule="constant",
            learning_rate=0.1,
            optimizer="sgd",
            activation="sigmoid",
            hidden_layers=4,
            width=128,
            train_size=10_000,
            epochs=8,
        ),
        cure=dict(batch_norm="on"),
    ),
    "no-weight-decay": Experiment(
        title="No weight decay",
        claim="Weight decay keeps the weights small, and so keeps the model from overfitting.",
        see="Here the claim does not hold: even at 300 times the usual strength of 0.01, test accuracy stays where it "
        "was. More images, augmentation and dropout do more.",
        finding="overfitting",
        broken=dict(**_MLP, train_size=2000, epochs=20, optimizer="adamw", weight_decay=0.0),
        cure=dict(weight_decay=3.0),
    ),
}

# Three show how far runs of the same knobs lie apart.
RECORDED_SEEDS = (0, 1, 2)
RECORDED = ASSETS / "experiments.json"


@dataclass(frozen=True)
class Recorded:
    """The recorded runs by experiment, whether it is the cured one, and seed.

    `problems` says, a sentence each, why there is none, and that the file cannot be checked.
    """

    runs: dict[tuple[str, bool, int], Run]
    problems: tuple[str, ...] = ()


def load_recorded(path: Path = RECORDED) -> Recorded:
    """Return the recorded runs, as they were shipped; a problem is logged, too."""
    problems = []
    runs = {}
    try:
        sums = checksums.read_checksums(path.parent)
    except RunError as error:
        sums = {}
        problems.append("The recorded experiments cannot be checked for damage: restore assets/SHA256SUMS.")
        warn_once(_LOG, f"{problems[-1]} ({error})")
    try:
        runs = _read_runs(path, sums)
    except RunError as error:
        problems.append(f"The recorded experiments are missing or damaged and left out: restore assets/{path.name}.")
        warn_once(_LOG, f"{problems[-1]} ({error})")
    return Recorded(runs, tuple(problems))


def recorded_runs(path: Path = RECORDED) -> dict[tuple[str, bool, int], Run]:
    """Return the recorded runs by experiment, whether it is the cured one, and seed, checked by their SHA-256 sum.

    Raises:
        RunError: the file is missing or damaged.
    """
    return _read_runs(path, checksums.read_checksums(path.parent) if (path.parent / checksums.FILE).exists() else {})


def _read_runs(path: Path, sums: dict[str, str]) -> dict[tuple[str, bool, int], Run]:
    """Return what `recorded_runs` does, unchecked where there are no `sums` at all."""
    if sums:
        checksums.check_files(path.parent, {name: value for name, value in sums.items() if name == path.name})
    try:
        records = msgspec.convert(json.loads(path.read_bytes()), list[dict[str, Any]])
        runs = [run_from_dict(f"experiment-{number}", about) for number, about in enumerate(records)]
    except (OSError, RecursionError, ValueError) as error:
        raise RunError(f"{path.name}: cannot be read ({error})") from error
    by_config = {run.config: run for run in runs}
    return {
        (name, cured, seed): by_config[config]
        for name, experiment in EXPERIMENTS.items()
        for cured in (False, True)
        for seed in RECORDED_SEEDS
        if (config := experiment.config(cured=cured, seed=seed)) in by_config
    }
