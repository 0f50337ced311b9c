"""The adversarial step on the shipped models, with TensorFlow's gradients.

Source: I. J. Goodfellow, J. Shlens, C. Szegedy, "Explaining and harnessing adversarial examples", arXiv:1412.6572.
"""

from collections.abc import Callable, Mapping

import numpy as np

from digitdemo.analysis.studies.adversarial import IMAGES, SIZE, SIZES, Adversarial, Example
from digitdemo.data.mnist import load_test_digits
from digitdemo.inference.shipped import SHIPPED, shipped_classifiers
from digitdemo.runs.files import KERAS_FILE
from digitdemo.system import quiet

Logits = Callable[[np.ndarray], np.ndarray]  # float32 (n, 28, 28) in 0 to 1 to float32 (n, 10)

_SEED = 0  # of the choice of images, and of the noise
_EXAMPLES = ("linear", "mlp", "cnn")  # models that a picture is shown for
_AT_ONCE = 250  # images


def measure_adversarial() -> Adversarial:
    """Make the step for every shipped model, and let all of them read all pictures: about a minute.

    Raises:
        DataError: MNIST is missing or damaged.
        RunError: no shipped model can be used.
    """
    images, labels = load_test_digits()
    rng = np.random.default_rng(_SEED)
    chosen = rng.choice(len(images), IMAGES, replace=False)
    pictures, digits = images[chosen].astype(np.float32) / 255, labels[chosen].astype(np.int64)
    coins = rng.choice(np.array([-1, 1], np.float32), pictures.shape)
    models = {name: model.logits for name, model in shipped_classifiers().items()}
    ways: dict[str, np.ndarray] = {}
    for name in models:
        ways[name] = gradient_signs(name, pictures, digits)
        print(f"{name}: gradients done", flush=True)
    step, noise, fooled = {}, {}, {}
    for name, logits in models.items():
        step[name] = tuple(_right(logits, moved(pictures, ways[name], size), digits) for size in SIZES)
        noise[name] = tuple(_right(logits, moved(pictures, coins, size), digits) for size in SIZES)
        made = moved(pictures, ways[name], SIZE)
        fooled[name] = {other: _right(reads, made, digits) for other, reads in models.items()}
        print(f"{name:8} step {step[name]}, noise {noise[name]}, others {fooled[name]}", flush=True)
    examples = tuple(_example(name, models, pictures, ways[name], coins, digits) for name in _EXAMPLES)
    return Adversarial(images=IMAGES, step=step, noise=noise, fooled=fooled, examples=examples)


def gradient_signs(name: str, pictures: np.ndarray, digits: np.ndarray) -> np.ndarray:
    """Return by pixel in which direction the loss of a shipped model grows: -1, 0 or 1, float32 (n, 28, 28)."""
    with quiet():
        import keras
        import tensorflow as tf

        model = keras.models.load_model(SHIPPED.folder(name) / KERAS_FILE)
    signs = []
    for begin in range(0, len(pictures), _AT_ONCE):
        part = tf.constant(pictures[begin : begin + _AT_ONCE, ..., np.newaxis])
        with tf.GradientTape() as tape:
            tape.watch(part)
            logits = model(part, training=False)
            loss = tf.reduce_sum(
                tf.nn.sparse_softmax_cross_entropy_with_logits(digits[begin : begin + _AT_ONCE], logits)
            )
        signs.append(np.sign(tape.gradient(loss, part).numpy()[..., 0]))
    return np.concatenate(signs)


def moved(pictures: np.ndarray, ways: np.ndarray, size: float) -> np.ndarray:
    """Return pictures, float32 (n, 28, 28), each pixel moved by `size` of full ink, but not beyond paper or ink."""
    return np.clip(pictures + np.float32(size) * ways, 0, 1).astype(np.float32)


def _right(logits: Logits, pictures: np.ndarray, digits: np.ndarray) -> float:
    return float((logits(pictures).argmax(1) == digits).mean())


def _example(
    name: str,
    models: Mapping[str, Logits],
    pictures: np.ndarray,
    ways: np.ndarray,
    coins: np.ndarray,
    digits: np.ndarray,
) -> Example:
    """Return the first image that this model reads right, also with noise, and no longer after the step.

    The first that all models read right before, so that what the step does to others is seen.
    """
    after = [pictures, moved(pictures, coins, SIZE), moved(pictures, ways, SIZE)]
    read = {other: [logits(each).argmax(1) for each in after] for other, logits in models.items()}
    good = np.all([reads[0] == digits for reads in read.values()], axis=0)
    found = np.flatnonzero(good & (read[name][1] == digits) & (read[name][2] != digits))[0]
    before, noise, step = (np.rint(255 * each[found]).astype(np.uint8).tobytes() for each in after)
    read_before, read_noise, read_step = ({other: int(read[other][n][found]) for other in models} for n in range(3))
    return Example(
        made_for=name,
        digit=int(digits[found]),
        before=before,
        noise=noise,
        step=step,
        read_before=read_before,
        read_noise=read_noise,
        read_step=read_step,
    )
