from pathlib import Path

import numpy as np
import pytest

from digitdemo.inference.classifier import ModelError
from digitdemo.inference.inside import Inside, load_inside, strongest_units
from digitdemo.runs.folders import RunFolders
from digitdemo.runs.run import RunError
from digitdemo.runs.snapshots import Snapshots
from tests.conftest import export_untrained


def inside_of(folder: Path) -> Inside:
    return Inside((folder / "inside.tflite").read_bytes(), (folder / "snapshots.npz").read_bytes())


def test_a_run_without_an_inside_and_one_with_a_damaged_one(tmp_path: Path):
    store = RunFolders(tmp_path)
    (tmp_path / "old").mkdir()
    assert load_inside(store, "old") is None
    export_untrained("linear", tmp_path / "old")
    assert load_inside(store, "old") is not None
    (tmp_path / "old" / "inside.tflite").write_bytes(b"no model")
    with pytest.raises(ModelError, match="old"):
        load_inside(store, "old")


def test_every_kept_epoch_answers_to_many_images_by_its_own_weights(tmp_path: Path, small_mnist):
    model = export_untrained("linear", tmp_path)
    inside, images = inside_of(tmp_path), small_mnist.x_test[:60]
    scaled = images.astype(np.float32) / 255
    expected = np.asarray(model(scaled[..., np.newaxis]))
    assert inside.logits(images, 1) == pytest.approx(expected, abs=1e-2)  # kept with three digits
    assert inside.logits(scaled, 0) == pytest.approx(expected / 2, abs=1e-2)  # half the weights, and no bias yet


def test_a_missing_file_is_named_without_its_path(tmp_path: Path):
    (tmp_path / "old").mkdir()
    export_untrained("linear", tmp_path / "old")
    (tmp_path / "old" / "snapshots.npz").unlink()
    with pytest.raises(RunError, match=r"snapshots\.npz: No such file") as refusal:
        load_inside(RunFolders(tmp_path), "old")
    assert str(tmp_path) not in str(refusal.value)


def test_snapshots_of_another_model_are_refused(tmp_path: Path):
    export_untrained("linear", tmp_path)
    wrong = Snapshots(epochs=1, parameters=10)
    wrong.take(0, lambda: [np.zeros((784, 10)), np.zeros(11)])
    wrong.save(tmp_path)
    with pytest.raises(ModelError, match="do not fit"):
        inside_of(tmp_path)


def test_the_units_that_a_picture_excites_most():
    kernel = np.zeros((784, 4))
    kernel[5, 2], kernel[6, 1] = 3.0, 1.0
    image = np.zeros((28, 28), np.uint8)
    image[0, 5] = image[0, 6] = 255
    assert strongest_units(kernel, np.array([0.5, 0.0, 0.0, 0.0]), image, count=3) == [2, 1, 0]
