"""Long work in short calls: what lets a person see it go on, and stop it."""

import time
from collections.abc import Callable, Iterator

from digitdemo.runs.metrics import Progress

CALL_SECONDS = 0.1  # aimed length of one call, half of what is promised between two progress reports


class Pacer:
    """Finds out how much of a kind of work is done in `CALL_SECONDS`."""

    def __init__(self) -> None:
        self._most = 1

    def calls(self, total: int) -> Iterator[tuple[int, int]]:
        """Yield (first, last) until `total` pieces are done: the caller then does pieces `first` to `last` - 1."""
        first = 0
        while first < total:
            last = min(first + self._most, total)
            begun = time.perf_counter()
            yield first, last
            took, done = time.perf_counter() - begun, last - first
            if done == self._most or took > CALL_SECONDS:
                self._most = max(1, min(2 * self._most, int(done * CALL_SECONDS / took)))
            first = last


class Clock:
    """Turns steps and measured images into `Progress`. An image measured counts as a third of one trained."""

    def __init__(self, epochs: int, steps: int, images: int, on_progress: Callable[[Progress], None]) -> None:
        self._epochs, self._steps, self._images, self._on_progress = epochs, steps, images, on_progress
        self._started: float | None = None
        self._rate = 0.0

    def start(self) -> None:
        """Begin epoch 1."""
        self._started = time.perf_counter()

    @property
    def elapsed(self) -> float:
        """Seconds since the beginning of epoch 1."""
        return time.perf_counter() - self._started if self._started is not None else 0.0

    def training(self, epoch: int, step: int, seconds: float) -> None:
        """Report that `step` steps of this epoch are done, which took `seconds`."""
        trained = self._images * step / self._steps
        self._rate = trained / seconds if seconds else 0.0
        self._report(epoch, step, "training", trained / self._epoch_work)

    def evaluating(self, epoch: int, images: int) -> Callable[[int], None]:
        """Return what is to be told how many more of the `images` were measured."""
        self._measured_images = images
        measured = 0

        def report(count: int) -> None:
            nonlocal measured
            measured += count
            if epoch:
                self._report(epoch, self._steps, "evaluating", (self._images + measured / 3) / self._epoch_work)

        return report

    @property
    def _epoch_work(self) -> float:
        return self._images + self._measured_images / 3

    def _report(self, epoch: int, step: int, phase: str, share_of_epoch: float) -> None:
        fraction = min(1.0, (epoch - 1 + share_of_epoch) / self._epochs)
        self._on_progress(
            Progress(
                epoch=epoch,
                epochs=self._epochs,
                step=step,
                steps=self._steps,
                phase=phase,  # type: ignore[arg-type]
                images_per_second=self._rate,
                fraction=fraction,
                seconds_left=self.elapsed * (1 - fraction) / fraction,
            )
        )
