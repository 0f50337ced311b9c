"""What each setting of the training graphs brings or costs, alternating in one process. Imports TensorFlow."""

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.protocol import Progressed, encode
from digitdemo.runs.metrics import Progress
from digitdemo.training.batches import Batches
from digitdemo.training.graphs import Graphs
from digitdemo.training.image_bank import mnist_bank
from digitdemo.training.networks import build_model
from digitdemo.training.pacing import CALL_SECONDS

_ROUNDS = 9
_PEAK_SIDE = 3072
# Steps of 128 images in one timed piece of work, a second or so; under XLA a step of the CNN takes half a second.
_STEPS = {("linear", True): 2000, ("linear", False): 2000, ("mlp", True): 200, ("mlp", False): 200}
_STEPS |= {("cnn", True): 2, ("cnn", False): 40}
_PROGRESS = Progress(
    epoch=1,
    epochs=4,
    step=100,
    steps=430,
    phase="training",
    images_per_second=5432.1,
    fraction=0.123456789,
    seconds_left=34.56789,
)


def measure() -> dict[str, Any]:
    """Return the peak of a float32 matrix product in FLOP/s, and ratios of speeds."""
    found: dict[str, Any] = {"peak_flop_per_second": matrix_product_peak(), "xla_speed_up": {}, "progress_cost": {}}
    for name in ("linear", "mlp", "cnn"):
        with_xla, without = _Work(name, xla=True), _Work(name, xla=False)
        found["xla_speed_up"][name] = _ratio(without.run, with_xla.run) * with_xla.steps / without.steps
        # Two times that are nearly the same drown in the machine's noise: this is what a call takes that does no step.
        found["progress_cost"][name] = (without if name == "cnn" else with_xla).call_seconds() / CALL_SECONDS
        print(
            f"{name}: XLA over the whole loop makes it {found['xla_speed_up'][name]:.2f} times as fast; live progress "
            f"costs {found['progress_cost'][name]:.1%}",
            flush=True,
        )
    return found


def matrix_product_peak() -> float:
    """Return the best of some products of two float32 matrices (3072, 3072), in FLOP/s, on all cores."""
    matrix = tf.random.normal((_PEAK_SIDE, _PEAK_SIDE))
    product = tf.function(lambda a: tf.matmul(a, a)[0, 0], autograph=False)
    times = [_seconds(lambda: float(product(matrix))) for _ in range(12)]
    return 2 * _PEAK_SIDE**3 / min(times[2:])


def _ratio(slow: Callable[[], None], fast: Callable[[], None]) -> float:
    """Return how many times as long `slow` takes: the median over rounds that alternate between the two."""
    return statistics.median(_seconds(slow) / _seconds(fast) for _ in range(_ROUNDS))


def _seconds(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


class _Work:
    """Some steps of training one architecture at batch size 128."""

    def __init__(self, name: str, *, xla: bool) -> None:
        config = TrainConfig(architecture=name, batch_size=128)
        self.steps = _STEPS[name, xla]
        self._graphs = Graphs(config, xla=xla)
        self._graphs.begin(build_model(config), config)
        self._bank = mnist_bank()
        self._batches = Batches(np.arange(60_000, dtype=np.int32), 128, self._bank.size)
        self._rates = np.full(len(self._batches.rows), 1e-3, np.float32)
        self.run()

    def run(self) -> None:
        """Do the steps in as few calls as an epoch allows."""
        most = self._batches.used
        for start in range(0, self.steps, most):
            self._call(min(self.steps - start, most))

    def call_seconds(self) -> float:
        """Return what one more call takes, and the event that the trainer sends after it."""
        with Path(os.devnull).open("wb") as events:

            def empty() -> None:
                self._call(0)
                events.write(encode(Progressed(job="job", progress=_PROGRESS)))
                events.flush()

            return statistics.median(_seconds(empty) for _ in range(50))

    def _call(self, steps: int) -> None:
        self._graphs.train(self._bank, self._batches, self._rates, 0, 0, steps)
