import dataclasses
from pathlib import Path

import keras
import numpy as np
import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.learning import DIGITS, FILE, MOST_LOOKS, Guess, Look, load_learning
from digitdemo.training import loop, onlooker
from digitdemo.training.album import Album
from digitdemo.training.image_bank import ImageBank
from digitdemo.training.networks import build_model
from digitdemo.training.onlooker import Eye, Onlooker
from tests.conftest import Clock

LINEAR = TrainConfig(architecture="linear", train_size=1500, epochs=3)


def test_a_training_is_looked_at_before_after_and_between_its_epochs(small_mnist, tmp_path: Path):
    model, album, looks, doing = build_model(LINEAR), Album(), list[Look](), list[str]()
    untrained = model.get_weights()

    def hear(look: Look) -> None:
        assert "training" in doing  # not before the first step
        looks.append(look)

    list(loop.train(LINEAR, small_mnist, model=model, album=album, on_look=hear, on_doing=doing.append))
    epochs = [look.epochs for look in looks]
    assert epochs == sorted(set(epochs))
    assert {0, 1, 2, 3} <= set(epochs)
    images = small_mnist.x_test[..., np.newaxis].astype(np.float32) / 255
    trained = model.get_weights()
    for weights, look in ((untrained, looks[0]), (trained, looks[-1])):
        model.set_weights(weights)
        probabilities = keras.ops.softmax(model(images, training=False)).numpy()
        answers = probabilities.argmax(1)
        assert [(guess.image, guess.digit) for guess in look.digits] == [(i, answers[i]) for i in DIGITS]
        for guess in (*look.digits, *look.mistakes):
            assert guess.sure / 255 == pytest.approx(probabilities[guess.image].max(), abs=0.003)
        wrong = np.flatnonzero(answers != small_mnist.y_test)
        surest = sorted(wrong, key=lambda i: -probabilities[i].max())[:6]
        assert {guess.image for guess in look.mistakes} == set(surest)
        assert look.pictures is not None
        pictures = np.frombuffer(look.pictures.data, np.int8).reshape(10, 28, 28)
        kernel = weights[0].reshape(28, 28, 10).transpose(2, 0, 1)
        assert np.corrcoef(pictures.ravel(), kernel.ravel())[0, 1] > 0.95


def test_all_maps_that_are_kept_have_the_axes_of_the_kept_model_and_one_scale(small_mnist, tmp_path: Path):
    model, album, sums = build_model(LINEAR), Album(), list[np.ndarray]()
    images = small_mnist.x_test[..., np.newaxis].astype(np.float32) / 255
    for record in loop.train(LINEAR, small_mnist, model=model, album=album):
        if record.epoch:
            sums.append(model(images, training=False).numpy())
    album.save(tmp_path, LINEAR.epochs)
    kept = load_learning((tmp_path / FILE).read_bytes())
    assert kept.kept == LINEAR.epochs
    middle = sums[-1].mean(0)
    axes = np.linalg.svd(sums[-1] - middle)[2][:2].T
    maps = {look.epochs: np.frombuffer(look.points, np.int8).reshape(-1, 2) for look in kept.looks if look.points}
    assert max(np.abs(points).max() for points in maps.values()) == 127
    places = np.concatenate([(found - middle) @ axes for found in sums])
    drawn = np.concatenate([maps[epoch] for epoch in range(1, LINEAR.epochs + 1)]).astype(float)
    turn, *_ = np.linalg.lstsq(drawn, places, rcond=None)  # the same for all epochs: a scale and a turn or a mirror
    assert np.abs(drawn @ turn - places).max() < 0.03 * np.abs(places).max()
    assert turn.T @ turn == pytest.approx(np.eye(2) * (turn**2).sum() / 2, abs=0.02 * (turn**2).sum())


@pytest.mark.parametrize(
    ("architecture", "width", "side"), [("linear", 10, 28), ("fast", 576, 5), ("cnn", 1600, 3), ("mlp", 512, None)]
)
def test_features_are_what_the_last_sums_are_made_of_and_pictures_what_can_be_seen(
    architecture: str, width: int, side: int | None, small_mnist
):
    config = TrainConfig(architecture=architecture, dropout=0.5 if architecture in ("cnn", "mlp") else 0.0)
    model = build_model(config)
    eye = Eye(model, ImageBank(small_mnist))
    features, logits = eye.see()
    assert features.shape == (500, width)
    assert logits == pytest.approx(eye.see()[1])  # dropout is off
    if architecture != "linear":
        kernel, bias = model.layers[-1].get_weights()
        assert features @ kernel + bias == pytest.approx(logits, abs=1e-3)
    pictures = eye.pictures()
    assert (pictures.side if pictures else None) == side


def test_what_is_looked_at_changes_nothing_of_what_is_learned(small_mnist):
    config = dataclasses.replace(LINEAR, architecture="fast", epochs=1)
    losses = [
        [record.test_loss for record in loop.train(config, small_mnist, album=album)] for album in (None, Album())
    ]
    assert losses[0] == losses[1]


def test_between_two_epochs_maps_take_no_more_than_a_small_part_of_the_time(small_mnist, clock: Clock):
    looks: list[Look] = []

    def hear(look: Look) -> None:
        looks.append(look)
        clock.now += 0.04  # what it takes

    model = build_model(LINEAR)
    made = Onlooker(model, model, ImageBank(small_mnist), hear, Album(), clock)
    begun = clock.now
    while clock.now < begun + 30:
        clock.now += 0.01
        made.look_if_due((clock.now - begun) / 100)
    assert len(looks) > 4
    assert 0.04 * (len(looks) - 1) <= onlooker.MOST_COST * 30  # but for the first one


def test_a_model_that_has_become_no_number_is_not_looked_at(small_mnist):
    looks: list[Look] = []
    model = build_model(LINEAR)
    made = Onlooker(model, model, ImageBank(small_mnist), looks.append, Album())
    made.look_if_due(0.1)
    model.set_weights([np.full_like(weight, np.nan) for weight in model.get_weights()])
    made.look(1, kept=True)
    assert [look.epochs for look in looks] == [0]


def test_an_album_keeps_both_ends_the_kept_model_and_of_the_rest_what_there_is_room_for(tmp_path: Path):
    album, features = Album(), np.random.default_rng(0).normal(size=(100, 3000)).astype(np.float32)
    guesses = tuple(Guess(image=image, digit=1, sure=2) for image in DIGITS)
    for step in range(401):
        whole = step % 4 == 0
        points = bytes(200) if whole else b""
        look = Look(epochs=step / 4, digits=guesses, mistakes=(), points=points)
        album.take(look, features if whole else None)
        if step == 4 * 37:
            album.keep(features.mean(0), np.eye(3000, 2, dtype=np.float32))
    album.save(tmp_path, 90)
    kept = load_learning((tmp_path / FILE).read_bytes())
    epochs = [look.epochs for look in kept.looks]
    assert {0, 37} <= set(epochs)
    assert 80 < epochs[-1] <= 90  # what came after the last whole epoch is of no model that there is
    assert 40 < len(epochs) <= MOST_LOOKS
    assert all(look.points for look in kept.looks)  # those between epochs go first
    assert np.diff(epochs).max() < 8
