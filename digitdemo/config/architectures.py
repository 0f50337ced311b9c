"""The architectures: facts that every page may read, and builders that only the trainer calls.

Importing this module is cheap and free of TensorFlow; calling a builder is neither. That is why the builders import
keras themselves: the web process reads the facts, and one entry in `ARCHITECTURES` is all that a new one needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import keras

    from digitdemo.config import TrainConfig


# The knobs that change the network itself; an architecture has a use for some of them.
NETWORK_KNOBS = ("hidden_layers", "width", "filters", "activation", "batch_norm", "dropout")
# Of the vision transformer.
_BLOCKS, _HEADS = 3, 4
# Batch normalization: Keras' own of 0.99 still remembers the untrained network after an epoch of 430 steps.
_MOMENTUM = 0.95
ACTIVATIONS = ("relu", "tanh", "sigmoid", "gelu", "none")


@dataclass(frozen=True, kw_only=True)
class Architecture:
    """One architecture: what to call it, what it is, where it comes from, and how to build it.

    `knobs` are those of `NETWORK_KNOBS` that it has a use for. `recipe` holds the knobs whose default is its own.
    `parameters` and `expected` are those of its recipe; the latter is what README's measured table says.
    """

    label: str
    summary: str
    source: str
    parameters: int
    expected: str
    build: Callable[[TrainConfig], keras.Model]
    knobs: tuple[str, ...] = ()
    recipe: Mapping[str, Any] = field(default_factory=dict)


def build_model(config: TrainConfig) -> keras.Model:
    """Return the untrained model of `config`, its weights drawn from `config.seed`.

    Input: float32 (n, 28, 28, 1), 0 = paper, 1 = ink. Output: float32 logits (n, 10); the softmax of the listings
    is part of the loss and of `digitdemo.inference`, which is the same function, computed with more accuracy.
    Sets the global seeds of Python, NumPy and TensorFlow.
    """
    import keras

    keras.utils.set_random_seed(config.seed)
    return ARCHITECTURES[config.architecture].build(config)


def _linear(config: TrainConfig) -> keras.Model:
    from keras import layers

    return _sequential([layers.Flatten(), layers.Dense(10)])


def _mlp(config: TrainConfig) -> keras.Model:
    from keras import layers

    hidden = []
    for _ in range(config.hidden_layers):
        hidden += [layers.Dense(config.width), *_normalization(config), *_activation(config), *_dropout(config)]
    return _sequential([layers.Flatten(), *hidden, layers.Dense(10)])


def _cnn(config: TrainConfig) -> keras.Model:
    from keras import layers

    convolutions = []
    for filters in (config.filters, 2 * config.filters):
        convolutions += [layers.Conv2D(filters, 3), *_pooled(config)]
    return _sequential([*convolutions, *_head(config)])


def _fast(config: TrainConfig) -> keras.Model:
    from keras import layers

    # Where pictures are large there are few filters, and the stride leaves a quarter of the places at once. Batch
    # normalization comes where they are small already: after the first convolution it would cost a quarter of the time.
    first = [layers.Conv2D(16, 5, strides=2), layers.ReLU()]
    return _sequential([*first, *_block(32, pool=True), *_block(64), *_head(config)])


def _best(config: TrainConfig) -> keras.Model:
    # The last one keeps its border, or only 2 x 2 places would be left.
    blocks = [*_block(32, pool=True), *_block(64), *_block(64, pool=True), *_block(128, padding="same")]
    return _sequential([*blocks, *_head(config)])


def _lenet(config: TrainConfig) -> keras.Model:
    from keras import layers

    convolutions = []
    for filters, padding in ((6, "same"), (16, "valid")):
        convolutions += [layers.Conv2D(filters, 5, padding=padding), *_activation(config), layers.AveragePooling2D(2)]
    hidden = []
    for units in (120, 84):
        hidden += [layers.Dense(units), *_activation(config), *_dropout(config)]
    return _sequential([*convolutions, layers.Flatten(), *hidden, layers.Dense(10)])


def _gru(config: TrainConfig) -> keras.Model:
    from keras import layers

    return _sequential(
        [layers.Reshape((28, 28)), layers.GRU(config.width, unroll=True), *_dropout(config), layers.Dense(10)]
    )


def _vit(config: TrainConfig) -> keras.Model:
    import keras
    from keras import layers

    width = config.width
    inputs = keras.Input((28, 28, 1))
    # 4 x 4 patches of 7 x 7 pixels.
    patches = layers.Reshape((16, 49))(layers.Permute((1, 3, 2, 4))(layers.Reshape((4, 7, 4, 7))(inputs)))
    # A bias for every place and unit is what tells a token where its patch stands: the position embedding.
    places = keras.initializers.RandomNormal(stddev=0.02)
    embed = layers.EinsumDense("npi,io->npo", (16, width), bias_axes="po", bias_initializer=places)
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


def _block(filters: int, *, pool: bool = False, padding: str = "valid") -> list[keras.Layer]:
    """Return a 3 x 3 convolution, normalized; pooling before ReLU gives the same and leaves a quarter of the work."""
    from keras import layers

    return [
        layers.Conv2D(filters, 3, padding=padding, use_bias=False),
        *([layers.MaxPooling2D(2)] if pool else []),
        layers.BatchNormalization(momentum=_MOMENTUM),
        layers.ReLU(),
    ]


def _head(config: TrainConfig) -> list[keras.Layer]:
    from keras import layers

    return [layers.Flatten(), *_dropout(config), layers.Dense(10)]


def _sequential(stack: list[keras.Layer]) -> keras.Model:
    import keras

    return keras.Sequential([keras.Input((28, 28, 1)), *stack])


def _normalization(config: TrainConfig) -> list[keras.Layer]:
    from keras import layers

    return [layers.BatchNormalization(momentum=_MOMENTUM)] if config.batch_norm == "on" else []


def _activation(config: TrainConfig) -> list[keras.Layer]:
    from keras import layers

    return [layers.Activation(config.activation)] if config.activation != "none" else []


def _pooled(config: TrainConfig) -> list[keras.Layer]:
    """Return normalization, activation and 2 x 2 max pooling.

    The listing pools last. For all activations that never fall, pooling first is the same function with a quarter of
    the work.
    """
    from keras import layers

    pooling = layers.MaxPooling2D(2)
    if config.activation == "gelu":
        return [*_normalization(config), *_activation(config), pooling]
    return [pooling, *_normalization(config), *_activation(config)]


def _dropout(config: TrainConfig) -> list[keras.Layer]:
    from keras import layers

    return [layers.Dropout(config.dropout)] if config.dropout else []


ARCHITECTURES: dict[str, Architecture] = {
    "linear": Architecture(
        label="Linear softmax",
        summary="One layer of 10 outputs: a single picture of weights per digit, no hidden layer.",
        source="https://www.tensorflow.org/versions/r1.1/get_started/mnist/beginners",
        parameters=7_850,
        expected="about 92.5 % on test and little more on train: it underfits",
        build=_linear,
        recipe={"schedule": "one-cycle", "learning_rate": 0.02, "epochs": 4},
    ),
    "mlp": Architecture(
        label="MLP 512-512",
        summary="Two hidden layers of 512 ReLU units: it can learn the training images by heart.",
        source="https://github.com/keras-team/keras/blob/2.0.0/examples/mnist_mlp.py",
        parameters=669_706,
        # The listing has dropout 0.2 twice; without it stands the overfitting that it is there to cure.
        expected="over 99.5 % on train, about 98.3 % on test: it overfits",
        build=_mlp,
        knobs=("hidden_layers", "width", "activation", "batch_norm", "dropout"),
        recipe={"schedule": "one-cycle", "learning_rate": 0.005, "epochs": 4},
    ),
    "cnn": Architecture(
        label="CNN with dropout",
        summary="Two 3 x 3 convolutions (32 and 64 filters), each with max pooling, then dropout and 10 outputs.",
        source="https://keras.io/examples/vision/mnist_convnet/",
        parameters=34_826,
        expected="about 99 % on train and on test, hardly any gap",
        build=_cnn,
        knobs=("filters", "activation", "batch_norm", "dropout"),
        recipe={"dropout": 0.5, "schedule": "one-cycle", "learning_rate": 0.01, "epochs": 4},
    ),
    "fast": Architecture(
        label="Fast CNN",
        summary="Three convolutions, the first with stride 2 and few filters: over 99 % in two passes over the images.",
        source="https://github.com/tuomaso/train_mnist_fast",
        parameters=29_610,
        expected="about 99 % on test, in ten seconds or so",
        build=_fast,
        knobs=("dropout",),
        recipe={"schedule": "one-cycle", "learning_rate": 0.02, "epochs": 2},
    ),
    "best": Architecture(
        label="Best CNN",
        summary="Four 3 x 3 convolutions with batch normalization, trained on images that are changed at every step.",
        source="https://arxiv.org/abs/2008.10400",
        parameters=150_954,
        expected="over 99.6 % on test",
        build=_best,
        knobs=("dropout",),
        recipe={
            "dropout": 0.3,
            "augmentation": "light",
            "schedule": "one-cycle",
            "learning_rate": 0.005,
            "epochs": 20,
            "pen_drawings": 6000,
        },
    ),
    "lenet": Architecture(
        label="LeNet-5",
        summary="Two 5 x 5 convolutions (6 and 16 filters) with average pooling, then 120 and 84 tanh units: the "
        "network that read cheques in the 1990s.",
        source="https://doi.org/10.1109/5.726791",
        parameters=61_706,
        expected="about 98.6 % on test",
        build=_lenet,
        knobs=("activation", "dropout"),
        recipe={"activation": "tanh", "schedule": "one-cycle", "learning_rate": 0.005, "epochs": 4},
    ),
    "gru": Architecture(
        label="GRU over rows",
        summary="A recurrent network that reads the picture row by row, from top to bottom, and remembers.",
        source="https://arxiv.org/abs/1406.1078",
        parameters=61_962,
        expected="about 99 % on test",
        build=_gru,
        knobs=("width", "dropout"),
        recipe={"width": 128, "schedule": "one-cycle", "learning_rate": 0.01, "epochs": 4},
    ),
    "vit": Architecture(
        label="Vision transformer",
        summary="16 patches of 7 x 7 pixels, three blocks of attention among them: no convolution tells it that "
        "neighbours matter.",
        source="https://arxiv.org/abs/2205.01580",
        parameters=105_354,
        expected="about 98 % on test",
        build=_vit,
        knobs=("width", "activation", "dropout"),
        recipe={"width": 64, "activation": "gelu", "schedule": "one-cycle", "learning_rate": 0.006, "epochs": 4},
    ),
}
