"""What the exported files compute is what Keras does."""

from pathlib import Path

import keras
import numpy as np
import pytest

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.inside import Inside
from tests.conftest import export_untrained


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exported")


@pytest.fixture(scope="module", params=ARCHITECTURES)
def model(request: pytest.FixtureRequest, folder: Path) -> keras.Model:
    """Each model after the other, exported into `folder`."""
    return export_untrained(request.param, folder)


@pytest.fixture(scope="module")
def images(small_mnist) -> np.ndarray:
    return small_mnist.x_test[:20]


@pytest.fixture(scope="module")
def scaled(images: np.ndarray) -> np.ndarray:
    return images[..., np.newaxis].astype(np.float32) / 255


def test_the_exported_model_computes_what_keras_does(
    model: keras.Model, folder: Path, images: np.ndarray, scaled: np.ndarray
):
    expected = model(scaled, training=False).numpy()
    assert np.allclose(Classifier((folder / "model.tflite").read_bytes()).logits(images), expected, atol=1e-5)
    weights = sum(weight.nbytes for weight in model.get_weights())
    network = (folder / "inside.tflite").stat().st_size
    assert (folder / "model.tflite").stat().st_size < 1.1 * (weights + network) + 5_000  # each weight is there once
    again = keras.models.load_model(folder / "model.keras")
    assert np.array_equal(again.get_weights()[0], model.get_weights()[0])


def test_the_inside_computes_what_keras_does_at_every_epoch(
    model: keras.Model, folder: Path, images: np.ndarray, scaled: np.ndarray
):
    images, scaled = images[:3], scaled[:3]
    inside = Inside((folder / "inside.tflite").read_bytes(), (folder / "snapshots.npz").read_bytes())
    assert inside.epochs == (0, 1)
    last_layer = keras.Model(model.inputs[0], model.layers[-1].input)
    assert np.allclose(inside.features(images, 1), last_layer(scaled, training=False), atol=0.02)
    whole = [weight.copy() for weight in model.get_weights()]
    for epoch, share in ((0, 0.5), (1, 1.0), (0, 0.5), (1, 1.0)):
        model.set_weights([share * weight for weight in whole])
        found = np.array([inside.look(image, epoch).logits for image in images])
        assert np.allclose(found, model(scaled, training=False), atol=0.02)
    convolutions = [layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D)]
    assert [maps.shape[2] for maps in inside.look(images[0], 1).maps] == [layer.filters for layer in convolutions]
