"""Random changes to training images, drawn anew at every step: other hands, other pens.

The changes are those that handwriting shows: slant (shear), turn, size and proportion, place, wavy lines (elastic:
P. Simard, D. Steinkraus, J. Platt, "Best practices for convolutional neural networks applied to visual document
analysis", ICDAR 2003) and the thickness of the pen. All but the last are one resampling of the picture.
"""

import numpy as np
import tensorflow as tf

from digitdemo.config.augmentation import Strength
from digitdemo.data.preprocessing import SIDE

# Where a line is worn, and where there is a blot beside it: spots as wide as a line, some of which lie on paper.
_WORN_SPOTS, _BLOTS = 5, 3
_SPOT_WIDTH = 0.7, 1.8  # pixels, standard deviation
_BLOT_REACH = 5  # pixels: a blot comes of ink nearby

_EDGE = 0.4  # what is darker is ink, where edges are hard: half of it would break thin lines
_HARDEST = 0.9  # of the way to edges without any grey

_ELASTIC_GRID = 5  # displacements are drawn on 5 x 5 points and interpolated: waves of some 6 pixels, as hands make


def _elastic_weights() -> np.ndarray:
    """Return float32 (784, 25): the share of each point of the elastic grid in the displacement of each pixel."""
    eye = np.eye(_ELASTIC_GRID**2, dtype=np.float32).reshape(_ELASTIC_GRID, _ELASTIC_GRID, _ELASTIC_GRID**2)
    return tf.image.resize(eye, (SIDE, SIDE), "bicubic").numpy().reshape(SIDE * SIDE, _ELASTIC_GRID**2)


_ELASTIC_WEIGHTS = _elastic_weights()


