"""The step that builds the network, layer by layer as digitdemo/training/networks.py does: a test compares the two."""

from __future__ import annotations

from collections.abc import Callable

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import TrainConfig
from digitdemo.takehome.recipe.step import Step, lines


def network(config: TrainConfig) -> Step:
    """Return it. Each layer draws its seed when it is made, so they are made in the order of the run's."""
    about = ARCHITECTURES[config.architecture]
    says = f"{about.label}. Source: {about.source}. It ends in logits; the loss has the softmax."
    penalty = [f"l2 = keras.regularizers.L2({config.l2!r})"] if config.l2 else []
    first = ["random.seed(SEED)  # Keras draws the seeds of its layers from it", *penalty]
    return Step(says, "\n".join([*first, _WRITERS[config.architecture](config)]))


def _sequential(stack: list[str]) -> str:
    return "\n".join(["model = keras.Sequential(", "    [", *(f"        {one}," for one in stack), "    ]", ")"])


def _dense(config: TrainConfig, units: int) -> str:
    return f"layers.Dense({units}{_regularized(config)})"


def _regularized(config: TrainConfig) -> str:
    return ", kernel_regularizer=l2" if config.l2 else ""


def _linear(config: TrainConfig) -> str:
    return _sequential([_INPUT, "layers.Flatten()", _dense(config, 10)])


def _mlp(config: TrainConfig) -> str:
    hidden = [_dense(config, config.width), *_normalization(config), *_activation(config), *_dropout(config)]
    return _sequential([_INPUT, "layers.Flatten()", *(config.hidden_layers * hidden), _dense(config, 10)])


def _cnn(config: TrainConfig) -> str:
    convolutions = []
    for filters in (config.filters, 2 * config.filters):
        acts, pooling = [*_normalization(config), *_activation(config)], "layers.MaxPooling2D(2)"
        pooled = [*acts, pooling] if config.activation == "gelu" else [pooling, *acts]
        convolutions += [f"layers.Conv2D({filters}, 3{_regularized(config)})", *pooled]
    return _sequential([_INPUT, *convolutions, *_head(config)])


def _fast(config: TrainConfig) -> str:
    first = [f"layers.Conv2D(16, 5, strides=2{_regularized(config)})", "layers.ReLU()"]
    return _sequential([_INPUT, *first, *_block(config, 32, pooling=True), *_block(config, 64), *_head(config)])


def _best(config: TrainConfig) -> str:
    blocks = [
        *_block(config, 32, pooling=True),
        *_block(config, 64),
        *_block(config, 64, pooling=True),
        *_block(config, 128, padding=', padding="same"'),
    ]
    return _sequential([_INPUT, *blocks, *_head(config)])


def _lenet(config: TrainConfig) -> str:
    convolutions = []
    for filters, padding in ((6, "same"), (16, "valid")):
        convolution = f'layers.Conv2D({filters}, 5, padding="{padding}"{_regularized(config)})'
        convolutions += [convolution, *_activation(config), "layers.AveragePooling2D(2)"]
    hidden = []
    for units in (120, 84):
        hidden += [_dense(config, units), *_activation(config), *_dropout(config)]
    return _sequential([_INPUT, *convolutions, "layers.Flatten()", *hidden, _dense(config, 10)])


def _gru(config: TrainConfig) -> str:
    penalty = ", kernel_regularizer=l2, recurrent_regularizer=l2" if config.l2 else ""
    gru = f"layers.GRU({config.width}, unroll=True{penalty})"
    return _sequential([_INPUT, "layers.Reshape((28, 28))", gru, *_dropout(config), _dense(config, 10)])


def _vit(config: TrainConfig) -> str:
    width, penalty = config.width, _regularized(config)
    after_hidden = [*_activation(config), _dense(config, width), *_dropout(config)]
    inner = "\n".join(f"    hidden = {layer}(hidden)" for layer in after_hidden)
    return lines(
        """
        inputs = keras.Input((28, 28, 1))
        # 4 × 4 patches of 7 × 7 pixels, and a vector for each; its bias says where the patch stands.
        patches = layers.Reshape((16, 49))(layers.Permute((1, 3, 2, 4))(layers.Reshape((4, 7, 4, 7))(inputs)))
        positions = keras.initializers.RandomNormal(stddev=0.02)
        embed = layers.EinsumDense("npi,io->npo", (16, WIDTH), bias_axes="po", bias_initializer=positionsPENALTY)
        tokens = embed(patches)
        for block in range(3):
            normalized = layers.LayerNormalization(epsilon=1e-6)(tokens)
            attention = layers.MultiHeadAttention(4, HEAD, dropout=DROPOUTPENALTY)
            tokens = layers.add([tokens, attention(normalized, normalized)])
            hidden = layers.Dense(TWICEPENALTY)(layers.LayerNormalization(epsilon=1e-6)(tokens))
        INNER
            tokens = layers.add([tokens, hidden])
        mean = layers.GlobalAveragePooling1D()(layers.LayerNormalization(epsilon=1e-6)(tokens))
        model = keras.Model(inputs, OUTPUT(mean))
        """.replace("WIDTH", str(width))
        .replace("TWICE", str(2 * width))
        .replace("HEAD", str(max(1, width // 4)))
        .replace("DROPOUT", repr(config.dropout))
        .replace("PENALTY", penalty)
        .replace("OUTPUT", _dense(config, 10))
    ).replace("INNER", inner)


def _block(config: TrainConfig, filters: int, *, pooling: bool = False, padding: str = "") -> list[str]:
    return [
        f"layers.Conv2D({filters}, 3{padding}, use_bias=False{_regularized(config)})",
        *(["layers.MaxPooling2D(2)"] if pooling else []),
        _NORMALIZATION,
        "layers.ReLU()",
    ]


def _head(config: TrainConfig) -> list[str]:
    return ["layers.Flatten()", *_dropout(config), _dense(config, 10)]


def _normalization(config: TrainConfig) -> list[str]:
    return [_NORMALIZATION] if config.batch_norm == "on" else []


def _activation(config: TrainConfig) -> list[str]:
    return [f'layers.Activation("{config.activation}")'] if config.activation != "none" else []


def _dropout(config: TrainConfig) -> list[str]:
    return [f"layers.Dropout({config.dropout!r})"] if config.dropout else []


_INPUT = "keras.Input((28, 28, 1))"
_NORMALIZATION = "layers.BatchNormalization(momentum=0.95)"

_WRITERS: dict[str, Callable[[TrainConfig], str]] = {
    "linear": _linear,
    "mlp": _mlp,
    "cnn": _cnn,
    "fast": _fast,
    "best": _best,
    "lenet": _lenet,
    "gru": _gru,
    "vit": _vit,
}
