"""How the architectures' recipes were chosen: accuracy on validation images of the recipe and of its neighbours.

Trains by the recipe, and by it with one knob changed: half and twice the learning rate, one epoch less and one more,
and the other second beta of the two that recipes have.
The 5,000 images that 55,000 training images leave over take the place of the test set, which has no say.
Architectures that are not named keep what is recorded of them.
"""

import argparse
import json
import statistics
from typing import Any

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import TrainConfig
from digitdemo.data.mnist import Mnist, load_mnist
from digitdemo.data.splits import validation_subset
from digitdemo.system import quiet

QUICK = tuple(name for name in ARCHITECTURES if name != "best")  # the best CNN takes a quarter of an hour a training


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1], metavar="SEED", help="default 0 1")
    parser.add_argument(
        "--architectures", nargs="+", default=list(QUICK), choices=list(ARCHITECTURES), help="default all but best"
    )


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"models": {NAME: [{"knobs", "validation_accuracy": one per seed, "seconds"}, ...]}}."""
    models: dict[str, Any] = {}
    if options.json and options.json.exists():
        models = json.loads(options.json.read_text(encoding="utf-8"))["models"]
    for name in options.architectures:
        models[name] = []
        for knobs in _neighbours(TrainConfig(architecture=name)):
            with quiet():
                rows = [_train(TrainConfig(architecture=name, seed=seed, **knobs)) for seed in options.seeds]
            accuracies, seconds = map(list, zip(*rows, strict=True))
            models[name].append({"knobs": knobs, "validation_accuracy": accuracies, "seconds": seconds})
            shown = ", ".join(f"{knob} {value:g}" for knob, value in knobs.items())
            print(
                f"{name:8} {shown:36} validation accuracy {statistics.mean(accuracies):.4f} after "
                f"{statistics.mean(seconds):.1f} s",
                flush=True,
            )
    return {"seeds": options.seeds, "models": {name: models[name] for name in ARCHITECTURES if name in models}}


def _neighbours(recipe: TrainConfig) -> list[dict[str, Any]]:
    itself = {name: getattr(recipe, name) for name in ("learning_rate", "epochs", "beta2")}
    changes = [{"learning_rate": recipe.learning_rate * factor} for factor in (0.5, 2)]
    changes += [{"epochs": recipe.epochs + more} for more in (-1, 1) if recipe.epochs + more]
    changes += [{"beta2": beta2} for beta2 in (0.98, 0.999) if beta2 != recipe.beta2]
    return [itself, *({**itself, **change} for change in changes)]


def _train(config: TrainConfig) -> tuple[float, float]:
    """Return validation accuracy and seconds of a training."""
    from digitdemo.training.loop import forget, train

    whole = load_mnist()
    validation = validation_subset(config.train_size, config.seed)
    mnist = Mnist(whole.x_train, whole.y_train, whole.x_train[validation], whole.y_train[validation])
    *_, last = train(config, mnist)
    forget()
    return last.test_accuracy, last.elapsed_seconds
