"""How far a training is, and how long it will still take."""

import bisect
import itertools
import time
from collections import deque
from collections.abc import Callable
from typing import Literal

from digitdemo.runs.metrics import Progress

_EVALUATION_COST = 1 / 3  # of an image evaluated, where one trained costs 1
_SURE_SECONDS = 0.5  # from the beginning: before, nothing is said of the time left
_CALLS_KNOWN = 15  # tell how fast it goes: 1.5 s of training


class ProgressTracker:
    """Turns the steps done and the images evaluated into `Progress`.

    An epoch has `steps` steps of `trained` images in all, and `evaluated` images are evaluated after it. The time left
    follows from the pace of the last calls, not from all of the past, in which the first call may have been slow, and
    from how long the last evaluation took. `clock` gives seconds.
    """

    def __init__(
        self,
        epochs: int,
        steps: int,
        *,
        trained: int,
        evaluated: int,
        on_progress: Callable[[Progress], None],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._epochs, self._steps, self._on_progress = epochs, steps, on_progress
        self._trained, self._evaluated = trained, evaluated
        self._clock = clock
        self._started: float | None = None
        self._images_per_second = 0.0
        self._calls = 0
        self._last_report = 0.0, 0.0  # images and seconds of this epoch
        self._last_calls: deque[tuple[float, float]] = deque(maxlen=_CALLS_KNOWN)  # seconds per image, and images
        self._trained_at = 0.0
        self._evaluation_seconds: float | None = None

    def start(self) -> None:
        """Begin epoch 1."""
        self._started = self._clock()

    @property
    def elapsed(self) -> float:
        """Seconds since the beginning of epoch 1, 0 before it."""
        return self._clock() - self._started if self._started is not None else 0.0

    def report_training(self, epoch: int, step: int, seconds: float) -> None:
        """Report that `step` steps of this epoch are done, which took `seconds`."""
        images = self._trained * step / self._steps
        before, seconds_before = self._last_report
        if images <= before:
            self._evaluation_seconds = self._clock() - seconds - self._trained_at
            before = seconds_before = 0.0
        self._calls += 1
        if self._calls > 1:
            self._last_calls.append(((seconds - seconds_before) / (images - before), images - before))
        self._last_report = images, seconds
        self._images_per_second = images / seconds if seconds else 0.0
        self._report(epoch, step, "training", images, 0.0)

    def evaluation_report(self, epoch: int) -> Callable[[int], None]:
        """Return the function that is to be called with how many more images were evaluated after this epoch.

        Before epoch 1 it reports nothing.
        """
        images = 0
        self._trained_at = self._clock()

        def report(count: int) -> None:
            nonlocal images
            images += count
            if epoch:
                self._report(epoch, self._steps, "evaluating", self._trained, images)

        return report

    def _report(
        self, epoch: int, step: int, phase: Literal["training", "evaluating"], trained: float, evaluated: float
    ) -> None:
        work = trained + _EVALUATION_COST * evaluated
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
                seconds_left=self._seconds_left(epoch, trained, evaluated),
            )
        )

    def _seconds_left(self, epoch: int, trained: float, evaluated: float) -> float | None:
        if not self._last_calls or self.elapsed < _SURE_SECONDS:
            return None
        pace = self._pace()
        evaluation = self._evaluation_seconds
        if evaluation is None:
            evaluation = _EVALUATION_COST * pace * self._evaluated
        whole_epochs = (self._epochs - epoch) * (self._trained * pace + evaluation)
        return whole_epochs + (self._trained - trained) * pace + (1 - evaluated / self._evaluated) * evaluation

    def _pace(self) -> float:
        """Return seconds per image: half of the images of the last calls took no longer.

        So neither a call that was held up counts, nor the first ones, which are short and slow.
        """
        calls = sorted(self._last_calls)
        images = list(itertools.accumulate(count for _, count in calls))
        return calls[bisect.bisect(images, images[-1] / 2)][0]
