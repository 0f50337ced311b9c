"""The step that changes training images at random: digitdemo/training/augmentation.py in one function."""

import dataclasses

from digitdemo.config.augmentation import STRENGTHS
from digitdemo.takehome.recipe.step import Step, lines


def augmentation(strength: str) -> Step:
    """Return it with the limits of that strength."""
    limits = ", ".join(f"{name}={value!r}" for name, value in dataclasses.asdict(STRENGTHS[strength]).items())
    says = "Every image is changed a little at every step: turned, slanted, stretched, shifted, bent."
    return Step(says, f"limits = dict({limits})\n{_CODE}")


_CODE = lines(
    '''
    eye = np.eye(25, dtype="float32").reshape(5, 5, 25)
    elastic = tf.image.resize(eye, (28, 28), "bicubic").numpy().reshape(784, 25)  # shares of 5 × 5 points in each pixel


    @tf.function(autograph=False, jit_compile=True)
    def augment(images, seed):
        """Return changed copies of float32 images (n, 28, 28, 1); the same seed, int32 (2,), makes the same changes."""
        count = tf.shape(images)[0]
        seeds = iter(tf.unstack(tf.random.split(seed, 8)))

        def uniform(high, low=None, each=1):
            low = -high if low is None else low
            return tf.random.stateless_uniform((count, each), next(seeds), low, high)

        share = uniform(limits["pen"], low=-0.5 * limits["pen"])[:, :, None, None]
        thick, thin = tf.nn.max_pool2d(images, 3, 1, "SAME"), -tf.nn.max_pool2d(-images, 3, 1, "SAME")
        images = images + tf.maximum(share, 0) * (thick - images) + tf.maximum(-share, 0) * (thin - images)
        turn, shear = uniform(limits["turn"])[:, 0], uniform(limits["shear"])[:, 0]
        tall, wide = tf.exp(uniform(limits["zoom"])[:, 0]), tf.exp(uniform(limits["zoom"])[:, 0])
        cos, sin = tf.cos(turn), tf.sin(turn)
        rows = [cos * tall, -sin * wide], [(sin + shear * cos) * tall, (cos - shear * sin) * wide]
        matrix = tf.stack([tf.stack(row, axis=1) for row in rows], axis=1)
        line = tf.range(28, dtype=tf.float32) - 13.5
        grid = tf.reshape(tf.stack(tf.meshgrid(line, line, indexing="ij"), axis=-1), (784, 2))
        shift = uniform(limits["shift"], each=2)[:, None]
        waves = limits["elastic"] * tf.random.stateless_normal((count, 25, 2), next(seeds))
        sources = tf.matmul(grid, matrix, transpose_b=True) + 13.5 + shift + tf.matmul(elastic, waves)
        # Each pixel of the new image is taken from the old one between four pixels.
        sources = tf.clip_by_value(sources, 0.0, 26.999)
        corner = tf.floor(sources)
        down, right = tf.unstack(sources - corner, axis=-1)
        row, column = tf.unstack(tf.cast(corner, tf.int32), axis=-1)
        first = 784 * tf.range(count)[:, None]
        padded = tf.pad(images, [[0, 0], [0, 1], [0, 1], [0, 0]])
        fours = tf.concat([images, padded[:, :-1, 1:], padded[:, 1:, :-1], padded[:, 1:, 1:]], axis=-1)
        found = tf.gather(tf.reshape(fours, (-1, 4)), first + 28 * row + column)
        shares = tf.stack([(1 - down) * (1 - right), (1 - down) * right, down * (1 - right), down * right], axis=-1)
        return tf.reshape(tf.reduce_sum(found * shares, axis=-1), (-1, 28, 28, 1))
    '''
)
