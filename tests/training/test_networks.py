import keras
import numpy as np
import pytest

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.size import size_of
from digitdemo.config.train_config import TrainConfig
from digitdemo.training.networks import BUILDERS, build_model


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_parameters_input_and_output_are_as_stated(name: str):
    model = build_model(TrainConfig(architecture=name))
    assert model.count_params() == ARCHITECTURES[name].parameters
    assert model.input_shape == (None, 28, 28, 1)
    assert model.output_shape == (None, 10)
    assert ARCHITECTURES[name].source.startswith("https://")


@pytest.mark.parametrize(
    "config",
    [
        TrainConfig(architecture="mlp", hidden_layers=0),
        TrainConfig(architecture="mlp", hidden_layers=4, width=8, batch_norm="on", dropout=0.5),
        TrainConfig(architecture="cnn", filters=4, batch_norm="on"),
        TrainConfig(architecture="cnn", filters=64, activation="gelu"),
        TrainConfig(architecture="gru", width=2),
        TrainConfig(architecture="gru", width=256),
        TrainConfig(architecture="vit", width=2),
        TrainConfig(architecture="vit", width=128),
        *(TrainConfig(architecture=name) for name in ARCHITECTURES),
    ],
    ids=str,
)
def test_a_networks_size_is_known_without_building_it(config: TrainConfig):
    assert size_of(config).weights == build_model(config).count_params()


def pooled(filters: str) -> list[str]:
    return [f"Conv2D {filters}", "MaxPooling2D", "Activation relu"]


def hidden(units: str) -> list[str]:
    return [f"Dense {units}", "Activation relu"]


def stack(model: keras.Model) -> list[str]:
    sizes = ("units", "filters", "rate")
    return [
        " ".join(
            [
                type(layer).__name__,
                *(str(getattr(layer, size)) for size in sizes if hasattr(layer, size)),
                *([layer.activation.__name__] if isinstance(layer, keras.layers.Activation) else []),
            ]
        )
        for layer in model.layers
    ]


@pytest.mark.parametrize(
    ("name", "layers"),
    [
        ("linear", ["Flatten", "Dense 10"]),
        ("mlp", ["Flatten", *hidden("512"), *hidden("512"), "Dense 10"]),
        ("cnn", [*pooled("32"), *pooled("64"), "Flatten", "Dropout 0.5", "Dense 10"]),
    ],
)
def test_the_layers_are_the_listings(name: str, layers: list[str]):
    assert stack(build_model(TrainConfig(architecture=name))) == layers


def test_the_knobs_of_the_network_shape_it():
    mlp = build_model(
        TrainConfig(architecture="mlp", hidden_layers=1, width=8, activation="tanh", batch_norm="on", dropout=0.2)
    )
    assert stack(mlp) == ["Flatten", "Dense 8", "BatchNormalization", "Activation tanh", "Dropout 0.2", "Dense 10"]
    assert stack(build_model(TrainConfig(architecture="mlp", hidden_layers=0))) == ["Flatten", "Dense 10"]
    assert "Activation" not in " ".join(stack(build_model(TrainConfig(architecture="mlp", activation="none"))))
    # gelu falls before it rises: there pooling first would be another function.
    cnn = stack(build_model(TrainConfig(architecture="cnn", filters=4, activation="gelu", batch_norm="on")))
    assert cnn[:4] == ["Conv2D 4", "BatchNormalization", "Activation gelu", "MaxPooling2D"]
    assert cnn[4] == "Conv2D 8"


def test_pooling_before_relu_is_the_listings_function(small_mnist):
    mine = build_model(TrainConfig(architecture="cnn", dropout=0.0))
    listing = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(32, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(64, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(10),
        ]
    )
    listing.set_weights(mine.get_weights())
    images = small_mnist.x_test[:100, ..., np.newaxis].astype(np.float32) / 255
    assert np.allclose(mine(images), listing(images), atol=1e-6)


def test_dropout_goes_behind_each_hidden_layer_of_the_mlp():
    model = build_model(TrainConfig(architecture="mlp", dropout=0.3))
    assert [layer.rate for layer in model.layers if isinstance(layer, keras.layers.Dropout)] == [0.3, 0.3]


def test_the_seed_decides_the_first_weights():
    first, same, other = (build_model(TrainConfig(architecture="mlp", seed=seed)).get_weights() for seed in (1, 1, 2))
    assert all(np.array_equal(a, b) for a, b in zip(first, same, strict=True))
    assert not np.array_equal(first[0], other[0])


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_a_seed_gives_the_weights_and_the_dropout_that_keras_gives_by_it(name: str):
    config = TrainConfig(architecture=name, seed=7)
    model = build_model(config)
    keras.utils.set_random_seed(7)
    for mine, theirs in zip(model.variables, BUILDERS[name](config).variables, strict=True):
        assert np.array_equal(mine, theirs)
