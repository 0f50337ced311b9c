import dataclasses
import functools
from collections.abc import Callable
from types import SimpleNamespace

import keras
import numpy as np
import pytest

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import TrainConfig
from digitdemo.data.mnist import Mnist
from digitdemo.data.own_images import OwnImages
from digitdemo.data.splits import training_set, validation_subset
from digitdemo.inference.calibration import fit_temperature
from digitdemo.runs.metrics import UNTRAINED_IMAGES
from digitdemo.runs.run import Run, kept_record
from digitdemo.training import pacing
from digitdemo.training.graphs import Graphs
from digitdemo.training.loop import Diverged, Stopped, train
from digitdemo.training.networks import build_model
from tests.conftest import Clock


def small(name: str = "linear", **knobs) -> TrainConfig:
    return TrainConfig(architecture=name, **{"train_size": 1000, "epochs": 2, "pen_drawings": 0, **knobs})


def curve(history):
    return [(r.epoch, r.train_accuracy, r.train_loss, r.test_accuracy, r.test_loss) for r in history]


@pytest.mark.parametrize("name", [name for name in ARCHITECTURES if name != "best"])
def test_it_learns_and_yields_a_record_per_epoch(name: str, small_mnist):
    history = list(train(small(name), small_mnist))
    assert [record.epoch for record in history] == [0, 1, 2]
    assert history[0].train_accuracy < 0.3
    assert history[-1].train_loss < history[1].train_loss < history[0].train_loss
    assert history[-1].test_accuracy > (0.4 if name in ("linear", "gru", "vit") else 0.6)  # 16 steps
    assert history[-1].images_per_second > 0
    assert history[-1].elapsed_seconds >= history[-1].seconds > 0


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others(small_mnist):
    config = small("cnn", train_size=300, epochs=1)
    first, again, other = (curve(train(dataclasses.replace(config, seed=s), small_mnist)) for s in (5, 5, 6))
    assert first == again
    assert first != other


def test_accuracy_and_loss_are_those_of_keras_with_dropout_off(small_mnist):
    config = small("cnn", epochs=1)
    assert config.dropout == 0.5
    model = build_model(config)
    *_, last = train(config, small_mnist, model=model)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(loss=loss, metrics=["accuracy"])
    scaled = small_mnist.x_test[..., np.newaxis].astype(np.float32) / 255
    test_loss, test_accuracy = model.evaluate(scaled, small_mnist.y_test, verbose=0)
    assert last.test_accuracy == pytest.approx(test_accuracy, abs=1e-6)
    assert last.test_loss == pytest.approx(test_loss, rel=1e-4)
    right = model(scaled).numpy().argmax(1) == small_mnist.y_test
    assert last.test_recall == pytest.approx([right[small_mnist.y_test == digit].mean() for digit in range(10)])


def test_dropout_is_on_while_training_and_its_chance_is_the_seeds(small_mnist):
    without, heavy, again = (curve(train(small("mlp", dropout=rate), small_mnist)) for rate in (0.0, 0.9, 0.9))
    assert heavy[-1][2] > without[-1][2] + 0.1  # the loss of the training images, with which dropout is off
    assert heavy == again


def test_the_best_model_learns_by_its_recipe(small_mnist):
    history = list(train(small("best", batch_size=16, pen_drawings=100), small_mnist))
    assert history[-1].train_loss < history[0].train_loss
    assert history[-1].test_accuracy > 0.9  # 138 steps: the averages of batch normalization need some


def test_letters_and_scribbles_make_a_model_unsure_of_them_alone(small_mnist):
    from digitdemo.data.synthetic import NO_DIGIT, pen_drawings
    from digitdemo.inference.calibration import softmax

    model = build_model(small("fast"))
    list(train(small("fast", epochs=6, train_size=500, pen_drawings=1200), small_mnist, model=model))
    images, labels = pen_drawings(600, seed=99)
    top = softmax(model(images[..., np.newaxis].astype(np.float32) / 255).numpy()).max(1)
    assert top[labels == NO_DIGIT].mean() < 0.5
    assert top[labels != NO_DIGIT].mean() > 0.7


def test_the_temperature_is_fitted_where_images_are_left(small_mnist):
    config, kept = small(epochs=8), []
    model = build_model(config)
    list(train(config, small_mnist, model=model, on_kept=kept.append))
    assert 0.5 < kept[-1].temperature < 4
    held_out = validation_subset(config.train_size, config.seed, total=len(small_mnist.x_train))
    scaled = small_mnist.x_train[held_out][..., np.newaxis].astype(np.float32) / 255
    logits = model(scaled, training=False).numpy()
    assert kept[-1].temperature == pytest.approx(fit_temperature(logits, small_mnist.y_train[held_out]), rel=1e-3)
    list(train(small(train_size=1600), small_mnist, on_kept=kept.append))
    assert kept[-1] is None  # 400 images are too few


