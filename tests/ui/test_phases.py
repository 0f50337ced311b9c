"""What a training is doing, in words."""

import dataclasses

import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.job import Job
from digitdemo.ui.panels.phases import phase_in_words
from tests.jobs.conftest import PROGRESS

JOB = Job(id="a", owner="b", config=TrainConfig())
MEASURING = dataclasses.replace(PROGRESS, phase="evaluating")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"place": 0}, "Next in line · 2.5 s"),
        ({"place": 1}, "Waiting: 1 training is ahead of yours · 2.5 s"),
        ({"place": 3}, "Waiting: 3 trainings are ahead of yours · 2.5 s"),
        ({"state": "starting"}, "Starting the trainer · 2.5 s"),
        ({"state": "training"}, "Getting ready for the first step · 2.5 s"),
        ({"state": "training", "progress": PROGRESS}, "Epoch 1 of 1 · step 1 of 2 · 1 images/s · 1.0 s left"),
        ({"state": "training", "progress": MEASURING}, "Epoch 1 of 1 · reading images to measure it · 1.0 s left"),
        ({"state": "saving", "progress": PROGRESS}, "Saving the model · 2.5 s"),
        ({"state": "training", "progress": PROGRESS, "stopping": "by hand"}, "Stopping · 2.5 s"),
        ({"state": "tracing"}, "Tracing · 2.5 s"),  # one that came later than this table
    ],
)
def test_each_phase_is_named_and_what_has_no_end_in_sight_counts_the_seconds(fields: dict, words: str):
    assert phase_in_words(dataclasses.replace(JOB, **fields), 2.5) == words
