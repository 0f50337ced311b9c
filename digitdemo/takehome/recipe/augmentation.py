"""The step that changes training images at random: digitdemo/training/augmentation.py in few lines."""

import dataclasses

from digitdemo.config.augmentation import STRENGTHS, Strength
from digitdemo.takehome.recipe.step import Step, lines


def augmentation(name: str) -> Step:
    """Return it with the limits of the strengths that images are dealt out among."""
    strengths = STRENGTHS[name]
    says = "Every image is changed a little at every step: turned, slanted, stretched, shifted, bent."
    if len(strengths) == 1:
        code = _filled(_ONE, "", "")
    else:
        says += " Every other one comes out as from old papers: enlarged, hard at its edges, worn, blotted."
        code = f"{_filled(_DEALT, _LARGER, _WORN)}\n\n\n{_SPOTS}"
    limits = "".join(f"    {_limits(strength)},\n" for strength in strengths)
    return Step(says, f"limits = [\n{limits}]\n{code}")


def _filled(which: str, size: str, rest: str) -> str:
    return _CODE.replace(_WHICH, which).replace(_SIZE, size).replace(_REST, rest)


def _limits(strength: Strength) -> str:
    return f"dict({', '.join(f'{name}={value!r}' for name, value in dataclasses.asdict(strength).items())})"


_WHICH, _SIZE, _REST = "# by limits", "    # enlarged\n", "    # what is worn\n"
_CODE = lines(
    '''
    eye = np.eye(25, dtype="float32").reshape(5, 5, 25)
    elastic = tf.image.resize(eye, (28, 28), "bicubic").numpy().reshape(784, 25)  # shares of 5 × 5 points in each pixel


    @tf.function(autograph=False, jit_compile=True)
    def augment(images, seed):
        """Return changed copies of float32 images (n, 28, 28, 1); the same seed, int32 (2,), makes the same changes."""
        # by limits


    def changed(images, seed, limit):
        count = tf.shape(images)[0]
        seeds = iter(tf.unstack(tf.random.split(seed, 12)))

        def uniform(high, low=None, each=1):
            low = -high if low is None else low
            return tf.random.stateless_uniform((count, each), next(seeds), low, high)

        share = uniform(limit["pen"], low=-0.5 * limit["pen"])[:, :, None, None]
        thick, thin = tf.nn.max_pool2d(images, 3, 1, "SAME"), -tf.nn.max_pool2d(-images, 3, 1, "SAME")
        images = images + tf.maximum(share, 0) * (thick - images) + tf.maximum(-share, 0) * (thin - images)
        turn, shear = uniform(limit["turn"])[:, 0], uniform(limit["shear"] + limit["lean"], -limit["shear"])[:, 0]
        tall, wide = tf.exp(uniform(limit["zoom"])[:, 0]), tf.exp(uniform(limit["zoom"])[:, 0])
        # enlarged
        cos, sin = tf.cos(turn), tf.sin(turn)
        rows = [cos * tall, -sin * wide], [(sin + shear * cos) * tall, (cos - shear * sin) * wide]
        matrix = tf.stack([tf.stack(row, axis=1) for row in rows], axis=1)
        line = tf.range(28, dtype=tf.float32) - 13.5
        grid = tf.reshape(tf.stack(tf.meshgrid(line, line, indexing="ij"), axis=-1), (784, 2))
        shift = uniform(limit["shift"], each=2)[:, None]
        waves = limit["elastic"] * tf.random.stateless_normal((count, 25, 2), next(seeds))
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
        images = tf.reshape(tf.reduce_sum(found * shares, axis=-1), (-1, 28, 28, 1))
        # what is worn
        return images
    '''
)
_ONE = "return changed(images, seed, limits[0])"
_DEALT = """seeds, place = tf.unstack(tf.random.split(seed, len(limits))), tf.range(tf.shape(images)[0])
    parts = [changed(images[kind :: len(limits)], seeds[kind], limit) for kind, limit in enumerate(limits)]
    first = tf.cumsum([tf.shape(part)[0] for part in parts], exclusive=True)  # the parts were dealt out in turn
    return tf.gather(tf.concat(parts, axis=0), tf.gather(first, place % len(limits)) + place // len(limits))"""
_LARGER = """\
    if limit["grow"] or limit["sharp"]:
        larger, harder = tf.unstack(uniform(1.0, low=0.0, each=2), axis=1)
        tall, wide = tall * tf.exp(-limit["grow"] * larger), wide * tf.exp(-limit["grow"] * larger)
"""
_WORN = """\
    if limit["sharp"]:
        hard = 1 / (1 - 0.9 * limit["sharp"] * harder[:, None, None, None])
        images = tf.clip_by_value((images - 0.4) * hard + 0.4, 0.0, 1.0)
    if limit["wear"]:  # where a line is worn, and blots beside it
        worn, blotted = (limit["wear"] * tf.maximum(uniform(1.0), 0.0)[:, :, None, None] for _ in range(2))
        holes, blots = worn * spots(next(seeds), count, 5), blotted * spots(next(seeds), count, 3)
        near = tf.nn.max_pool2d(tf.nn.max_pool2d(images, (5, 1), 1, "SAME"), (1, 5), 1, "SAME")
        images = tf.maximum(images, blots * near) * (1.0 - holes)
"""
_SPOTS = lines(
    """
    def spots(seed, count, number):
        place, width = tf.unstack(tf.random.split(seed, 2))
        middles = tf.random.stateless_uniform((count, number, 2, 1), place, 4.0, 23.0)
        widths = tf.random.stateless_uniform((count, number, 1, 1), width, 0.7, 1.8)
        bells = tf.exp(-(((tf.range(28, dtype=tf.float32) - middles) / widths) ** 2) / 2)
        return tf.minimum(tf.einsum("nsr,nsc->nrc", bells[:, :, 0], bells[:, :, 1]), 1.0)[..., None]
    """
)
