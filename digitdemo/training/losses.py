"""The loss."""

import tensorflow as tf

from digitdemo.data.synthetic import NO_DIGIT


def cross_entropies(labels: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    """Return the cross-entropy of each image in nats, float32 (n,), of int32 labels (n,) and logits (n, 10).

    What is no digit ought to be each of the ten with the same probability.
    Source: D. Hendrycks, M. Mazeika, T. Dietterich, "Deep anomaly detection with outlier exposure", arXiv:1812.04606.
    """
    digits = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=tf.minimum(labels, 9), logits=logits)
    uniform = tf.reduce_logsumexp(logits, axis=1) - tf.reduce_mean(logits, axis=1)
    return tf.where(labels == NO_DIGIT, uniform, digits)
