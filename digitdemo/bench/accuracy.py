"""Train and test accuracy and time of every architecture with the default knobs, over seeds.

Train accuracy is measured on 10,000 of the training images, test accuracy on the 10,000 test images, both after the
last epoch with dropout off; nothing is chosen by the test set. The time includes measuring after each epoch.
"""

import argparse
import statistics
from typing import Any

from digitdemo.config import TrainConfig
from digitdemo.models import ARCHITECTURES
from digitdemo.quiet import quiet


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2], metavar="SEED", help="default 0 1 2")
    parser.add_argument("--epochs", type=int, default=10, help="default 10")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"epochs", "seeds", "models": {NAME: {"train_accuracy", ...: one value per seed}}}."""
    with quiet():
        from digitdemo.training import forget, train

    results: dict[str, Any] = {"epochs": options.epochs, "seeds": options.seeds, "models": {}}
    print("model    seed  train accuracy  test accuracy  seconds")
    for name in ARCHITECTURES:
        rows = []
        for seed in options.seeds:
            *_, last = train(TrainConfig(architecture=name, seed=seed, epochs=options.epochs))
            forget()
            rows.append((last.train_accuracy, last.test_accuracy, last.elapsed_seconds))
            print(f"{name:8} {seed:4}  {rows[-1][0]:14.4f}  {rows[-1][1]:13.4f}  {rows[-1][2]:7.1f}", flush=True)
        means = [statistics.mean(column) for column in zip(*rows, strict=True)]
        print(f"{name:8} mean  {means[0]:14.4f}  {means[1]:13.4f}  {means[2]:7.1f}")
        keys = ("train_accuracy", "test_accuracy", "seconds")
        results["models"][name] = dict(zip(keys, map(list, zip(*rows, strict=True)), strict=True))
    return results
