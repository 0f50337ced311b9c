import dataclasses
import shutil
from pathlib import Path

import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.data.mnist import load_mnist, load_test_digits
from digitdemo.inference import classifier as classifier_module
from digitdemo.inference.calibration import softmax
from digitdemo.inference.classifier import Classifier, ModelError, load_classifier
from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.folders import RunFolders
from digitdemo.runs.store import RunStore


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_shipped_models_have_the_accuracy_that_their_history_says(name: str):
    mnist = load_mnist()
    classifier = Classifier((SHIPPED_MODELS / name / "model.tflite").read_bytes())
    read = classifier.logits(mnist.x_test).argmax(1)
    accuracy = float((read == mnist.y_test).mean())
    assert accuracy == pytest.approx(RunFolders(SHIPPED_MODELS).load(name).kept.test_accuracy, abs=2e-4)


def test_probabilities_are_the_softmax_of_the_logits():
    images = load_mnist().x_test[:5]
    classifier = Classifier((SHIPPED_MODELS / "linear" / "model.tflite").read_bytes())
    logits, probabilities = classifier.logits(images).astype(np.float64), classifier.probabilities(images)
    assert probabilities.shape == (5, 10)
    assert probabilities.sum(1) == pytest.approx(1, abs=1e-6)
    assert np.allclose(probabilities, np.exp(logits) / np.exp(logits).sum(1, keepdims=True), atol=1e-6)


@pytest.mark.parametrize(
    "images", [np.zeros((1, 28, 28)), np.zeros((28, 28), np.uint8), np.zeros((1, 20, 20), np.uint8)]
)
def test_other_arrays_are_refused(images: np.ndarray):
    with pytest.raises(ValueError, match=r"images: .* is not allowed; give uint8"):
        Classifier((SHIPPED_MODELS / "linear" / "model.tflite").read_bytes()).logits(images)


@pytest.mark.parametrize("model", [b"", b"no model"])
def test_what_is_no_model_is_refused_by_its_name(model: bytes):
    with pytest.raises(ModelError, match="a-run: the model cannot be loaded"):
        Classifier(model, name="a-run")


def one_by_one(classifier: Classifier, images: np.ndarray) -> np.ndarray:
    return np.concatenate([classifier.logits(image[np.newaxis]) for image in images])


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_many_pictures_are_read_like_single_ones(name: str):
    images = load_test_digits()[0][:60]  # two batches and a remainder
    classifier = Classifier((SHIPPED_MODELS / name / "model.tflite").read_bytes())
    assert np.allclose(classifier.logits(images), one_by_one(classifier, images), rtol=1e-5, atol=1e-5)


class OneAtATime(Interpreter):
    """An interpreter whose model takes no batch."""

    def resize_tensor_input(self, *args: object, **kwargs: object) -> None:
        raise RuntimeError("tensor has a fixed shape")


class WithoutBatches(Interpreter):
    """An interpreter whose model takes a batch and still answers once."""

    def resize_tensor_input(self, *args: object, **kwargs: object) -> None:
        pass


@pytest.mark.parametrize("kind", [OneAtATime, WithoutBatches])
def test_a_model_that_takes_no_batches_reads_many_pictures_all_the_same(monkeypatch: pytest.MonkeyPatch, kind: type):
    monkeypatch.setattr(classifier_module, "Interpreter", kind)
    images = load_test_digits()[0][:60]
    classifier = Classifier((SHIPPED_MODELS / "linear" / "model.tflite").read_bytes())
    assert np.array_equal(classifier.logits(images), one_by_one(classifier, images))


def test_a_single_drawing_is_read_while_thousands_are(monkeypatch: pytest.MonkeyPatch):
    images = load_test_digits()[0][:60]
    classifier = Classifier((SHIPPED_MODELS / "linear" / "model.tflite").read_bytes())
    between = []

    class Interrupted(Interpreter):
        def invoke(self) -> None:
            between.append(classifier.logits(images[:1]))  # would wait for ever, did the batches hold its lock
            super().invoke()

    monkeypatch.setattr(classifier_module, "Interpreter", Interrupted)
    found = classifier.logits(images)
    assert len(between) == 2
    assert np.allclose(between[0], found[:1], atol=1e-5)


def test_a_run_is_loaded_with_its_temperature(tmp_path: Path):
    shipped, store = RunFolders(SHIPPED_MODELS), RunStore(tmp_path)
    images = load_test_digits()[0][:5]
    found = {}
    for run_id, temperature in (("cold", 0.5), ("hot", 3.0), ("none", None)):
        with store.draft() as draft:
            shutil.copy(SHIPPED_MODELS / "linear" / "model.tflite", draft)
            store.save(dataclasses.replace(shipped.load("linear"), id=run_id, temperature=temperature), draft)
        classifier = load_classifier(store, run_id)
        assert classifier is not None
        found[run_id] = classifier.probabilities(images)
    logits = Classifier((SHIPPED_MODELS / "linear" / "model.tflite").read_bytes()).logits(images)
    assert np.allclose(found["cold"], softmax(logits, 0.5))
    assert np.allclose(found["hot"], softmax(logits, 3.0))
    assert np.allclose(found["none"], softmax(logits))
    assert found["cold"].max(1).min() > found["hot"].max(1).min()
