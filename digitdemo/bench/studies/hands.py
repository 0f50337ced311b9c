"""What the shipped models read of digits that are not MNIST's."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from digitdemo.analysis.studies.hands import Hands, Share
from digitdemo.config.train_config import TrainConfig
from digitdemo.data.preprocessing import preprocess_strokes
from digitdemo.data.templates import pen_digit
from digitdemo.inference.classifier import Classifier
from digitdemo.system import PROJECT

TEMPLATES = 1000
_AREA = 100.0  # the unit of the templates
_RECORDED = PROJECT / "benchmarks" / "results" / "drawings.json"


def template_digits(count: int = TEMPLATES) -> tuple[np.ndarray, np.ndarray]:
    """Return digits drawn from our own templates, in turn, uint8 (count, 28, 28), and their labels.

    No training draws from this seed.
    """
    rng = np.random.default_rng([0, 4 << 20])
    labels = np.arange(count) % 10
    images = []
    for label in labels:
        steps = preprocess_strokes(pen_digit(int(label), rng), _AREA)
        assert steps is not None
        images.append(steps.image)
    return np.array(images), labels


def hands(
    models: Mapping[str, Classifier],
    configs: Mapping[str, TrainConfig],
    test: Mapping[str, Share],
    recorded: Path = _RECORDED,
) -> Hands:
    """Return the accuracies of `models`, which were trained by `configs` and have those on the `test` set.

    Raises:
        OSError: the record of other people's drawings is missing.
    """
    images, labels = template_digits()
    drawn = json.loads(recorded.read_text(encoding="utf-8"))
    return Hands(
        test={name: test[name] for name in models},
        drawings={name: Share(accuracy=drawn["models"][name]["accuracy"], n=drawn["drawings"]) for name in models},
        templates={
            name: Share(accuracy=float((model.logits(images).argmax(1) == labels).mean()), n=len(labels))
            for name, model in models.items()
        },
        learned_templates=tuple(name for name in models if configs[name].pen_drawings),
    )
