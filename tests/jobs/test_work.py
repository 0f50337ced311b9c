import dataclasses

import pytest

from digitdemo.analysis.experiments import EXPERIMENTS
from digitdemo.analysis.remedies import remedies
from digitdemo.analysis.studies import STUDIES
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.lesson import LESSON, OVERFIT
from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.pace import Pace
from digitdemo.jobs.work import COSTS, images_measured, images_trained, work_of
from digitdemo.limits import Limits

CNN = TrainConfig(architecture="cnn")
CUSTOMARY = {
    **{name: TrainConfig(architecture=name) for name in ARCHITECTURES},
    "lesson": LESSON,
    "overfit": OVERFIT,
    **{f"{name}, {arm}": one.config(arm) for name, one in EXPERIMENTS.items() for arm in one.arms},
    **{f"{name}, {number}": config for name, one in STUDIES.items() for number, config in enumerate(one.trains)},
}


def test_every_architecture_has_its_costs():
    assert set(COSTS) == set(ARCHITECTURES)


@pytest.mark.parametrize("name", CUSTOMARY)
def test_whatever_the_app_itself_trains_may_be_trained_on_one_core(name: str):
    minutes = Pace(cores=1).work(CUSTOMARY[name]).seconds / 60
    assert minutes <= Limits().training_minutes


def test_the_largest_training_that_the_knobs_make_may_not():
    config = TrainConfig(architecture="best", batch_size=8, epochs=50, train_size=60_000, augmentation="strong")
    assert Pace(cores=2).work(config).seconds / 60 > Limits().training_minutes


@pytest.mark.parametrize(
    "changes",
    [
        {"epochs": 5},
        {"train_size": 20_000},
        {"batch_size": 256},
        {"filters": 16},
        {"augmentation": "off", "pen_drawings": 0},
    ],
)
def test_less_of_anything_is_less_work(changes: dict):
    much = TrainConfig(architecture="cnn", epochs=10, augmentation="light", pen_drawings=600)
    assert work_of(dataclasses.replace(much, **changes)).seconds < work_of(much).seconds


@pytest.mark.parametrize(
    ("changes", "trained", "measured"),
    [
        ({}, 55_000, 25_000),
        ({"train_size": 60_000}, 60_000, 20_000),
        ({"train_size": 1000}, 1000, 16_000),
        ({"train_size": 59_600}, 59_600, 20_000),
        ({"pen_drawings": 600}, 55_600, 25_000),
        ({"rare_digits": "01", "rare_share": 0.1}, 45_100, 25_000),
    ],
)
def test_images_count_as_they_are_shown(changes: dict, trained: int, measured: int):
    config = dataclasses.replace(CNN, **changes)
    assert (images_trained(config), images_measured(config)) == (trained, measured)


def test_own_drawings_count():
    assert work_of(CNN, own_images=3000).epoch > work_of(CNN).epoch
    assert images_trained(CNN, own_images=3000) == 58_000


def test_a_batch_that_is_larger_than_all_images_is_one_step():
    small = dataclasses.replace(CNN, train_size=100)
    assert work_of(dataclasses.replace(small, batch_size=512)) == work_of(small)


def test_what_is_offered_for_a_model_that_is_not_good_yet_is_longer_at_most_as_its_knobs_say():
    for one in remedies("still improving", CNN):
        assert work_of(one.config).seconds < 3 * work_of(CNN).seconds
