"""The builders of the networks, one for each architecture of digitdemo/config/architectures.py."""

import random
from collections.abc import Callable

import keras
from keras import layers

from digitdemo.config.train_config import TrainConfig

# Of the vision transformer.
_BLOCKS, _HEADS = 3, 4

# Batch normalization: Keras' own of 0.99 still remembers the untrained network after an epoch of 430 steps.
_MOMENTUM = 0.95


def build_model(config: TrainConfig) -> keras.Model:
    """Return the untrained model of `config`, its weights drawn from `config.seed`.

    Input: float32 (n, 28, 28, 1), 0 = paper, 1 = ink. Output: float32 logits (n, 10); the softmax of the listings
    is part of the loss and of `digitdemo.inference`, which is the same function, computed with more accuracy.
    Sets the global seed of Python, from which Keras draws those of its layers.
    """
    # keras.utils.set_random_seed sets TensorFlow's, too, which nothing here uses, and which makes TensorFlow forget how
    # to run the graphs that it knows: half a second before the next training's first step.
    random.seed(config.seed)
    return BUILDERS[config.architecture](config)


def _linear(config: TrainConfig) -> keras.Model:
    return _sequential([layers.Flatten(), layers.Dense(10)])


def _mlp(config: TrainConfig) -> keras.Model:
    hidden = []
    for _ in range(config.hidden_layers):
        hidden += [layers.Dense(config.width), *_normalization(config), *_activation(config), *_dropout(config)]
    return _sequential([layers.Flatten(), *hidden, layers.Dense(10)])


def _cnn(config: TrainConfig) -> keras.Model:
    convolutions = []
    for filters in (config.filters, 2 * config.filters):
        convolutions += [layers.Conv2D(filters, 3), *_pooled(config)]
    return _sequential([*convolutions, *_head(config)])


def _fast(config: TrainConfig) -> keras.Model:
    # Where pictures are large there are few filters, and the stride leaves a quarter of the positions at once. Batch
    # normalization comes where they are small already: after the first convolution it would cost a quarter of the time.
    first = [layers.Conv2D(16, 5, strides=2), layers.ReLU()]
    return _sequential([*first, *_block(32, pooling=True), *_block(64), *_head(config)])


def _best(config: TrainConfig) -> keras.Model:
    # The last one keeps its border, or only 2 x 2 positions would be left.
    blocks = [*_block(32, pooling=True), *_block(64), *_block(64, pooling=True), *_block(128, padding="same")]
    return _sequential([*blocks, *_head(config)])


def _lenet(config: TrainConfig) -> keras.Model:
    convolutions = []
    for filters, padding in ((6, "same"), (16, "valid")):
        convolutions += [layers.Conv2D(filters, 5, padding=padding), *_activation(config), layers.AveragePooling2D(2)]
    hidden = []
    for units in (120, 84):
        hidden += [layers.Dense(units), *_activation(config), *_dropout(config)]
    return _sequential([*convolutions, layers.Flatten(), *hidden, layers.Dense(10)])


def _gru(config: TrainConfig) -> keras.Model:
    return _sequential(
        [layers.Reshape((28, 28)), layers.GRU(config.width, unroll=True), *_dropout(config), layers.Dense(10)]
    )


def _vit(config: TrainConfig) -> keras.Model:
    width = config.width
    inputs = keras.Input((28, 28, 1))
    # 4 x 4 patches of 7 x 7 pixels.
    patches = layers.Reshape((16, 49))(layers.Permute((1, 3, 2, 4))(layers.Reshape((4, 7, 4, 7))(inputs)))
    # A bias for every position and unit is the position embedding: it tells a token where its patch stands.
    positions = keras.initializers.RandomNormal(stddev=0.02)
    embed = layers.EinsumDense("npi,io->npo", (16, width), bias_axes="po", bias_initializer=positions)
    tokens = embed(patches)
    for _ in range(_BLOCKS):
        normalized = layers.LayerNormalization(epsilon=1e-6)(tokens)
        attention = layers.MultiHeadAttention(_HEADS, max(1, width // _HEADS), dropout=config.dropout)
        tokens = layers.add([tokens, attention(normalized, normalized)])
        hidden = layers.Dense(2 * width)(layers.LayerNormalization(epsilon=1e-6)(tokens))
        for layer in (*_activation(config), layers.Dense(width), *_dropout(config)):
            hidden = layer(hidden)
        tokens = layers.add([tokens, hidden])
    mean = layers.GlobalAveragePooling1D()(layers.LayerNormalization(epsilon=1e-6)(tokens))
    return keras.Model(inputs, layers.Dense(10)(mean))


def _block(filters: int, *, pooling: bool = False, padding: str = "valid") -> list[keras.Layer]:
    """Return a 3 x 3 convolution, normalized; pooling before ReLU gives the same and leaves a quarter of the work."""
    return [
        layers.Conv2D(filters, 3, padding=padding, use_bias=False),
        *([layers.MaxPooling2D(2)] if pooling else []),
        layers.BatchNormalization(momentum=_MOMENTUM),
        layers.ReLU(),
    ]


def _head(config: TrainConfig) -> list[keras.Layer]:
    return [layers.Flatten(), *_dropout(config), layers.Dense(10)]


def _sequential(stack: list[keras.Layer]) -> keras.Model:
    return keras.Sequential([keras.Input((28, 28, 1)), *stack])


def _normalization(config: TrainConfig) -> list[keras.Layer]:
    return [layers.BatchNormalization(momentum=_MOMENTUM)] if config.batch_norm == "on" else []


def _activation(config: TrainConfig) -> list[keras.Layer]:
    return [layers.Activation(config.activation)] if config.activation != "none" else []


def _pooled(config: TrainConfig) -> list[keras.Layer]:
    """Return normalization, activation and 2 x 2 max pooling.

    The listing pools last. For all activations that never fall, pooling first is the same function with a quarter of
    the work.
    """
    pooling = layers.MaxPooling2D(2)
    if config.activation == "gelu":
        return [*_normalization(config), *_activation(config), pooling]
    return [pooling, *_normalization(config), *_activation(config)]


def _dropout(config: TrainConfig) -> list[keras.Layer]:
    return [layers.Dropout(config.dropout)] if config.dropout else []


BUILDERS: dict[str, Callable[[TrainConfig], keras.Model]] = {
    "linear": _linear,
    "mlp": _mlp,
    "cnn": _cnn,
    "fast": _fast,
    "best": _best,
    "lenet": _lenet,
    "gru": _gru,
    "vit": _vit,
}
