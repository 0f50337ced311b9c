from pathlib import Path

import numpy as np
import pytest

from digitdemo.data import load_mnist
from digitdemo.inference import Classifier, ModelError
from digitdemo.models import ARCHITECTURES
from digitdemo.runs import SHIPPED_MODELS, RunStore


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_shipped_models_have_the_accuracy_that_their_history_says(name: str):
    mnist = load_mnist()
    classifier = Classifier(SHIPPED_MODELS / name / "model.tflite")
    read = classifier.logits(mnist.x_test).argmax(1)
    accuracy = float((read == mnist.y_test).mean())
    assert accuracy == pytest.approx(RunStore(SHIPPED_MODELS).load(name).kept.test_accuracy, abs=2e-4)


def test_probabilities_are_the_softmax_of_the_logits():
    images = load_mnist().x_test[:5]
    classifier = Classifier(SHIPPED_MODELS / "linear" / "model.tflite")
    logits, probabilities = classifier.logits(images).astype(np.float64), classifier.probabilities(images)
    assert probabilities.shape == (5, 10)
    assert probabilities.sum(1) == pytest.approx(1, abs=1e-6)
    assert np.allclose(probabilities, np.exp(logits) / np.exp(logits).sum(1, keepdims=True), atol=1e-6)


@pytest.mark.parametrize(
    "images", [np.zeros((1, 28, 28)), np.zeros((28, 28), np.uint8), np.zeros((1, 20, 20), np.uint8)]
)
def test_other_arrays_are_refused(images: np.ndarray):
    with pytest.raises(ValueError, match=r"images: .* is not allowed; give uint8"):
        Classifier(SHIPPED_MODELS / "linear" / "model.tflite").logits(images)


def test_files_that_are_no_model_are_refused(tmp_path: Path):
    with pytest.raises(ModelError, match="cannot be loaded"):
        Classifier(tmp_path / "model.tflite")
    (tmp_path / "model.tflite").write_bytes(b"no model")
    with pytest.raises(ModelError, match="cannot be loaded"):
        Classifier(tmp_path / "model.tflite")
