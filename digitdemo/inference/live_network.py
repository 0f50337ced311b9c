"""Networks for the browser: their layers and weights, so that a page answers while one draws."""

import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from digitdemo.config.train_config import TrainConfig

# A page loads them: 1.3 MB for the largest of those that are shipped, the MLP of 669,706.
MOST_WEIGHTS = 700_000

Layer = dict[str, Any]


def live_network(config: TrainConfig, weights: Sequence[np.ndarray], temperature: float) -> dict[str, Any] | None:
    """Return a network as digitdemo/ui/components/live/network.js takes it, or None where that cannot compute it.

    {"layers": what `layers_of` returns, "weights": bytes of float16, little endian, "temperature": that of the run}.
    `weights` are in the order of Keras' `model.weights`; one that float16 cannot hold becomes the nearest that it can.

    Raises:
        ValueError: the weights are not those of that network.
    """
    layers = layers_of(config)
    numbers = sum(weight.size for weight in weights)
    if layers is None or numbers > MOST_WEIGHTS:
        return None
    if numbers != _weights_of(layers):
        raise ValueError(f"weights: {numbers:,} numbers are not those of this network; it has {_weights_of(layers):,}")
    most = np.finfo(np.float16).max
    halves = b"".join(np.clip(weight, -most, most).astype("<f2").tobytes() for weight in weights)
    return {"layers": layers, "weights": halves, "temperature": temperature}


def packed(networks: Mapping[str, dict[str, Any] | str]) -> bytes:
    """Return networks that `live_network` described, by their names, in one piece: as text they would be a third more.

    For one the address of a file may stand that has it, by the same name, as this function packs it.

    How long the JSON of everything but the weights is (uint32, little endian); that JSON with the first and the last
    byte of its weights for each network, counted from the end of the JSON; the weights one after the other.
    """
    about: dict[str, dict[str, Any] | str] = {}
    weights: list[bytes] = []
    end = 0
    for name, network in networks.items():
        if isinstance(network, str):
            about[name] = network
            continue
        weights.append(network["weights"])
        first, end = end, end + len(network["weights"])
        about[name] = {**network, "weights": [first, end]}
    told = json.dumps(about).encode()
    return b"".join([len(told).to_bytes(4, "little"), told, *weights])


def layers_of(config: TrainConfig) -> list[Layer] | None:
    """Return what the network of `config` does one after the other, or None where the browser cannot do it.

    The builders of digitdemo/training/networks.py in other words, without what acts in training only. "name" is at
    the last layer of each part that can be looked at.
    """
    make = _MAKERS.get(config.architecture)
    return make(config) if make else None


def _linear(config: TrainConfig) -> list[Layer]:
    return [_dense(10)]


def _mlp(config: TrainConfig) -> list[Layer]:
    hidden = [
        _named(f"Hidden layer {number}", [_dense(config.width), *_normalization(config), *_activation(config)])
        for number in range(1, config.hidden_layers + 1)
    ]
    return [*itertools.chain(*hidden), _dense(10)]


def _cnn(config: TrainConfig) -> list[Layer]:
    def after() -> list[Layer]:
        pooling, rest = [_POOLING], [*_normalization(config), *_activation(config)]
        return rest + pooling if config.activation == "gelu" else pooling + rest

    filters = config.filters
    first = _named("Convolution 1", [_convolution(filters, 3), *after()])
    return [*first, *_named("Convolution 2", [_convolution(2 * filters, 3), *after()]), _dense(10)]


def _fast(config: TrainConfig) -> list[Layer]:
    return [
        *_named("Convolution 1", [_convolution(16, 5, stride=2), _RELU]),
        *_named("Convolution 2", _block(32, pooling=True)),
        *_named("Convolution 3", _block(64)),
        _dense(10),
    ]


def _best(config: TrainConfig) -> list[Layer]:
    blocks = [_block(32, pooling=True), _block(64), _block(64, pooling=True), _block(128, same=True)]
    named = [_named(f"Convolution {number}", block) for number, block in enumerate(blocks, start=1)]
    return [*itertools.chain(*named), _dense(10)]


def _lenet(config: TrainConfig) -> list[Layer]:
    mean = {"kind": "mean pooling"}
    return [
        *_named("Convolution 1", [_convolution(6, 5, same=True), *_activation(config), mean]),
        *_named("Convolution 2", [_convolution(16, 5), *_activation(config), mean]),
        *_named("Hidden layer 1", [_dense(120), *_activation(config)]),
        *_named("Hidden layer 2", [_dense(84), *_activation(config)]),
        _dense(10),
    ]


_MAKERS: dict[str, Callable[[TrainConfig], list[Layer]]] = {
    "linear": _linear,
    "mlp": _mlp,
    "cnn": _cnn,
    "fast": _fast,
    "best": _best,
    "lenet": _lenet,
}

_POOLING: Layer = {"kind": "max pooling"}
_RELU: Layer = {"kind": "activation", "function": "relu"}
_NORMALIZATION: Layer = {"kind": "normalization"}


def _convolution(filters: int, size: int, *, stride: int = 1, same: bool = False, bias: bool = True) -> Layer:
    return {
        "kind": "convolution",
        "size": size,
        "filters": filters,
        "stride": stride,
        "same": same,
        "bias": bias,
    }


def _dense(units: int) -> Layer:
    return {"kind": "dense", "units": units}


def _block(filters: int, *, pooling: bool = False, same: bool = False) -> list[Layer]:
    convolution = _convolution(filters, 3, same=same, bias=False)
    return [convolution, *([_POOLING] if pooling else []), _NORMALIZATION, _RELU]


def _normalization(config: TrainConfig) -> list[Layer]:
    return [_NORMALIZATION] if config.batch_norm == "on" else []


def _activation(config: TrainConfig) -> list[Layer]:
    return [{"kind": "activation", "function": config.activation}] if config.activation != "none" else []


def _named(name: str, part: list[Layer]) -> list[Layer]:
    return [*part[:-1], {**part[-1], "name": name}]


def _weights_of(layers: Sequence[Layer]) -> int:
    """Return how many numbers the layers have, with the means and variances of batch normalization."""
    side, channels, count = 28, 1, 0
    for layer in layers:
        match layer["kind"]:
            case "convolution":
                size, filters = layer["size"], layer["filters"]
                count += size * size * channels * filters + filters * layer["bias"]
                side = side if layer["same"] else (side - size) // layer["stride"] + 1
                channels = filters
            case "max pooling" | "mean pooling":
                side //= 2
            case "normalization":
                count += 4 * channels
            case "dense":
                count += (side * side * channels + 1) * layer["units"]
                side, channels = 1, layer["units"]
    return count
