"""What one small network reads in damaged test images, trained without and with augmentation."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from digitdemo.analysis.studies.damaged import Damage
from digitdemo.analysis.studies.unseen import AUGMENTED, PLAIN, SEEDS, Unseen, unseen_config
from digitdemo.bench.studies.damage import chosen_images, damage
from digitdemo.data.corruptions import CORRUPTIONS
from digitdemo.inference.classifier import Classifier
from digitdemo.runs.files import MODEL_FILE
from digitdemo.system import quiet


def measure_unseen() -> Unseen:
    """Train both from every seed and ask them, about two minutes."""
    return Unseen(plain=tuple(_trained(PLAIN)), augmented=tuple(_trained(AUGMENTED)))


def _trained(augmentation: str) -> Iterator[Damage]:
    with quiet():
        from digitdemo.training.loop import forget
        from digitdemo.training.session import train_and_export
    for seed in SEEDS:
        with tempfile.TemporaryDirectory() as folder:
            train_and_export(unseen_config(augmentation, seed), Path(folder), on_epoch=lambda record: None)
            found = damage({"": Classifier((Path(folder) / MODEL_FILE).read_bytes())}, *chosen_images())[""]
        forget()
        right = ", ".join(f"{kind} {found.accuracy(kind, 3):.3f}" for kind in CORRUPTIONS)
        print(f"augmentation {augmentation}, seed {seed}: {found.accuracy('noise', 0):.3f}; at strength 3: {right}")
        yield found
