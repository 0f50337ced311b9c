"""What a training records beside its curves, each where it ought to show."""

import math

import keras
import numpy as np
import pytest

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import FEWEST_VALIDATION_IMAGES, TrainConfig
from digitdemo.data.mnist import Mnist
from digitdemo.runs.metrics import UNTRAINED_IMAGES, EpochMetrics, LayerSigns
from digitdemo.training.image_bank import ImageBank
from digitdemo.training.layer_probe import LayerProbe
from digitdemo.training.loop import train
from digitdemo.training.networks import build_model

# These few steps take less time op by op than their graphs to compile.
pytestmark = pytest.mark.usefixtures("eagerly")

GUESSING = math.log(10)  # the loss of who gives every digit the same probability


def trained(mnist, name: str = "mlp", **knobs) -> list[EpochMetrics]:
    plain = {"train_size": 500, "epochs": 1, "pen_drawings": 0, "schedule": "constant", "learning_rate": 0.001}
    if name == "mlp":
        plain["width"] = 64
    return list(train(TrainConfig(architecture=name, **{**plain, **knobs}), mnist))


def test_labels_learnt_by_heart_are_right_as_told_and_wrong_in_truth(small_mnist):
    few = Mnist(small_mnist.x_train[:100], small_mnist.y_train[:100], small_mnist.x_test[:10], small_mnist.y_test[:10])
    *_, last = trained(few, train_size=100, epochs=12, batch_size=20, label_noise=0.3, learning_rate=0.01)
    assert last.train_accuracy > 0.95
    assert last.true_train_accuracy is not None
    assert 0.65 < last.true_train_accuracy < 0.8


def test_true_labels_count_only_where_some_are_wrong(small_mnist):
    assert [record.true_train_accuracy for record in trained(small_mnist, "linear")] == [None, None]


def test_dropout_shows_in_the_losses_of_the_steps(small_mnist):
    untrained, *_, last = trained(small_mnist, epochs=4, dropout=0.9, batch_size=32, hidden_layers=1, width=512)
    assert last.step_loss is not None
    assert last.step_loss > 1.5 * last.train_loss
    assert untrained.step_loss is untrained.highest_step_loss is None


def test_steps_that_are_too_large_show_in_the_highest_loss(small_mnist):
    (_, steady), (_, wild) = (trained(small_mnist, learning_rate=rate) for rate in (0.001, 0.5))
    assert steady.step_loss is not None
    assert steady.highest_step_loss is not None
    assert wild.highest_step_loss is not None
    assert steady.step_loss < steady.highest_step_loss < 1.5 * GUESSING
    assert wild.highest_step_loss > 10 * GUESSING


def test_the_gradient_fades_towards_the_input_of_a_deep_sigmoid_network(small_mnist):
    for record in trained(small_mnist, hidden_layers=4, activation="sigmoid", optimizer="sgd"):
        first, *_, last = (layer.gradient for layer in record.layers)
        assert first is not None
        assert last is not None
        assert 0 < first < last / 100


def test_units_that_a_huge_step_has_killed_are_dead(small_mnist):
    before, *_, after = trained(small_mnist, learning_rate=1.0, epochs=3)
    assert [layer.dead for layer in before.layers] == [pytest.approx(0, abs=0.2)] * 2 + [None]
    assert after.layers[1].dead == 1


def test_the_kernel_moves_by_the_learning_rate(small_mnist):
    still, lively = (trained(small_mnist, learning_rate=rate, epochs=2) for rate in (1e-6, 0.01))
    assert all((layer.moved, layer.updated) == (0, 0) for layer in still[0].layers)
    for slow, fast in zip(still[2].layers, lively[2].layers, strict=True):
        assert slow.moved is not None
        assert fast.moved is not None
        assert 0 < slow.moved < 0.001 < 0.1 < fast.moved
    for once, twice in zip(still[1].layers, still[2].layers, strict=True):
        assert once.updated == once.moved
        assert twice.updated is not None
        assert twice.moved is not None
        assert twice.updated < twice.moved