def test_the_seed_decides_how_images_are_changed(small_mnist, monkeypatch: pytest.MonkeyPatch):
    seeds = set()

    def train_by(graphs, bank, batches, rates, seed, first, last):
        seeds.add(seed)
        return train_graph(graphs, bank, batches, rates, seed, first, last)

    train_graph = Graphs.train
    config = small("linear", augmentation="light", epochs=1, seed=5)
    run = train(config, small_mnist)
    first = [next(run)]  # the graphs are traced, by steps that are taken back
    monkeypatch.setattr(Graphs, "train", train_by)
    first.extend(run)
    assert curve(first) == curve(train(config, small_mnist))
    assert seeds == {5}


def test_epoch_0_is_the_untrained_model(small_mnist):
    model = build_model(small())
    before = [w.copy() for w in model.get_weights()]
    next(train(small(), small_mnist, model=model))
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))


def test_every_image_counts_once_per_epoch_even_in_the_last_small_batch(small_mnist):
    steps = [progress.steps for progress in reported(small(train_size=1000, batch_size=128, epochs=1), small_mnist)]
    assert set(steps) == {8}


def reported(config, mnist):
    progress = []
    list(train(config, mnist, on_progress=progress.append))
    return progress


def test_progress_comes_often_and_only_grows(small_mnist, clock: Clock, monkeypatch: pytest.MonkeyPatch):
    progress, moments = [], []

    def on_progress(report):
        clock.now += 2.5 * (report.fraction - (progress[-1].fraction if progress else 0.0))  # it takes 2.5 s in all
        progress.append(report)
        moments.append(clock.now)

    def perf_counter():
        clock.now += 1e-6
        return clock.now

    monkeypatch.setattr(pacing, "time", SimpleNamespace(perf_counter=perf_counter))
    list(train(small(epochs=3, train_size=2000), small_mnist, on_progress=on_progress))
    fractions = [report.fraction for report in progress]
    assert fractions == sorted(fractions)
    assert fractions[-1] == pytest.approx(1.0)
    assert {report.phase for report in progress} == {"training", "evaluating"}
    assert max(np.diff(moments)) < 2 * pacing.CALL_SECONDS
    assert all((report.seconds_left or 0) >= 0 and report.images_per_second > 0 for report in progress)


def test_progress_can_end_the_training_at_once(small_mnist):
    def stop(report):
        raise Stopped

    run = train(small(epochs=50), small_mnist, on_progress=stop)
    assert next(run).epoch == 0
    with pytest.raises(Stopped):
        next(run)


def test_closing_the_generator_stops_it(small_mnist):
    run = train(small(epochs=50), small_mnist)
    next(run)
    next(run)
    run.close()
    with pytest.raises(StopIteration):
        next(run)


def test_a_diverging_training_ends_and_says_so(small_mnist):
    huge = build_model(small())
    huge.set_weights([np.full_like(w, np.inf) for w in huge.get_weights()])
    run = train(small(), small_mnist, model=huge)
    next(run)
    with pytest.raises(Diverged, match="the training loss was not a number in epoch 1, step 1"):
        next(run)


@pytest.mark.parametrize("rare_digits", ["", "12"])
def test_each_record_says_how_many_images_were_measured(rare_digits: str, small_mnist):
    config = small("linear", train_size=500, epochs=1, pen_drawings=60, rare_digits=rare_digits)
    learned = len(training_set(config, small_mnist.y_train)[0])
    assert learned < 450 if rare_digits else learned == 500
    for record in train(config, small_mnist):
        assert (record.train_images, record.test_images) == (learned, 500)


def test_the_untrained_model_is_measured_on_fewer_images(small_mnist):
    mnist = Mnist(*(np.concatenate([array] * 5) for array in dataclasses.astuple(small_mnist)))
    untrained, trained = train(small("linear", train_size=3000, epochs=1), mnist)
    assert (untrained.train_images, untrained.test_images) == (UNTRAINED_IMAGES, UNTRAINED_IMAGES)
    assert (trained.train_images, trained.test_images) == (3000, 2500)


def overflowing_on_validation(config: TrainConfig, mnist: Mnist) -> tuple[keras.Model, Mnist]:
    """Return a model, and images that are blank but for those of validation, on which its loss is not finite."""
    images = np.zeros_like(mnist.x_train)
    images[validation_subset(config.train_size, config.seed, total=len(images))] = 255
    model = build_model(config)
    model.set_weights([np.full_like(w, 1e37) for w in model.get_weights()[:-1]] + model.get_weights()[-1:])
    return model, Mnist(images, mnist.y_train, np.zeros_like(mnist.x_test), mnist.y_test)


