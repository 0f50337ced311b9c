"""What the tests share: small data, the drawing helper, the running app and the browser."""

import dataclasses
import time
from collections.abc import Callable

import numpy as np
import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.data.mnist import Mnist, load_mnist
from digitdemo.runs.metrics import EpochMetrics
from digitdemo.runs.run import Run


@pytest.fixture(scope="session")
def small_mnist() -> Mnist:
    """The first 2,000 training and 500 test images: enough to learn something within a second."""
    whole = load_mnist()
    return Mnist(whole.x_train[:2000], whole.y_train[:2000], whole.x_test[:500], whole.y_test[:500])


def ink_of(*strokes: list[tuple[float, float]], width: int = 280, height: int = 280, pen: int = 20) -> np.ndarray:
    """Return strokes, given as points, as ink: uint8 (height, width)."""
    from PIL import Image, ImageDraw

    picture = Image.new("L", (width, height))
    draw = ImageDraw.Draw(picture)
    for stroke in strokes:
        draw.line(stroke, fill=255, width=pen, joint="curve")
        for x, y in stroke:
            draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
    return np.asarray(picture)


SEVEN = [(70.0, 50.0), (200.0, 50.0), (180.0, 110.0), (150.0, 170.0), (135.0, 240.0)]
ONE = [(140.0, 40.0), (140.0, 240.0)]


def until(condition: Callable[[], object], seconds: float = 5.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if result := condition():
            return result
        time.sleep(0.01)
    raise AssertionError("it did not happen")


RECORD = EpochMetrics(
    epoch=0,
    train_accuracy=0.1,
    train_loss=2.3,
    test_accuracy=0.11,
    test_loss=2.31,
    seconds=0.0,
    images_per_second=0.0,
    elapsed_seconds=0.0,
)


MLP = TrainConfig(architecture="mlp")


DROPOUT = dataclasses.replace(MLP, dropout=0.5)


def run_of(config: TrainConfig, test: float = 0.98, *, seed: int = 0, **fields) -> Run:
    kept = dataclasses.replace(RECORD, epoch=1, train_accuracy=0.99, test_accuracy=test)
    config = dataclasses.replace(config, seed=seed)
    return Run(**{"id": f"{test}-{seed}", "config": config, "history": (RECORD, kept), **fields})