# XLA makes this four times as fast (6.6 against 26 ms a batch of 128), though it would slow the convolutions down. It
# ignores TensorFlow's seeds, but for those of the stateless draws.
@tf.function(autograph=False, jit_compile=True)
def augment(images: tf.Tensor, strengths: tuple[Strength, ...], seed: tf.Tensor) -> tf.Tensor:
    """Return changed copies of `images`, float32 (n, 28, 28, 1) with 0 = paper and 1 = ink, of the same kind.

    They are dealt out among `strengths` in turn. `seed`, int32 (2,), decides the changes: the same seed, the same
    changes, however many images come after them.
    """
    if len(strengths) == 1:
        return _changed(images, strengths[0], seed)
    kinds = len(strengths)
    seeds = tf.unstack(tf.random.split(seed, kinds))
    parts = [_changed(images[kind::kinds], strengths[kind], seeds[kind]) for kind in range(kinds)]
    first = tf.cumsum([tf.shape(part)[0] for part in parts], exclusive=True)
    place = tf.range(tf.shape(images)[0])
    return tf.gather(tf.concat(parts, axis=0), tf.gather(first, place % kinds) + place // kinds)


def _changed(images: tf.Tensor, strength: Strength, seed: tf.Tensor) -> tf.Tensor:
    count = tf.shape(images)[0]
    seeds = iter(tf.unstack(tf.random.split(seed, 12)))

    def uniform(high: float, *, low: float | None = None, each: int = 1) -> tf.Tensor:
        low = -high if low is None else low
        return tf.random.stateless_uniform((count, each), next(seeds), low, high)

    # Thinning goes half as far as thickening: it breaks lines.
    images = _other_pen(images, uniform(strength.pen, low=-0.5 * strength.pen))
    turn = uniform(strength.turn)[:, 0]
    shear = uniform(strength.shear + strength.lean, low=-strength.shear)[:, 0]  # to the right above: as hands lean
    tall, wide = tf.exp(uniform(strength.zoom)[:, 0]), tf.exp(uniform(strength.zoom)[:, 0])
    if strength.grow or strength.sharp:
        larger, harder = tf.unstack(uniform(1.0, low=0.0, each=2), axis=1)
        tall, wide = tall * tf.exp(-strength.grow * larger), wide * tf.exp(-strength.grow * larger)
    cos, sin = tf.cos(turn), tf.sin(turn)
    # (turn) x (shear) x (size) maps new coordinates, seen from the middle, to old ones.
    rows = [cos * tall, -sin * wide], [(sin + shear * cos) * tall, (cos - shear * sin) * wide]
    matrix = tf.stack([tf.stack(row, axis=1) for row in rows], axis=1)
    middle = (SIDE - 1) / 2
    line = tf.range(SIDE, dtype=tf.float32) - middle
    grid = tf.reshape(tf.stack(tf.meshgrid(line, line, indexing="ij"), axis=-1), (SIDE * SIDE, 2))
    shift = uniform(strength.shift, each=2)[:, tf.newaxis]
    waves = strength.elastic * tf.random.stateless_normal((count, _ELASTIC_GRID**2, 2), next(seeds))
    # Matrix products: of all pixels with (row, column), and of the weights with the elastic grid's points.
    sources = tf.matmul(grid, matrix, transpose_b=True) + middle + shift + tf.matmul(_ELASTIC_WEIGHTS, waves)
    changed = _resampled(images, sources)
    if strength.sharp:
        hard = 1 / (1 - _HARDEST * strength.sharp * harder[:, tf.newaxis, tf.newaxis, tf.newaxis])
        changed = tf.clip_by_value((changed - _EDGE) * hard + _EDGE, 0.0, 1.0)
    if not strength.wear:
        return changed
    # Below 0: not at all.
    worn, blotted = (strength.wear * tf.maximum(uniform(1.0), 0.0)[:, :, tf.newaxis, tf.newaxis] for _ in range(2))
    holes, blots = worn * _spots(next(seeds), count, _WORN_SPOTS), blotted * _spots(next(seeds), count, _BLOTS)
    return tf.maximum(changed, blots * _spread(changed)) * (1.0 - holes)


def _spread(images: tf.Tensor) -> tf.Tensor:
    """Return the brightest pixel within two of each, along rows and then along columns, which is quicker than both."""
    return tf.nn.max_pool2d(tf.nn.max_pool2d(images, (_BLOT_REACH, 1), 1, "SAME"), (1, _BLOT_REACH), 1, "SAME")


def _spots(seed: tf.Tensor, count: tf.Tensor, number: int) -> tf.Tensor:
    """Return round spots in each picture, 1 in their middles and 0 far from them: float32 (count, 28, 28, 1)."""
    place, width = tf.unstack(tf.random.split(seed, 2))
    middles = tf.random.stateless_uniform((count, number, 2, 1), place, 4.0, SIDE - 5.0)
    widths = tf.random.stateless_uniform((count, number, 1, 1), width, *_SPOT_WIDTH)
    # A round spot is the product of a column and a row.
    bells = tf.exp(-(((tf.range(SIDE, dtype=tf.float32) - middles) / widths) ** 2) / 2)
    spots = tf.einsum("nsr,nsc->nrc", bells[:, :, 0], bells[:, :, 1])
    return tf.minimum(spots, 1.0)[..., tf.newaxis]


def _other_pen(images: tf.Tensor, share: tf.Tensor) -> tf.Tensor:
    """Return images with thicker (`share` > 0) or thinner lines; `share` is (n, 1)."""
    share = share[:, :, tf.newaxis, tf.newaxis]
    thick = tf.nn.max_pool2d(images, 3, 1, "SAME")
    thin = -tf.nn.max_pool2d(-images, 3, 1, "SAME")
    return images + tf.maximum(share, 0) * (thick - images) + tf.maximum(-share, 0) * (thin - images)


def _resampled(images: tf.Tensor, sources: tf.Tensor) -> tf.Tensor:
    """Return the values of `images` at `sources` (n, 784, 2) in (row, column), bilinearly.

    Beyond the border is what lies on it: paper.
    """
    sources = tf.clip_by_value(sources, 0.0, SIDE - 1.001)
    corner = tf.floor(sources)
    down, right = tf.unstack(sources - corner, axis=-1)
    row, column = tf.unstack(tf.cast(corner, tf.int32), axis=-1)
    first = SIDE * SIDE * tf.range(tf.shape(images)[0])[:, tf.newaxis]
    # Each pixel beside its right, lower and lower right neighbour: then one look-up finds all four.
    padded = tf.pad(images, [[0, 0], [0, 1], [0, 1], [0, 0]])
    fours = tf.concat([images, padded[:, :-1, 1:], padded[:, 1:, :-1], padded[:, 1:, 1:]], axis=-1)
    found = tf.gather(tf.reshape(fours, (-1, 4)), first + SIDE * row + column)
    shares = tf.stack([(1 - down) * (1 - right), (1 - down) * right, down * (1 - right), down * right], axis=-1)
    return tf.reshape(tf.reduce_sum(found * shares, axis=-1), (-1, SIDE, SIDE, 1))
