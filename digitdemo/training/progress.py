"""How far a training is, and how long it will still take."""

import time
from collections.abc import Callable
from typing import Literal

from digitdemo.runs.metrics import Progress

_EVALUATION_COST = 1 / 3  # of an image evaluated, where one trained costs 1


class ProgressTracker:
    """Turns the steps done and the images evaluated into `Progress`.

    An epoch has `steps` steps of `trained` images in all, and `evaluated` images are evaluated after it.
    """

    def __init__(
        self, epochs: int, steps: int, *, trained: int, evaluated: int, on_progress: Callable[[Progress], None]
    ) -> None:
        self._epochs, self._steps, self._on_progress = epochs, steps, on_progress
        self._trained, self._evaluated = trained, evaluated
        self._started: float | None = None
        self._images_per_second = 0.0

    def start(self) -> None:
        """Begin epoch 1."""
        self._started = time.perf_counter()

    @property
    def elapsed(self) -> float:
        """Seconds since the beginning of epoch 1, 0 before it."""
        return time.perf_counter() - self._started if self._started is not None else 0.0

    def report_training(self, epoch: int, step: int, seconds: float) -> None:
        """Report that `step` steps of this epoch are done, which took `seconds`."""
        images = self._trained * step / self._steps
        self._images_per_second = images / seconds if seconds else 0.0
        self._report(epoch, step, "training", images)

    def evaluation_report(self, epoch: int) -> Callable[[int], None]:
        """Return the function that is to be called with how many more images were evaluated after this epoch.

        Before epoch 1 it reports nothing.
        """
        images = 0

        def report(count: int) -> None:
            nonlocal images
            images += count
            if epoch:
                self._report(epoch, self._steps, "evaluating", self._trained + _EVALUATION_COST * images)

        return report

    def _report(self, epoch: int, step: int, phase: Literal["training", "evaluating"], work: float) -> None:
        share_of_epoch = work / (self._trained + _EVALUATION_COST * self._evaluated)
        fraction = min(1.0, (epoch - 1 + share_of_epoch) / self._epochs)
        self._on_progress(
            Progress(
                epoch=epoch,
                epochs=self._epochs,
                step=step,
                steps=self._steps,
                phase=phase,
                images_per_second=self._images_per_second,
                fraction=fraction,
                seconds_left=self.elapsed * (1 - fraction) / fraction,
            )
        )
