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
        claim="Ten weighted sums of the pixels cannot tell all digits apart, however long they learn.",
        see="Both curves of the linear model lie on each other, and both are low. The convolutional network "
        "gets both up.",
        finding="underfitting",
        broken=dict(architecture="linear"),
        cure=dict(architecture="fast"),
    ),
    "too-complex": Experiment(
        title="The model is too complex, and nothing holds it",
        claim="A network of 670,000 weights learns 2,000 images by heart, and reads new ones worse.",
        see="The train curve goes to 100 %, test stays far below. With all 55,000 images the same network gets 98 % on "
        'test, not the "about 95 %" that is often told: that takes only some 5,000 images.',
        finding="overfitting",
        broken=dict(**_MLP, train_size=2000, epochs=20),
        cure=dict(dropout=0.5, augmentation="light", epochs=40),
    ),
    "little-data": Experiment(
        title="Too little data",
        claim="300 images do not show all the ways in which people write ten digits.",
        see="The same network, the same number of steps: with 10,000 images instead of 300 the gap nearly closes.",
        finding="overfitting",
        broken=dict(**_CNN, train_size=300, epochs=50),
        cure=dict(train_size=10_000, epochs=5),
    ),
    "few-neurons": Experiment(
        title="Too few neurons",
        claim="Four hidden units cannot carry what distinguishes ten digits.",
        see="Train and test stay low together: no overfitting, the network is too narrow.",
        finding="underfitting",
        broken=dict(**_MLP, width=4, epochs=10),
        cure=dict(width=128),
    ),
    "few-layers": Experiment(
        title="Too few layers",
        claim="Without a hidden layer a network is linear.",
        see="One hidden layer of 128 units lifts both curves by five points and more.",
        finding="underfitting",
        broken=dict(**_MLP, hidden_layers=0, width=128, epochs=10),
        cure=dict(hidden_layers=1),
    ),
    "activation": Experiment(
        title="A poor activation function",
        claim="Layers without an activation function between them are together no more than one layer.",
        see="Two hidden layers without activation read no better than the linear model.",
        finding="underfitting",
        broken=dict(**_MLP, activation="none", width=128, epochs=10),
        cure=dict(activation="relu"),
    ),
    "no-convolution": Experiment(
        title="No convolution",
        claim="A dense network has to learn every shape anew at every place of the picture.",
        see="From the same 5,000 images the convolutional network, with a twentieth of the weights, reads new "
        "ones better.",
        finding="overfitting",
        broken=dict(**_MLP, train_size=5000, epochs=12),
        cure=dict(architecture="cnn", dropout=0.0),
    ),
    "rate-too-small": Experiment(
        title="The learning rate is too small",
        claim="With steps a hundredth as large nothing much is learned in the same time.",
        see="The curve is smooth and still steep at the end: it is only slow.",
        finding="learning too slowly",
        broken=dict(architecture="mlp", schedule="constant", learning_rate=1e-5, train_size=10_000, epochs=5),
        cure=dict(learning_rate=0.001),
    ),
    "rate-too-large": Experiment(
        title="The learning rate is too large",
        claim="Steps that are too large jump over every solution.",
        see="The accuracy stays at guessing or jumps about.",
        finding="not learning",
        broken=dict(architecture="mlp", schedule="constant", learning_rate=0.5, train_size=10_000, epochs=5),
        cure=dict(learning_rate=0.001),
    ),
    "too-few-epochs": Experiment(
        title="Stopped too early",
        claim="After two passes over the images this network has not learned what it can.",
        see="The last epoch still brought points, on train and on test.",
        finding="still improving",
        broken=dict(**_MLP, width=128, train_size=10_000, epochs=2),
        cure=dict(epochs=10),
    ),
    "imbalance": Experiment(
        title="Class imbalance",
        claim="A digit that is rare in training is answered too rarely.",
        see="The accuracy as a whole hardly shows it: look at the digits 3 and 8 on their own.",
        finding="imbalanced",
        broken=dict(**_MLP, width=128, train_size=20_000, epochs=8, rare_digits="38", rare_share=0.02),
        cure=dict(rare_digits=""),
    ),
    "wrong-labels": Experiment(
        title="Wrong labels",
        claim="Where three of ten labels are wrong, a model that reads well looks bad on its own training images.",
        see="The test curve, whose labels are right, lies above the train curve, until the network begins to learn the "
        "wrong labels by heart.",
        finding="noisy labels suspected",
        broken=dict(**_CNN, train_size=10_000, epochs=5, label_noise=0.3),
        cure=dict(label_noise=0.0),
    ),
    "no-dropout": Experiment(
        title="No dropout",
        claim="Dropout keeps a convolutional network from learning few images by heart.",
        see="With dropout test gains about a point. Both still overfit: 1,000 images are few.",
        finding="overfitting",
        broken=dict(**_CNN, train_size=1000, epochs=30),
        cure=dict(dropout=0.5),
    ),
    "no-batch-norm": Experiment(
        title="No batch normalization",
        claim="In four layers of sigmoids the gradient fades before it reaches the first.",
        see="Without batch normalization the accuracy stays at guessing; with it the same network learns from "
        "the start.",
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
        claim="Weight decay keeps weights small, and the function that they make smooth.",
        see="Here the claim does not hold: even 300 times the customary strength of 0.01 leaves test accuracy where "
        "it was. More images, augmentation and dropout do more.",
        finding="overfitting",
        broken=dict(**_MLP, train_size=2000, epochs=20, optimizer="adamw", weight_decay=0.0),
        cure=dict(weight_decay=3.0),
    ),
}

# Three, so that chance is not read as an effect.
SEEDS = (0, 1, 2)
RECORDED = ASSETS / "experiments.json"


@dataclass(frozen=True)
class Recorded:
    """The recorded runs by experiment, whether it is the cured one, and seed.

    `problems` says in a sentence why there is none.
    """

    runs: dict[tuple[str, bool, int], Run]
    problems: tuple[str, ...] = ()


def load_recorded(path: Path = RECORDED) -> Recorded:
    """Return the recorded runs, as they were shipped; a problem is logged, too."""
    try:
        return Recorded(recorded_runs(path))
    except RunError as error:
        problem = f"The recorded experiments are missing or damaged and left out: restore assets/{path.name}."
        warn_once(_LOG, f"{problem} ({error})")
        return Recorded({}, (problem,))


def recorded_runs(path: Path = RECORDED) -> dict[tuple[str, bool, int], Run]:
    """Return the recorded runs by experiment, whether it is the cured one, and seed, checked by their SHA-256 sum.

    Raises:
        RunError: the file is missing or damaged.
    """
    if (path.parent / checksums.FILE).exists():
        sums = checksums.read_checksums(path.parent)
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
        for seed in SEEDS
        if (config := experiment.config(cured=cured, seed=seed)) in by_config
    }