def test_a_validation_loss_that_is_no_number_ends_the_training_and_its_epoch_is_not_kept(small_mnist):
    config = small("linear", patience=3, epochs=2)
    model, mnist = overflowing_on_validation(config, small_mnist)
    before = model.get_weights()
    run = train(config, mnist, model=model)
    history = [next(run)]
    with pytest.raises(Diverged, match="the validation loss was not a number after epoch 1"):
        history.extend(run)
    assert kept_record(config, history).epoch == 0
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))


def test_early_stopping_keeps_the_model_of_the_lowest_validation_loss(small_mnist):
    config = small(train_size=300, epochs=40, patience=2, learning_rate=0.01, schedule="constant")
    model = build_model(config)
    history = list(train(config, small_mnist, model=model))
    losses = [record.validation_loss for record in history[1:]]
    best = losses.index(min(losses))
    assert len(losses) == best + 3 < 40
    kept = Run(id="x", config=config, history=tuple(history)).kept
    assert kept.epoch == best + 1
    held_out = validation_subset(config.train_size, config.seed, total=len(small_mnist.x_train))
    for images, labels, measured in (
        (small_mnist.x_test, small_mnist.y_test, kept.test_accuracy),
        (small_mnist.x_train[held_out], small_mnist.y_train[held_out], kept.validation_accuracy),
    ):
        read = model(images[..., np.newaxis].astype(np.float32) / 255).numpy().argmax(1)
        assert (read == labels).mean() == pytest.approx(measured, abs=1e-6)


def test_what_is_never_seen_is_never_recognized(small_mnist):
    *_, last = train(small(rare_digits="7", rare_share=0.0, epochs=4), small_mnist)
    assert last.test_recall[7] == 0
    assert min(recall for digit, recall in enumerate(last.test_recall) if digit != 7) > 0.4


def test_a_visitors_drawings_are_learned_by_the_training_that_is_given_them_and_by_no_other(small_mnist):
    ring = np.zeros((28, 28), np.uint8)  # such as MNIST has none
    ring[:3] = ring[-3:] = ring[:, :3] = ring[:, -3:] = 255
    config = small("linear", epochs=4)
    own = OwnImages(drawings=1, pixels=ring.tobytes(), labels=b"\x03", times=50)

    def reads_ring(**given) -> float:
        model = build_model(config)
        for _ in train(config, small_mnist, model=model, **given):
            pass
        return float(keras.ops.softmax(model(ring[None, ..., None] / np.float32(255)))[0, 3])

    assert reads_ring(own=own) > 0.9
    assert reads_ring() < 0.9


# Knobs of those below by which something is drawn at random.
BY_CHANCE = {"pen_drawings", "rare_share", "label_noise", "test_noise"}


@pytest.mark.parametrize(
    "knobs",
    [
        {"pen_drawings": 60},
        {"schedule": "constant"},
        {"rare_digits": "38", "rare_share": 0.0},
        {"label_noise": 0.3},
        {"test_noise": 0.3},
        {"test_shift": 4},
    ],
    ids="-".join,
)
def test_every_knob_that_is_data_has_its_effect_and_chance_is_the_seeds(knobs: dict, small_mnist):
    with_it = curve(train(small(**knobs), small_mnist))
    assert with_it != curve(train(small(), small_mnist))
    if knobs.keys() & BY_CHANCE:
        assert with_it == curve(train(small(**knobs), small_mnist))


# Op by op, large kernels would take most of the time.
PLAIN = {"linear": {}, "mlp": {"width": 32}}


@pytest.fixture(scope="module")
def plain_curve(small_mnist) -> Callable[[str], list]:
    """Gives the curve of a small training without any further knob, trained once."""
    return functools.cache(lambda name: curve(train(small(name, **PLAIN[name]), small_mnist)))


@pytest.mark.usefixtures("eagerly")  # each has a graph of its own
@pytest.mark.parametrize(
    ("name", "knobs"),
    [
        ("mlp", {"hidden_layers": 1}),
        ("mlp", {"width": 64}),
        ("mlp", {"activation": "tanh"}),
        ("mlp", {"batch_norm": "on"}),
        ("linear", {"optimizer": "sgd"}),
        ("linear", {"optimizer": "momentum"}),
        ("linear", {"optimizer": "adamw", "weight_decay": 3.0}),
        ("linear", {"l2": 0.01}),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else value,
)
def test_every_knob_that_shapes_the_graph_has_its_effect(
    name: str, knobs: dict, plain_curve: Callable[[str], list], small_mnist
):
    assert plain_curve(name) != curve(train(small(name, **{**PLAIN[name], **knobs}), small_mnist))
