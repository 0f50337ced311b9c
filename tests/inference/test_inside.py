from pathlib import Path

import keras
import numpy as np
import pytest

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import TrainConfig
from digitdemo.inference.classifier import ModelError
from digitdemo.inference.inside import Inside, load_inside, strongest_units
from digitdemo.runs.snapshots import Snapshots
from digitdemo.runs.store import RunStore
from digitdemo.training.export import export_model
from digitdemo.training.networks import build_model


def exported(name: str, folder: Path) -> keras.Model:
    """Write an untrained model with two epochs, the first with all weights halved."""
    model = build_model(TrainConfig(architecture=name))
    snapshots = Snapshots(epochs=1, parameters=model.count_params())
    snapshots.take(0, lambda: [weight / 2 for weight in model.get_weights()])
    snapshots.keep(1, model.get_weights())
    export_model(model, folder, snapshots)
    return model


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_the_inside_computes_what_keras_does_at_every_epoch(name: str, tmp_path: Path, small_mnist):
    model = exported(name, tmp_path)
    images = small_mnist.x_test[:3]
    scaled = images[..., np.newaxis].astype(np.float32) / 255
    inside = Inside(tmp_path)
    assert inside.epochs == (0, 1)
    last_layer = keras.Model(model.inputs[0], model.layers[-1].input)
    assert np.allclose(inside.features(images, 1), last_layer(scaled, training=False), atol=0.02)
    whole = [weight.copy() for weight in model.get_weights()]
    for epoch, share in ((0, 0.5), (1, 1.0), (0, 0.5)):
        model.set_weights([share * weight for weight in whole])
        found = np.array([inside.look(image, epoch).logits for image in images])
        assert np.allclose(found, model(scaled, training=False), atol=0.02)
    convolutions = [layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D)]
    assert [maps.shape[2] for maps in inside.look(images[0], 1).maps] == [layer.filters for layer in convolutions]


def test_a_run_without_an_inside_and_one_with_a_damaged_one(tmp_path: Path):
    store = RunStore(tmp_path)
    (tmp_path / "old").mkdir()
    assert load_inside(store, "old") is None
    exported("linear", tmp_path / "old")
    assert load_inside(store, "old") is not None
    (tmp_path / "old" / "inside.tflite").write_bytes(b"no model")
    with pytest.raises(ModelError, match="old"):
        load_inside(store, "old")


def test_a_missing_file_is_named_without_its_path(tmp_path: Path):
    exported("linear", tmp_path)
    (tmp_path / "snapshots.npz").unlink()
    with pytest.raises(ModelError, match=r"snapshots\.npz: No such file") as refusal:
        Inside(tmp_path)
    assert str(tmp_path) not in str(refusal.value)


def test_snapshots_of_another_model_are_refused(tmp_path: Path):
    exported("linear", tmp_path)
    wrong = Snapshots(epochs=1, parameters=10)
    wrong.take(0, lambda: [np.zeros((784, 10)), np.zeros(11)])
    wrong.save(tmp_path)
    with pytest.raises(ModelError, match="do not fit"):
        Inside(tmp_path)


def test_the_units_that_a_picture_excites_most():
    kernel = np.zeros((784, 4))
    kernel[5, 2], kernel[6, 1] = 3.0, 1.0
    image = np.zeros((28, 28), np.uint8)
    image[0, 5] = image[0, 6] = 255
    assert strongest_units(kernel, np.array([0.5, 0.0, 0.0, 0.0]), image, count=3) == [2, 1, 0]
