import dataclasses

import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.data.own_images import OwnImages
from digitdemo.jobs.pace import Pace
from digitdemo.jobs.work import START_SECONDS, work_of
from digitdemo.runs.run import LearnedOwn, Run
from tests.conftest import MLP, RECORD

CNN = TrainConfig(architecture="cnn")


def trained(config: TrainConfig, times: float, *, epochs: int | None = None, own: LearnedOwn | None = None) -> Run:
    """Return a run that took so many times as long as where the costs were measured."""
    epochs = config.epochs if epochs is None else epochs
    epoch = times * work_of(config, own.times * own.images if own else 0).epoch
    history = [dataclasses.replace(RECORD, epoch=each, elapsed_seconds=each * epoch) for each in range(epochs + 1)]
    return Run(id="a", config=config, history=tuple(history), own=own)


@pytest.mark.parametrize(("cores", "times"), [(2, 1), (1, 2), (0.25, 8), (64, 0.5)])
def test_at_first_cores_tell(cores: float, times: float):
    pace = Pace(cores=cores)
    assert pace.factor("cnn") == times
    assert pace.work(CNN).seconds == pytest.approx(times * work_of(CNN).seconds)
    assert pace.start_seconds() == times * START_SECONDS


def test_trainers_share_the_cores_that_there_are(monkeypatch: pytest.MonkeyPatch):
    alone = Pace().factor("cnn")
    monkeypatch.setenv("DIGITDEMO_TRAINERS", "1000")
    assert Pace().factor("cnn") > 100 * alone


def test_then_what_was_seen_does_of_the_same_architecture_before_others():
    pace = Pace(cores=2)
    pace.see(trained(CNN, 3))
    assert [pace.factor("cnn"), pace.factor("mlp"), pace.start_seconds()] == pytest.approx([3, 3, 3 * START_SECONDS])
    pace.see(trained(MLP, 5))
    assert [pace.factor("cnn"), pace.factor("mlp"), pace.factor("vit")] == pytest.approx([3, 5, 4])


def test_one_training_that_was_held_up_says_little_and_old_ones_nothing():
    pace = Pace(cores=2)
    for times in (1, 1, 100, 1):
        pace.see(trained(CNN, times))
    assert pace.factor("cnn") == pytest.approx(1)
    for _ in range(5):
        pace.see(trained(CNN, 2))
    assert pace.factor("cnn") == pytest.approx(2)


def test_what_was_stopped_counts_by_its_whole_epochs():
    pace = Pace(cores=2)
    pace.see(trained(CNN, 3, epochs=2))
    assert pace.factor("cnn") == pytest.approx(3)


@pytest.mark.parametrize(
    "run",
    [
        trained(CNN, 3, epochs=0),
        dataclasses.replace(trained(CNN, 3), history=()),
        trained(dataclasses.replace(CNN, train_size=100, epochs=1), 0.1),
        trained(TrainConfig(architecture="linear", train_size=1000, epochs=1), 20),
    ],
)
def test_what_hardly_trained_says_nothing(run: Run):
    pace = Pace(cores=2)
    pace.see(run)
    assert pace.factor("cnn") == pytest.approx(1)


def test_own_drawings_are_work_and_were():
    pace = Pace(cores=2)
    pace.see(trained(CNN, 3, own=LearnedOwn(drawings=5, images=100, times=50)))
    assert pace.factor("cnn") == pytest.approx(3)
    own = OwnImages(drawings=1, pixels=bytes(784), labels=bytes(1), times=100)
    assert pace.work(CNN, own).seconds == pytest.approx(3 * work_of(CNN, 100).seconds)
