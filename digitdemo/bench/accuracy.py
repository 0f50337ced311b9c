"""Train and test accuracy and time of every architecture by its recipe, over seeds.

Train accuracy is measured on 10,000 of the training images, test accuracy on the 10,000 test images, both after the
last epoch with dropout off; nothing is chosen by the test set. The time includes these evaluations. The three
listings are trained as their claims are made: ten epochs of all 60,000 images at a learning rate of 0.001. A shipped
model that was trained by the same configuration is not trained again: its recorded figures count. What the --json file
says of architectures that are not measured now stays in it.
"""

import argparse
import json
import statistics
from typing import Any

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.inference.shipped import load_shipped
from digitdemo.runs.metrics import EpochMetrics
from digitdemo.system import describe_machine, quiet

# What the well-known claims are about, and how.
LISTINGS = ("linear", "mlp", "cnn")
AS_CLAIMED: dict[str, Any] = {"train_size": 60_000, "epochs": 10, "schedule": "constant", "learning_rate": 0.001}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2], metavar="SEED", help="default 0 1 2")
    names = list(ARCHITECTURES)
    parser.add_argument("--architectures", nargs="+", default=names, choices=names, help="default all")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"models": {NAME: {"machine", "seeds", "config", "train_accuracy", ...: one value per seed}}}."""
    models: dict[str, Any] = {}
    if options.json and options.json.exists():
        models = json.loads(options.json.read_text(encoding="utf-8"))["models"]
    print("model    seed  train accuracy  test accuracy  seconds")
    for name in options.architectures:
        knobs = {**AS_CLAIMED, "beta2": KNOBS["beta2"].default} if name in LISTINGS else {}
        configs = [TrainConfig(architecture=name, seed=seed, **knobs) for seed in options.seeds]
        rows = []
        for config in configs:
            last = _last_epoch(config)
            rows.append((last.train_accuracy, last.test_accuracy, last.elapsed_seconds))
            print(f"{name:8} {config.seed:4}  {rows[-1][0]:14.4f}  {rows[-1][1]:13.4f}  {rows[-1][2]:7.1f}", flush=True)
        means = [statistics.mean(column) for column in zip(*rows, strict=True)]
        print(f"{name:8} mean  {means[0]:14.4f}  {means[1]:13.4f}  {means[2]:7.1f}")
        keys = ("train_accuracy", "test_accuracy", "seconds")
        figures = dict(zip(keys, map(list, zip(*rows, strict=True)), strict=True))
        about = {"machine": describe_machine(), "seeds": options.seeds, "config": configs[0].to_dict()}
        models[name] = {**about, **figures}
    return {"models": {name: models[name] for name in ARCHITECTURES if name in models}}


def _last_epoch(config: TrainConfig) -> EpochMetrics:
    run = load_shipped().runs.get(config.architecture)
    if run is not None and run.config == config and run.outcome == "finished":
        return run.kept
    with quiet():
        from digitdemo.training.loop import forget, train

    *_, last = train(config)
    forget()
    return last
