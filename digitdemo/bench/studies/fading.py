"""The gradients of deep networks, layer by layer, before and after a training; the knobs stop at four layers."""

import math

import numpy as np

from digitdemo.analysis.studies.fading import BATCH, EPOCHS, IMAGES, NETS, RATE, SEEDS, Deep, Fading, Net
from digitdemo.data.mnist import Mnist, load_mnist
from digitdemo.data.splits import epoch_order, training_subset
from digitdemo.system import quiet

_PROBED = 1000  # training images, by which the gradients are measured
_DIGITS = 3  # that count


def measure_fading() -> Fading:
    """Train all of them from every seed, about two minutes."""
    mnist = load_mnist()
    nets = {}
    for name, net in NETS.items():
        nets[name] = tuple(train_deep(net, mnist, seed) for seed in SEEDS)
        for one in nets[name]:
            print(f"{name:10} {one.test_accuracy:.4f}; gradients before {one.before}, after {one.after}", flush=True)
    return Fading(nets=nets)


def train_deep(net: Net, mnist: Mnist, seed: int, *, images: int = IMAGES, epochs: int = EPOCHS) -> Deep:
    """Train a network of that kind by plain gradient descent at `RATE`, in batches of `BATCH`.

    Raises:
        FloatingPointError: a loss was infinite or not a number.
    """
    with quiet():
        from digitdemo.bench.harness.deep_network import DeepNetwork
        from digitdemo.training.loop import forget
    subset = training_subset(images, seed, total=len(mnist.x_train))
    network = DeepNetwork(net, seed)
    probed = mnist.x_train[subset[:_PROBED]], mnist.y_train[subset[:_PROBED]]
    before = network.gradients(*probed)
    for epoch in range(1, epochs + 1):
        order = epoch_order(subset, seed, epoch)
        if not math.isfinite(network.train_epoch(mnist.x_train[order], mnist.y_train[order], BATCH, RATE)):
            raise FloatingPointError(f"the loss in epoch {epoch} of {net}, seed {seed}, is no finite number")
    right = float(np.mean(network.answers(mnist.x_test) == mnist.y_test))
    after = network.gradients(*probed)
    forget()
    return Deep(seed=seed, before=_shortened(before), after=_shortened(after), test_accuracy=round(right, 5))


def _shortened(gradients: list[float]) -> tuple[float, ...]:
    return tuple(float(f"{gradient:.{_DIGITS}g}") for gradient in gradients)
