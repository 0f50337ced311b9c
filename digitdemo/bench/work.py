"""The work of trainings: what images, steps and epochs cost, and how far what is foretold is from what is measured.

Each architecture is trained for some seconds in batches of 128 and of 32, which tells an image's cost from a step's;
then follow networks of other sizes and other knobs, of which only the sum is compared. `COSTS` in
digitdemo/jobs/work.py has what is measured of the first two. Of the epochs the quickest counts, of the passes over all
of it the median.
"""

import argparse
import dataclasses
import itertools
import statistics
import time
from typing import Any

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.work import images_measured, images_trained, work_of
from digitdemo.system import quiet

_EPOCHS = 3
_SECONDS = 2.0  # aimed at, of an epoch
_MOST_IMAGES = 55_000
_BATCHES = (128, 32)
# What differs from the recipe.
_OTHERS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("mlp", {"width": 32}),
    ("mlp", {"width": 1024, "hidden_layers": 4}),
    ("mlp", {"width": 128, "augmentation": "light"}),
    ("mlp", {"width": 128, "augmentation": "strong"}),
    ("mlp", {"batch_norm": "on", "dropout": 0.3}),
    ("mlp", {"batch_size": 512}),
    ("mlp", {"batch_size": 8}),
    ("cnn", {"filters": 4}),
    ("cnn", {"filters": 64}),
    ("cnn", {"batch_norm": "on"}),
    ("cnn", {"activation": "gelu"}),
    ("cnn", {"batch_size": 512}),
    ("fast", {"batch_size": 8}),
    ("fast", {"augmentation": "strong"}),
    ("best", {"augmentation": "off"}),
    ("lenet", {"batch_size": 512}),
    ("gru", {"width": 32}),
    ("gru", {"width": 512}),
    ("vit", {"width": 16}),
    ("vit", {"width": 256}),
    ("vit", {"dropout": 0.2}),
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    names = list(ARCHITECTURES)
    parser.add_argument("--models", nargs="+", default=names, choices=names, help="default all")
    parser.add_argument("--passes", type=int, default=3, help="over all that is measured; default 3")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"costs": {NAME: {"image_us", "step_us", "measured_us", "compiling_s"}}, "foretold": [...], "within"}."""
    recipes = [TrainConfig(architecture=name, batch_size=size) for name in options.models for size in _BATCHES]
    others = [TrainConfig(architecture=name, **knobs) for name, knobs in _OTHERS if name in options.models]
    passes: dict[TrainConfig, list[_Epoch]] = {config: [] for config in (*recipes, *others)}
    for _ in range(options.passes):
        for config, found in passes.items():
            found.append(_trained(config))
    epochs = {config: _median(found) for config, found in passes.items()}
    costs = {}
    for name in options.models:
        costs[name] = _costs(*(epochs[TrainConfig(architecture=name, batch_size=size)] for size in _BATCHES))
        shown = ", ".join(f"{what} {value:.3g}" for what, value in costs[name].items())
        print(f"{name:7} {shown}", flush=True)
    foretold = [_compared(config, epoch) for config, epoch in epochs.items()]
    within = statistics.mean(1 / 1.5 <= each["foretold_s"] / each["measured_s"] <= 1.5 for each in foretold)
    print(f"Foretold within a factor of 1.5: {within:.0%}")
    return {"costs": costs, "foretold": foretold, "within": within}


@dataclasses.dataclass(frozen=True)
class _Epoch:
    """What was measured of a short training: seconds of an epoch's steps, of what comes after them, and at first."""

    config: TrainConfig
    training: float
    measuring: float
    compiling: float


def _trained(config: TrainConfig) -> _Epoch:
    with quiet():
        from digitdemo.training.loop import forget, train

    small = dataclasses.replace(config, epochs=_EPOCHS, pen_drawings=0, train_size=_images(config))
    begun = time.perf_counter()
    records = []
    compiling = 0.0
    for record in train(small):
        records.append(record)
        compiling = compiling or time.perf_counter() - begun
    forget()
    after = [
        later.elapsed_seconds - earlier.elapsed_seconds - later.seconds
        for earlier, later in itertools.pairwise(records)
    ]
    return _Epoch(small, min(record.seconds for record in records[1:]), min(after), compiling)


def _images(config: TrainConfig) -> int:
    """Return how many images make an epoch of some seconds, by what is foretold."""
    work = work_of(dataclasses.replace(config, pen_drawings=0, train_size=_MOST_IMAGES))
    return max(4 * config.batch_size, 500, min(_MOST_IMAGES, round(_MOST_IMAGES * _SECONDS / work.epoch)))


def _median(found: list[_Epoch]) -> _Epoch:
    def middle(name: str) -> float:
        return statistics.median(getattr(each, name) for each in found)

    first = max(each.compiling for each in found)  # later passes find the graph
    return _Epoch(found[0].config, middle("training"), middle("measuring"), first)


def _costs(large: _Epoch, small: _Epoch) -> dict[str, float]:
    """Return what an image and a step cost, of epochs in large and in small batches."""
    per_image = [epoch.training / images_trained(epoch.config) for epoch in (large, small)]
    step = max(0.0, (per_image[1] - per_image[0]) / (1 / small.config.batch_size - 1 / large.config.batch_size))
    return {
        "image_us": 1e6 * (per_image[0] - step / large.config.batch_size),
        "step_us": 1e6 * step,
        "measured_us": 1e6 * large.measuring / images_measured(large.config),
        "compiling_s": large.compiling,
    }


def _compared(config: TrainConfig, epoch: _Epoch) -> dict[str, Any]:
    measured, foretold = epoch.training + epoch.measuring, work_of(epoch.config).epoch
    print(f"{config.architecture:7} foretold {foretold:6.2f} s, measured {measured:6.2f} s: {epoch.config.to_texts()}")
    return {
        "config": epoch.config.to_texts(),
        "measured_s": measured,
        "training_s": epoch.training,
        "foretold_s": foretold,
    }
