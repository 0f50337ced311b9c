import dataclasses

import numpy as np
import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.data.mnist import Mnist
from digitdemo.data.splits import training_set
from digitdemo.jobs.protocol import Live, decode_event, encode
from digitdemo.runs.live_weights import LiveWeights
from digitdemo.runs.metrics import PROBE_IMAGES, Probe
from digitdemo.training import graphs, loop, prober
from digitdemo.training.evaluation import Evaluator
from digitdemo.training.graphs import graphs_of
from digitdemo.training.image_bank import ImageBank
from digitdemo.training.losses import cross_entropies
from digitdemo.training.networks import build_model
from digitdemo.training.pacing import Pacer
from digitdemo.training.prober import Prober
from tests.conftest import Clock

SMALL = TrainConfig(architecture="fast", train_size=1500, epochs=2)


@pytest.fixture
def tireless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Probes after every call of a training."""
    monkeypatch.setattr(prober, "SECONDS_BETWEEN", 0.0)
    monkeypatch.setattr(prober, "CALL_SECONDS", 0.0)
    monkeypatch.setattr(prober, "MOST_COST", 1e9)


def test_a_probe_is_the_accuracy_on_the_first_images_of_both_slices(small_mnist, tireless):
    mnist = Mnist(*(np.concatenate([array] * 2) for array in dataclasses.astuple(small_mnist)))
    config = TrainConfig(architecture="linear", train_size=1500, epochs=2, label_noise=0.3)
    model = build_model(config)
    probes: list[Probe] = []
    list(loop.train(config, mnist, model=model, on_probe=probes.append))
    epochs = [probe.epochs for probe in probes]
    assert epochs == sorted(set(epochs))
    assert {0, 1, 2} < set(epochs)  # and some between
    subset, told = training_set(config, mnist.y_train)
    for images, labels, accuracy in (
        (mnist.x_train[subset], told, probes[-1].train_accuracy),
        (mnist.x_test, mnist.y_test, probes[-1].test_accuracy),
    ):
        first = images[:PROBE_IMAGES, ..., np.newaxis].astype(np.float32) / 255
        answers = model(first, training=False).numpy().argmax(1)
        assert accuracy == pytest.approx(np.mean(answers == labels[:PROBE_IMAGES]))


def test_a_training_hands_over_its_untrained_weights_what_becomes_of_them_and_those_of_each_epoch(
    small_mnist, tireless
):
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
    assert heard[-1].test_images == PROBE_IMAGES == 500  # all that there are
    assert heard[-1].test_accuracy == history[-1].test_accuracy


def test_probes_and_who_watches_change_nothing_of_what_is_learned(small_mnist, tireless, monkeypatch):
    def losses(**options) -> list[float]:
        return [record.test_loss for record in loop.train(SMALL, small_mnist, **options)]

    watched = losses(on_live=lambda live: None)
    monkeypatch.setattr(prober, "SECONDS_BETWEEN", 1e9)
    assert losses() == watched


@pytest.mark.parametrize(
    ("cost", "expected"),
    [
        ([0.01], [0.1, 0.45, 0.8, 1.15, 1.5, 1.85]),
        ([0.04], [0.1, 1.1, 2.1]),
        ([0.1], [0.1, 1.1, 3.6, 6.1]),
        ([0.5, 0.01], [0.1, 1.1, 1.45, 1.8]),
        ([0.01, 0.5, 0.01], [0.1, 0.45, 0.95, 1.3]),
    ],
    ids=[
        "nearly three a second",
        "less often where they take long",
        "still less often",
        "a slow first one",
        "one that was held up",
    ],
)
def test_probes_come_often_but_for_no_more_than_a_small_part_of_the_time(
    cost: list[float], expected: list[float], small_mnist, clock: Clock
):
    """What is not expected comes later; the last cost is that of all others, too."""
    heard: list[float] = []

    def hear(probe: Probe) -> None:
        heard.append(probe.epochs)
        clock.now += cost[min(len(heard), len(cost)) - 1] if probe.epochs else 0.0

    bank, pacer = ImageBank(small_mnist), Pacer()
    slices = [Evaluator(graphs_of(SMALL), bank, np.arange(500, dtype=np.int32), pacer)] * 2
    made = Prober(graphs_of(SMALL), *slices, hear, clock=clock)
    begun = clock.now
    made.tell(0.0, *(one.evaluate() for one in slices))
    heard.clear()
    while len(heard) < len(expected):
        clock.now += 0.001
        made.probe_if_due(clock.now - begun)
    assert heard == pytest.approx(expected, abs=0.02)


def test_who_watches_gets_weights_between_probes_that_lie_far_apart(small_mnist, clock: Clock):
    heard: list[LiveWeights] = []

    def take_long(probe: Probe) -> None:
        clock.now += 0.05  # 1.25 seconds have to pass until the next one

    bank, pacer = ImageBank(small_mnist), Pacer()
    slices = [Evaluator(graphs_of(SMALL), bank, np.arange(500, dtype=np.int32), pacer)] * 2
    made = Prober(graphs_of(SMALL), *slices, take_long, heard.append, clock=clock)
    begun = clock.now
    made.probe(0.0)
    while clock.now < begun + 4:
        clock.now += 0.01
        made.probe_if_due(clock.now - begun)
    told = [live.epochs for live in heard]
    assert max(np.diff(told)) < 0.5  # seconds
    assert {live.test_accuracy is None for live in heard} == {True, False}
    assert all(live.test_images == 500 for live in heard if live.test_accuracy is not None)
    for live in heard:  # each is an event that the trainer may send
        assert decode_event(encode(Live(job="lesson", live=live))) == Live(job="lesson", live=live)


def test_what_was_prepared_is_not_traced_again(monkeypatch: pytest.MonkeyPatch, small_mnist):
    traced = []

    def counted(*arguments):
        traced.append(arguments)
        return cross_entropies(*arguments)

    bank = ImageBank(small_mnist)
    monkeypatch.setattr(graphs, "cross_entropies", counted)
    monkeypatch.setattr(loop, "mnist_bank", lambda: bank)
    config = TrainConfig(architecture="linear", train_size=700, batch_size=50, epochs=1)
    assert len(list(loop.prepare(config))) > 2  # parts, between which a training may begin
    assert traced
    traced.clear()
    doing: list[str] = []
    list(loop.train(config, on_doing=doing.append, on_live=lambda live: None))
    assert not traced
    assert doing == ["measuring", "training", "measuring"]


def test_a_training_says_what_it_does_before_its_first_step(small_mnist):
    config = TrainConfig(architecture="linear", train_size=600, batch_size=64, epochs=2, pen_drawings=20, seed=77)
    doing: list[str] = []
    list(loop.train(config, small_mnist, on_doing=doing.append))
    assert list(dict.fromkeys(doing)) == ["drawing", "compiling", "measuring", "training"]
    assert doing[-4:] == ["training", "measuring"] * 2


def test_a_training_can_be_stopped_while_it_compiles(small_mnist):
    class Asked(Exception):
        pass

    def ask(doing: str) -> None:
        if doing == "compiling":
            raise Asked

    config = TrainConfig(architecture="linear", train_size=600, batch_size=32, epochs=1)
    with pytest.raises(Asked):
        next(loop.train(config, small_mnist, on_doing=ask))
