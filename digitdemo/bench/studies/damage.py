"""Damaged test images: all shipped models, and one small network trained without and with augmentation."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from digitdemo.analysis.studies.damaged import Damage
from digitdemo.config.train_config import TrainConfig
from digitdemo.data.corruptions import CORRUPTIONS, LEVELS, corrupted
from digitdemo.data.mnist import load_test_digits
from digitdemo.inference.classifier import Classifier
from digitdemo.runs.store import MODEL_FILE
from digitdemo.system import quiet

IMAGES = 2000
SEEDS = (0, 1, 2)
_KNOBS = dict(architecture="fast", train_size=10_000, schedule="one-cycle", learning_rate=0.01, epochs=8)
PLAIN, AUGMENTED = (
    tuple(TrainConfig(**_KNOBS, augmentation=strength, seed=seed) for seed in SEEDS) for strength in ("off", "light")
)


def chosen_images() -> tuple[np.ndarray, np.ndarray]:
    """Return `IMAGES` of the test images by chance, and their labels: the first ones are easier than the last."""
    images, labels = load_test_digits()
    chosen = np.random.default_rng(0).permutation(len(images))[:IMAGES]
    return images[chosen], labels[chosen]


def damage(models: Mapping[str, Classifier], images: np.ndarray, labels: np.ndarray) -> dict[str, Damage]:
    """Return what every kind and strength of damage does to the answers of each model, by its name."""
    before = {name: model.logits(images).argmax(1) == labels for name, model in models.items()}
    lost: dict[str, dict[str, list[int]]] = {name: {kind: [] for kind in CORRUPTIONS} for name in models}
    gained: dict[str, dict[str, list[int]]] = {name: {kind: [] for kind in CORRUPTIONS} for name in models}
    for kind in CORRUPTIONS:
        for level in range(1, LEVELS + 1):
            damaged = corrupted(images, kind, level)
            for name, model in models.items():
                after = model.logits(damaged).argmax(1) == labels
                lost[name][kind].append(int((before[name] & ~after).sum()))
                gained[name][kind].append(int((after & ~before[name]).sum()))
    return {
        name: Damage(
            images=len(images),
            right=int(before[name].sum()),
            lost={kind: tuple(counts) for kind, counts in lost[name].items()},
            gained={kind: tuple(counts) for kind, counts in gained[name].items()},
        )
        for name in models
    }


def trained(configs: Sequence[TrainConfig], images: np.ndarray, labels: np.ndarray) -> Iterator[Damage]:
    """Yield what damage does to a network that is trained by each config."""
    with quiet():
        from digitdemo.training.loop import forget
        from digitdemo.training.session import train_and_export
    for config in configs:
        with tempfile.TemporaryDirectory() as folder:
            train_and_export(config, Path(folder), on_epoch=lambda record: None)
            yield damage({"": Classifier(Path(folder) / MODEL_FILE)}, images, labels)[""]
        forget()
