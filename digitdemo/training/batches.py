"""Indices of images, in batches for a graph."""

import numpy as np
import tensorflow as tf


class Batches:
    """Indices of images in batches of one size, int32 (rows, size), for a graph.

    There are always as many rows as all of the `total` images would need, so that one graph serves any part of them.
    Batch b counts for its first `counts[b]` images, int32 (rows,); what fills it up are others. `used` batches count
    for any at all, and the first `full` of them for all that they have.
    """

    def __init__(self, indices: np.ndarray, size: int, total: int) -> None:
        rows = -(-total // size)
        self.used = -(-len(indices) // size)
        self.full = len(indices) // size
        self.rows = tf.constant(np.resize(indices, (rows, size)))
        self.counts = tf.constant(np.clip(len(indices) - size * np.arange(rows), 0, size).astype(np.int32))
