"""A model that is brought, run in each way in which the app will run it: for one picture, and for many at once."""

from __future__ import annotations

import math

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType

from digitdemo.inference.classifier import MANY, Classifier
from digitdemo.takehome.arrival.refusal import Unfit

# Of all tensors together, 160 MB. Of the networks that fit into a file of 12 MB the GRU of 512 units has most, 34.9
# million for 25 pictures: LiteRT makes a copy of its weights for each of its 28 steps. Of the models that come with the
# program the transformer has most, 4.5 million.
_MOST_NUMBERS = 40_000_000
_NOISE = 1e-3  # of the largest logit: rounding makes 1e-6


def check_batches(model: bytes, images: np.ndarray) -> None:
    """Run `model` on `MANY` of `images`, uint8 (n, 28, 28): one by one, and all at once.

    For a process of its own: what a model takes is seen when it has taken it.

    Raises:
        Unfit: "memory", or "batch" where the answers differ.
        ModelError, ValueError, RuntimeError: it cannot be run.
    """
    for count in (1, MANY):
        found = _numbers(model, count)
        if found > _MOST_NUMBERS:
            raise Unfit("memory", f"{found:,}", f"{_MOST_NUMBERS:,}")
    classifier = Classifier(model)
    together = classifier.logits(images[:MANY])
    alone = np.concatenate([classifier.logits(images[row : row + 1]) for row in range(MANY)])
    far = float(np.abs(together - alone).max() / max(1.0, np.abs(alone).max()))
    if not far <= _NOISE:  # nor is it, where it is no number
        raise Unfit("batch", f"{far:.2g}", f"{_NOISE:g}")


def _numbers(model: bytes, count: int) -> int:
    """Return how many numbers all tensors of `model` have, once it has read `count` pictures.

    Without delegates, which would keep tensors of their own to themselves.
    """
    plain = OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
    interpreter = Interpreter(model_content=model, num_threads=1, experimental_op_resolver_type=plain)
    place = interpreter.get_input_details()[0]["index"]
    interpreter.resize_tensor_input(place, (count, 28, 28, 1))
    interpreter.allocate_tensors()
    interpreter.set_tensor(place, np.zeros((count, 28, 28, 1), np.float32))
    interpreter.invoke()
    return sum(math.prod(map(int, tensor["shape"])) for tensor in interpreter.get_tensor_details())
