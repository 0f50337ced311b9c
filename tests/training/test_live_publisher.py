import numpy as np
import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.live_weights import LiveWeights
from digitdemo.training import graphs, live_publisher, loop
from digitdemo.training.graphs import graphs_of
from digitdemo.training.image_bank import ImageBank
from digitdemo.training.live_publisher import LivePublisher
from digitdemo.training.losses import cross_entropies
from digitdemo.training.networks import build_model
from tests.conftest import Clock

SMALL = TrainConfig(architecture="fast", train_size=1500, epochs=2)


def test_a_training_hands_over_its_untrained_weights_what_becomes_of_them_and_those_of_each_epoch(
    small_mnist, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(live_publisher, "SECONDS_BETWEEN", 0.0)
    monkeypatch.setattr(live_publisher, "_MOST_COST", 1e9)
    heard: list[LiveWeights] = []
    model = build_model(SMALL)
    untrained = model.get_weights()
    history = list(loop.train(SMALL, small_mnist, model=model, on_live=heard.append))
    epochs = [live.epochs for live in heard]
    assert epochs == sorted(epochs)
    assert {0, 1, 2} < set(epochs)  # and some between
    for live, weights in ((heard[0], untrained), (heard[-1], model.get_weights())):
        assert all(np.array_equal(mine, w.astype(np.float16)) for mine, w in zip(live.weights, weights, strict=True))
    assert heard[0].test_accuracy < 0.3 < heard[-1].test_accuracy
    assert heard[-1].test_images == live_publisher.LIVE_TEST_IMAGES
    assert heard[-1].test_accuracy == pytest.approx(history[-1].test_accuracy, abs=0.05)  # on 400 of the same 500


def test_who_watches_changes_nothing_of_what_is_learned(small_mnist):
    def losses(**options) -> list[float]:
        return [record.test_loss for record in loop.train(SMALL, small_mnist, **options)]

    assert losses() == losses(on_live=lambda live: None)


@pytest.mark.parametrize(
    ("cost", "expected"),
    [(0.01, [0.0, 0.1, 0.45, 0.8]), (0.06, [0.0, 0.6])],
    ids=["the first at once, then three a second", "less often where it takes long"],
)
def test_weights_are_handed_over_often_but_never_for_more_than_a_tenth_of_the_time(
    cost: float, expected: list[float], small_mnist, clock: Clock
):
    heard: list[float] = []

    def hear(live: LiveWeights) -> None:
        heard.append(live.epochs)
        clock.now += cost

    publisher = LivePublisher(graphs_of(SMALL), ImageBank(small_mnist), hear, clock)
    begun = clock.now
    for hundredth in range(100):
        clock.now = max(clock.now, begun + hundredth / 100)
        publisher.publish_if_due(hundredth / 100)
    assert heard == pytest.approx(expected, abs=0.015)


def test_what_was_prepared_is_not_traced_again(monkeypatch: pytest.MonkeyPatch, small_mnist):
    traced = []

    def counted(*arguments):
        traced.append(arguments)
        return cross_entropies(*arguments)

    monkeypatch.setattr(graphs, "cross_entropies", counted)
    monkeypatch.setattr(loop, "mnist_bank", lambda: ImageBank(small_mnist))
    config = TrainConfig(architecture="linear", train_size=700, batch_size=50, epochs=1)
    loop.prepare(config)
    assert traced
    traced.clear()
    list(loop.train(config, on_live=lambda live: None))
    assert not traced
