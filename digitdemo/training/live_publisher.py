"""Hands a model's weights over while it trains, to whoever watches it learn."""

import time
from collections.abc import Callable

from digitdemo.runs.live_weights import LiveWeights, half_arrays
from digitdemo.training.evaluation import Evaluator
from digitdemo.training.graphs import Graphs
from digitdemo.training.image_bank import ImageBank
from digitdemo.training.pacing import CALL_SECONDS, Pacer

LIVE_TEST_IMAGES = 400  # a standard error of 1 point at 95 %: enough for a line that climbs
SECONDS_BETWEEN = 0.35  # at least; with the last call of the training, five in two seconds
_MOST_COST = 0.1  # share of the time, on a machine so slow that these images take it long


class LivePublisher:
    """Calls `on_live` with the weights in `graphs`, measured on the first `LIVE_TEST_IMAGES` test images.

    `clock` gives seconds.
    """

    def __init__(
        self,
        graphs: Graphs,
        bank: ImageBank,
        on_live: Callable[[LiveWeights], None],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._graphs, self._on_live, self._clock = graphs, on_live, clock
        self._test = Evaluator(graphs, bank, bank.mnist_test_indices[:LIVE_TEST_IMAGES], Pacer())
        self._due = 0.0

    def publish(self, epochs: float) -> None:
        """Hand the weights over as they are after so many epochs."""
        begun = self._clock()
        found = self._test.evaluate(lambda images: None)
        self._on_live(
            LiveWeights(
                epochs=epochs,
                test_accuracy=found.accuracy,
                test_images=found.images,
                arrays=half_arrays(self._graphs.weights()),
            )
        )
        between = SECONDS_BETWEEN if epochs else CALL_SECONDS  # the first trained ones are waited for
        self._due = begun + max(between, (self._clock() - begun) / _MOST_COST)

    def publish_if_due(self, epochs: float) -> None:
        """Hand the weights over if that was not done just before."""
        if self._clock() >= self._due:
            self.publish(epochs)
