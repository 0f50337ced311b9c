"""What the shipped models read of digits that are not MNIST's."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from digitdemo.analysis.studies.hands import Hands, Share
from digitdemo.data.mnist import load_test_digits
from digitdemo.data.synthetic import drawn_image
from digitdemo.data.templates import pen_digit
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.shipped import load_shipped, shipped_classifiers
from digitdemo.runs.run import Run
from digitdemo.system import PROJECT

TEMPLATES = 1000
_DIGITS = 5  # after the point
_RECORDED = PROJECT / "benchmarks" / "results" / "drawings.json"


def measure_hands() -> Hands:
    """Ask all of them about the test set and the templates.

    Raises:
        OSError: the record of other people's drawings is missing.
    """
    found = hands(
        shipped_classifiers(),
        load_shipped().runs,
        load_test_digits(),
        template_digits(TEMPLATES),
        json.loads(_RECORDED.read_text(encoding="utf-8")),
    )
    for name, test in found.test.items():
        others = f"drawings {found.drawings[name].accuracy:.3f}, templates {found.templates[name].accuracy:.3f}"
        print(f"{name:8} test {test.accuracy:.4f}, {others}", flush=True)
    return found


def template_digits(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return digits drawn from our own templates, in turn, uint8 (count, 28, 28), and their labels.

    No training draws from this seed.
    """
    rng = np.random.default_rng([0, 4 << 20])
    labels = np.arange(count) % 10
    return np.array([drawn_image(pen_digit(int(label), rng)) for label in labels]), labels


def hands(
    models: Mapping[str, Classifier],
    runs: Mapping[str, Run],
    digits: tuple[np.ndarray, np.ndarray],
    templates: tuple[np.ndarray, np.ndarray],
    drawn: Any,
) -> Hands:
    """Return the accuracies of `models`, which are of those runs, on the test `digits` and on the others.

    Both `digits` and `templates` are images, uint8 (n, 28, 28), and their labels, int (n,). `drawn` is what
    `python -m digitdemo bench drawings` recorded.
    """
    return Hands(
        test={name: _share(model, *digits) for name, model in models.items()},
        drawings={
            name: Share(accuracy=round(drawn["models"][name]["accuracy"], _DIGITS), n=drawn["drawings"])
            for name in models
        },
        templates={name: _share(model, *templates) for name, model in models.items()},
        learned_templates=tuple(name for name in models if runs[name].config.pen_drawings),
    )


def _share(model: Classifier, images: np.ndarray, labels: np.ndarray) -> Share:
    return Share(accuracy=round(float((model.logits(images).argmax(1) == labels).mean()), _DIGITS), n=len(labels))
