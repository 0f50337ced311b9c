"""What the shipped models read in damaged test images."""

from collections.abc import Mapping

import numpy as np

from digitdemo.analysis.studies.damage import Damages
from digitdemo.analysis.studies.damaged import Damage
from digitdemo.data.corruptions import CORRUPTIONS, LEVELS, corrupted
from digitdemo.data.mnist import load_test_digits
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.shipped import shipped_classifiers

IMAGES = 2000


def measure_damage() -> Damages:
    """Ask all of them, about a minute and a half."""
    models = damage(shipped_classifiers(), *chosen_images())
    for name, found in models.items():
        falls = ", ".join(f"{kind} {100 * found.fall(kind, 3):.1f}" for kind in CORRUPTIONS)
        print(f"{name:8} {found.right} of {found.images}; fewer points at strength 3: {falls}", flush=True)
    return Damages(models=models)


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
