"""What models read in the drawings of a class: each model reads each drawing once, in the background."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping

import numpy as np

from digitdemo.data.drawn_digits import image_of_digit
from digitdemo.data.strokes import Strokes
from digitdemo.inference.classifier import Classifier, ModelError
from digitdemo.runs.run import RunError
from digitdemo.system import warn_once

_MOST_MODELS = 1000  # whose readings are remembered: some 25 kB each
_MOST_DRAWINGS = 20_000  # whose pictures are: 0.8 kB each
_TOLD_SECONDS = 1.0  # between two news of what was read, as long as there is more to read
_PAUSE_SECONDS = 0.002  # after each drawing: those who look at pages come first

_LOG = logging.getLogger(__name__)


class PoolReadings:
    """Readings of drawings by runs' models; drawings are known by numbers. Safe to use from several threads.

    `load` returns the model of a run, None where it has none; it is called in a thread that runs while there is
    something to read.
    """

    def __init__(self, load: Callable[[str], Classifier | None]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._strokes: dict[int, Strokes] = {}  # of drawings that have no picture yet
        self._images: dict[int, np.ndarray | None] = {}
        self._read: dict[str, dict[int, np.ndarray]] = {}
        self._wanted: dict[str, list[int]] = {}
        self._unreadable: set[str] = set()  # runs without a model that loads
        self._reading = False
        self._version = 0

    @property
    def version(self) -> int:
        """Goes up when something was read."""
        return self._version

    def want(self, run_ids: Iterable[str], numbers: Iterable[int], strokes: Mapping[int, Strokes]) -> None:
        """Have these runs' models read these drawings, as far as they have not.

        `strokes` are those of drawings that are `unseen`, in units of the canvas.
        """
        with self._lock:
            self._forget_old()
            self._strokes.update((n, drawn) for n, drawn in strokes.items() if n not in self._images)
            inked = [n for n in numbers if n in self._strokes or self._images.get(n) is not None]
            for run_id in set(run_ids) - self._unreadable:
                read = self._read.get(run_id, {})
                if missing := [number for number in inked if number not in read]:
                    self._wanted[run_id] = missing
            if self._wanted and not self._reading:
                self._reading = True
                threading.Thread(target=self._read_all, name="pool readings", daemon=True).start()

    @property
    def busy(self) -> bool:
        """Whether something is being read."""
        return self._reading

    def unseen(self, numbers: Iterable[int]) -> list[int]:
        """Return those of the drawings whose strokes `want` has to be given."""
        with self._lock:
            return [number for number in numbers if number not in self._images]

    def read_by(self, run_id: str) -> Mapping[int, np.ndarray]:
        """Return the probabilities, float32 (10,), that a run's model gives so far, by the numbers of drawings."""
        with self._lock:
            return dict(self._read.get(run_id, {}))

    def image(self, number: int) -> np.ndarray | None:
        """Return a drawing as the models read it, uint8 (28, 28), once one has; None where it has no ink."""
        return self._images.get(number)

    def _read_all(self) -> None:
        told, untold = time.monotonic(), False
        try:
            while True:
                with self._lock:
                    if untold and (not self._wanted or time.monotonic() - told > _TOLD_SECONDS):
                        told, untold = time.monotonic(), False
                        self._version += 1
                    if not self._wanted:
                        self._reading = False  # here: who wants something now starts the next thread
                        return
                    run_id = next(iter(self._wanted))
                    numbers = self._wanted.pop(run_id)
                found = self._read_by_one(run_id, numbers)
                with self._lock:
                    untold = untold or bool(found)
                    self._read.setdefault(run_id, {}).update(found)
        except BaseException:
            self._reading = False
            raise

    def _read_by_one(self, run_id: str, numbers: list[int]) -> dict[int, np.ndarray]:
        images = {number: image for number in numbers if (image := self._image_of(number)) is not None}
        try:
            model = self._load(run_id)
        except RunError as error:  # it is gone, or its database does not answer now
            warn_once(_LOG, f"A model does not read a class's drawings: {error}")
            return {}
        except ModelError as error:
            warn_once(_LOG, f"A model does not read a class's drawings: {error}")
            model = None
        if model is None:
            self._unreadable.add(run_id)
        if model is None or not images:
            return {}
        return dict(zip(images, model.probabilities(np.stack(list(images.values()))), strict=True))

    def _image_of(self, number: int) -> np.ndarray | None:
        if (strokes := self._strokes.get(number)) is not None:
            self._images[number] = image_of_digit(strokes)
            self._strokes.pop(number)
            time.sleep(_PAUSE_SECONDS)
        return self._images.get(number)

    def _forget_old(self) -> None:
        if len(self._images) > _MOST_DRAWINGS:
            self._images.clear()
            self._read.clear()
        while len(self._read) > _MOST_MODELS:
            self._read.pop(next(iter(self._read)))
