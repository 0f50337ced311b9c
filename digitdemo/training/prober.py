"""Looks how a model does between two epochs, and hands its weights to whoever watches it learn."""

import time
from collections.abc import Callable

from digitdemo.runs.live_weights import LiveWeights, half_arrays
from digitdemo.runs.metrics import PROBE_IMAGES, Probe
from digitdemo.training.evaluation import Evaluation, Evaluator
from digitdemo.training.graphs import Graphs
from digitdemo.training.pacing import CALL_SECONDS, Allowance

SECONDS_BETWEEN = 0.35  # at least; with the last call of the training, five in two seconds
MOST_COST = 0.04  # share of the time: with what varies from probe to probe, less than the 5 % that are promised
_SECOND_LOOK = 1.0  # seconds at most until the second one, which tells whether the first was held up


class Prober:
    """Calls `on_probe` with how the model in `graphs` does on the first images of both slices that are measured.

    `on_live`, if given, gets its weights at the same time, and between two probes that lie far apart; `on_answers` gets
    what it answers to the test images, after so many epochs. `clock` gives seconds.
    """

    def __init__(
        self,
        graphs: Graphs,
        train_slice: Evaluator,
        test: Evaluator,
        on_probe: Callable[[Probe], None],
        on_live: Callable[[LiveWeights], None] | None = None,
        on_answers: Callable[[float, Evaluation], None] | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._graphs, self._train_slice, self._test = graphs, train_slice, test
        self._on_probe, self._on_live, self._on_answers, self._clock = on_probe, on_live, on_answers, clock
        self._allowance, self._first = Allowance(MOST_COST), True
        self._due = self._handed_over = clock()

    @property
    def watched(self) -> bool:
        """Whether somebody waits for the weights."""
        return self._on_live is not None

    def probe(self, epochs: float) -> None:
        """Measure, and tell how the model does after so many epochs."""
        begun = self._clock()
        self.tell(epochs, *(one.evaluate(most=PROBE_IMAGES) for one in (self._train_slice, self._test)))
        pause = max(SECONDS_BETWEEN, self._allowance.spend(self._clock() - begun))
        self._due = begun + (min(pause, _SECOND_LOOK) if self._first else pause)
        self._first = False

    def probe_if_due(self, epochs: float) -> None:
        """Do so if that was not done just before; who watches gets weights at least, which cost little."""
        if self._clock() >= self._due:
            self.probe(epochs)
        elif self._clock() >= self._handed_over + SECONDS_BETWEEN:
            self._hand_over(epochs)

    def tell(self, epochs: float, on_train: Evaluation, on_test: Evaluation) -> None:
        """Tell how the model does by what was measured anyway."""
        train, test = on_train.probed_accuracy, on_test.probed_accuracy
        self._due = max(self._due, self._clock() + CALL_SECONDS)
        self._on_probe(Probe(epochs=epochs, train_accuracy=train, test_accuracy=test))
        if self._on_answers is not None:
            self._on_answers(epochs, on_test)
        self._hand_over(epochs, test, min(PROBE_IMAGES, on_test.images))

    def _hand_over(self, epochs: float, test_accuracy: float | None = None, test_images: int | None = None) -> None:
        if self._on_live is None:
            return
        self._handed_over = self._clock()
        arrays = half_arrays(self._graphs.weights())
        self._on_live(LiveWeights(epochs=epochs, test_accuracy=test_accuracy, test_images=test_images, arrays=arrays))
