"""How large the network of a config is, known without building it: its weights, and what one image takes it."""

from collections.abc import Callable
from dataclasses import dataclass

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import TrainConfig

_PIXELS, _CLASSES = 28 * 28, 10


@dataclass(frozen=True)
class Size:
    """A network's `weights`, trained or not, and its `products`: multiplications of one image's way through it."""

    weights: int
    products: int


def size_of(config: TrainConfig) -> Size:
    """Return the size of the network that `digitdemo/training/networks.py` builds for `config`."""
    sized = _SIZED.get(config.architecture)
    if sized is not None:
        return sized(config)
    weights = ARCHITECTURES[config.architecture].parameters
    return Size(weights, weights)  # no knob changes it, and nobody compares two architectures by it


def _mlp(config: TrainConfig) -> Size:
    kernels = biases = 0
    before = _PIXELS
    for _ in range(config.hidden_layers):
        kernels += before * config.width
        biases += config.width * _per_channel(config)
        before = config.width
    kernels += before * _CLASSES
    return Size(kernels + biases + _CLASSES, kernels)


def _cnn(config: TrainConfig) -> Size:
    few, many = config.filters, 2 * config.filters
    first, second, last = 9 * few, 9 * few * many, 5 * 5 * many * _CLASSES
    biases = (few + many) * _per_channel(config) + _CLASSES
    return Size(first + second + last + biases, 26 * 26 * first + 11 * 11 * second + last)


def _gru(config: TrainConfig) -> Size:
    width = config.width
    gates = 3 * width * (28 + width)
    return Size(gates + 3 * width * 2 + (width + 1) * _CLASSES, 28 * gates + width * _CLASSES)


def _vit(config: TrainConfig) -> Size:
    width, tokens, blocks, heads = config.width, 16, 3, 4
    inner = heads * max(1, width // heads)
    kernels = 4 * width * inner + 4 * width * width  # queries, keys, values and what becomes of them; two dense layers
    biases = 3 * inner + width + 2 * width + width + 4 * width  # at last two normalizations
    embedded = 49 * width
    return Size(
        embedded + tokens * width + blocks * (kernels + biases) + 2 * width + (width + 1) * _CLASSES,
        tokens * (embedded + blocks * (kernels + 2 * tokens * inner)) + width * _CLASSES,
    )


def _per_channel(config: TrainConfig) -> int:
    """Return the weights of a unit or channel beside its kernel: the bias, and what normalizes it."""
    return 1 + (4 if config.batch_norm == "on" else 0)


_SIZED: dict[str, Callable[[TrainConfig], Size]] = {"mlp": _mlp, "cnn": _cnn, "gru": _gru, "vit": _vit}
