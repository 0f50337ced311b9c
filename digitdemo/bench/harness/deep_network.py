"""A network as deep as one likes, trained by plain gradient descent, that shows the gradients of its layers."""

import random

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from digitdemo.analysis.studies.fading import WIDTH, Net
from digitdemo.training.losses import cross_entropies

_MOMENTUM = 0.95  # of batch normalization, as in digitdemo/training/networks.py


class DeepNetwork:
    """An untrained network of that kind, its weights drawn from `seed`.

    Images are uint8 (n, 28, 28), labels integers (n,).
    """

    def __init__(self, net: Net, seed: int) -> None:
        random.seed(seed)  # from which Keras draws the seeds of its layers
        self._model = _build(net)
        self._hidden = [
            layer.kernel.value for layer in self._model.layers[:-1] if isinstance(layer, keras.layers.Dense)
        ]
        self._train = tf.function(self._steps, autograph=False, jit_compile=True)

    def gradients(self, images: np.ndarray, labels: np.ndarray) -> list[float]:
        """Return the root mean square of the gradient of the mean loss by the kernel of each hidden layer.

        Batch normalization uses the mean and variance of these images, as in a training step; nothing changes.
        """
        with tf.GradientTape() as tape:
            logits, _ = self._model.stateless_call(
                self._model.trainable_variables, self._model.non_trainable_variables, _scaled(images), training=True
            )
            loss = tf.reduce_mean(cross_entropies(tf.constant(labels, tf.int32), logits))
        return [float(tf.sqrt(tf.reduce_mean(each**2))) for each in tape.gradient(loss, self._hidden)]

    def train_epoch(self, images: np.ndarray, labels: np.ndarray, batch: int, rate: float) -> float:
        """Train on these images in their order, in full batches, and return the mean loss of the steps, in nats."""
        steps = len(images) // batch
        shown = tf.constant(images[: steps * batch].reshape(steps, batch, *images.shape[1:]))
        truth = tf.constant(labels[: steps * batch].reshape(steps, batch), tf.int32)
        return float(self._train(shown, truth, tf.constant(rate, tf.float32))) / steps

    def answers(self, images: np.ndarray) -> np.ndarray:
        """Return the digit that it reads in each image, int (n,)."""
        return self._model(_scaled(images), training=False).numpy().argmax(axis=1)

    def _steps(self, images: tf.Tensor, labels: tf.Tensor, rate: tf.Tensor) -> tf.Tensor:
        def one(step: tf.Tensor, total: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            with tf.GradientTape() as tape:
                logits = self._model(_scaled(images[step]), training=True)
                loss = tf.reduce_mean(cross_entropies(labels[step], logits))
            weights = self._model.trainable_variables
            for weight, gradient in zip(weights, tape.gradient(loss, weights), strict=True):
                weight.assign_sub(rate * gradient)
            return step + 1, total + loss

        return tf.while_loop(lambda step, _: step < images.shape[0], one, (0, 0.0))[1]


def _build(net: Net) -> keras.Model:
    inputs = keras.Input((28, 28))
    hidden = layers.Flatten()(inputs)
    for number in range(net.layers):
        found = layers.Dense(WIDTH, kernel_initializer=net.start)(hidden)
        if net.batch_norm:
            found = layers.BatchNormalization(momentum=_MOMENTUM)(found)
        found = layers.Activation(net.activation)(found)
        hidden = layers.add([hidden, found]) if net.shortcuts and number else found
    return keras.Model(inputs, layers.Dense(10)(hidden))


def _scaled(images: np.ndarray | tf.Tensor) -> tf.Tensor:
    return tf.cast(images, tf.float32) / 255.0