def test_validation_is_measured_without_early_stopping_too(small_mnist):
    untrained, last = trained(small_mnist, "linear")
    assert (untrained.validation_images, last.validation_images) == (UNTRAINED_IMAGES, 1500)
    assert last.validation_accuracy == pytest.approx(last.test_accuracy, abs=0.1)
    assert last.validation_loss == pytest.approx(last.test_loss, abs=0.3)
    assert np.mean(last.validation_recall) == pytest.approx(last.validation_accuracy, abs=0.05)


@pytest.mark.parametrize("left", [FEWEST_VALIDATION_IMAGES - 1, 0])
def test_too_few_images_are_no_validation(left: int, small_mnist):
    for record in trained(small_mnist, "linear", train_size=2000 - left if left else 60_000):
        assert record.validation_accuracy is record.validation_loss is record.validation_images is None
        assert record.validation_recall == ()


LAYERS = {
    "linear": ["output"],
    "mlp": ["dense 1", "dense 2", "output"],
    "cnn": ["convolution 1", "convolution 2", "output"],
    "fast": ["convolution 1", "convolution 2", "convolution 3", "output"],
    "best": ["convolution 1", "convolution 2", "convolution 3", "convolution 4", "output"],
    "lenet": ["convolution 1", "convolution 2", "dense 1", "dense 2", "output"],
    "gru": ["recurrent 1", "output"],
    "vit": [
        *["embedding 1", "attention 1", "dense 1", "dense 2"],
        *["attention 2", "dense 3", "dense 4", "attention 3", "dense 5", "dense 6", "output"],
    ],
}


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_every_layer_with_a_kernel_has_its_signs_and_looking_changes_nothing(name: str, small_mnist):
    bank = ImageBank(small_mnist)
    model = build_model(TrainConfig(architecture=name))
    before = [variable.numpy() for variable in model.variables]
    layers = LayerProbe(model, bank, np.arange(300)).measure()
    assert [layer.name for layer in layers] == LAYERS[name]
    assert all(layer.gradient is not None and layer.gradient > 0 for layer in layers)
    bent = [layer.name for layer in layers if layer.dead is not None]
    assert bent == (["dense 1", "dense 3", "dense 5"] if name == "vit" else LAYERS[name][:-1])
    assert all(np.array_equal(a, b) for a, b in zip(before, [v.numpy() for v in model.variables], strict=True))


def test_a_training_that_is_looked_at_is_the_same(small_mnist, monkeypatch: pytest.MonkeyPatch):
    knobs = {"dropout": 0.5, "batch_norm": "on", "augmentation": "light", "pen_drawings": 60, "width": 64}
    config = TrainConfig(architecture="mlp", train_size=300, epochs=2, **knobs)
    models = [build_model(config), build_model(config)]
    list(train(config, small_mnist, model=models[0]))
    monkeypatch.setattr(LayerProbe, "measure", lambda probe: ())
    list(train(config, small_mnist, model=models[1]))
    assert all(np.array_equal(a, b) for a, b in zip(*(model.get_weights() for model in models), strict=True))


def signs_of(model: keras.Model, mnist) -> tuple[LayerSigns, ...]:
    return LayerProbe(model, ImageBank(mnist), np.arange(200)).measure()


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "gelu"])
@pytest.mark.parametrize("shift", [-100.0, 100.0])
def test_a_unit_that_answers_every_image_alike_is_dead(activation: str, shift: float, small_mnist):
    model = build_model(TrainConfig(architecture="mlp", hidden_layers=1, width=4, activation=activation))
    kernel, bias, *rest = model.get_weights()
    bias[0] = shift
    model.set_weights([kernel, bias, *rest])
    passes = shift > 0 and activation in ("relu", "gelu")  # a shifted sum is a sum
    assert signs_of(model, small_mnist)[0].dead == (0 if passes else 0.25)


def test_what_is_no_ratio_is_none(small_mnist):
    model = build_model(TrainConfig(architecture="linear"))
    kernel, bias = model.get_weights()
    model.set_weights([np.zeros_like(kernel), bias])
    (output,) = signs_of(model, small_mnist)
    assert (output.gradient, output.moved, output.updated) == (None, None, None)
