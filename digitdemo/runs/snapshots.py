"""The weights of some epochs of a training, kept small beside its model, so that any of them can answer again."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

Weights = Sequence[np.ndarray]  # in the order of Keras' `model.weights`

FILE = "snapshots.npz"
MOST = 12
_MOST_BYTES = 6_000_000  # a run; the last epoch and the untrained model are kept however large they are
_BYTES = 2  # float16: three digits of every weight, which moves a probability by less than a thousandth


def snapshot_epochs(epochs: int, parameters: int) -> tuple[int, ...]:
    """Return which of the epochs 0 to `epochs` to keep of a model with that many weights: evenly, with both ends."""
    room = max(2, min(MOST, _MOST_BYTES // (_BYTES * max(1, parameters))))
    return tuple(sorted({round(epoch) for epoch in np.linspace(0, epochs, min(room, epochs + 1))}))


class Snapshots:
    """Takes the weights of the wanted epochs while a training runs."""

    def __init__(self, epochs: int, parameters: int) -> None:
        self._wanted = snapshot_epochs(epochs, parameters)
        self._taken: dict[int, list[np.ndarray]] = {}

    def take(self, epoch: int, weights: Callable[[], Weights]) -> None:
        """Keep the weights of that epoch if it is one of the wanted."""
        if epoch in self._wanted:
            self.keep(epoch, weights())

    def keep(self, epoch: int, weights: Weights) -> None:
        """Keep the weights of that epoch, in the place of those that were taken of it."""
        self._taken[epoch] = [np.asarray(weight).astype(np.float16) for weight in weights]

    def save(self, folder: Path) -> None:
        """Write what was taken into `folder`."""
        arrays = {
            f"{epoch}-{number}": weight for epoch, taken in self._taken.items() for number, weight in enumerate(taken)
        }
        with (folder / FILE).open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)


def load_snapshots(data: bytes, *, only: int | None = None) -> dict[int, list[np.ndarray]]:
    """Return the weights of every epoch that was kept, or of that one, float32, by epoch, the earliest first.

    Raises:
        ValueError: `data` is not what `Snapshots.save` wrote.
    """
    found: dict[int, dict[int, np.ndarray]] = {}
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            for name in arrays.files:
                epoch, number = map(int, name.split("-"))
                if only in (None, epoch):
                    found.setdefault(epoch, {})[number] = arrays[name].astype(np.float32)
    except Exception as error:  # zipfile and NumPy raise errors of a dozen kinds over damaged bytes
        raise ValueError(f"{FILE}: {error}") from error
    return {epoch: [found[epoch][number] for number in sorted(found[epoch])] for epoch in sorted(found)}
