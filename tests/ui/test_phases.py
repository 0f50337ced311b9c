"""What a training is doing, in words."""

import dataclasses

import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.job import Job
from digitdemo.ui.panels.phases import begun_again_in_words, phase_in_words
from digitdemo.ui.panels.training_panel import poll_seconds
from tests.jobs.conftest import PROGRESS

JOB = Job(id="a", owner="b", config=TrainConfig())
SOON = dataclasses.replace(PROGRESS, seconds_left=None)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"place": 0}, "Next in line · 2.5 s"),
        ({"place": 1, "wait": 42.0}, "1 training before yours, about 40 seconds"),
        ({"place": 3, "wait": 250.0}, "3 trainings before yours, about 4 minutes"),
        ({"phase": "starting"}, "Starting TensorFlow · 2.5 s"),
        ({"phase": "compiling"}, "Building the network's program · 2.5 s"),
        ({"phase": "measuring"}, "Reading images with the untrained network"),
        ({"phase": "training"}, "Taking the first step · 2.5 s"),
        ({"phase": "training", "progress": SOON}, "Epoch 1 of 1 · step 1 of 2 · 1 images/s"),
        ({"phase": "training", "progress": PROGRESS}, "Epoch 1 of 1 · step 1 of 2 · 1 images/s · 1.0 s left"),
        ({"phase": "measuring", "progress": PROGRESS}, "Epoch 1 of 1 · reading images to measure it · 1.0 s left"),
        ({"phase": "saving", "progress": PROGRESS}, "Saving the model · 2.5 s"),
        ({"phase": "training", "progress": PROGRESS, "stopping": "by hand"}, "Stopping · 2.5 s"),
        ({"phase": "tracing"}, "Tracing · 2.5 s"),  # one that came later than this table
    ],
)
def test_each_phase_is_named_and_what_has_no_end_in_sight_counts_the_seconds(fields: dict, words: str):
    assert phase_in_words(dataclasses.replace(JOB, **fields), 2.5) == words


@pytest.mark.parametrize("fields", [{"lost": 1}, {"all_lost": 2}])
def test_a_training_that_began_again_says_so(fields: dict):
    assert "started again from the beginning" in begun_again_in_words(dataclasses.replace(JOB, **fields))
    assert begun_again_in_words(JOB) == ""


def test_a_page_looks_the_less_often_the_longer_a_training_still_waits():
    waits = [dataclasses.replace(JOB, wait=wait) for wait in (0.0, 4.0, 30.0, 600.0)]
    seconds = [poll_seconds(job) for job in waits]
    assert seconds == sorted(seconds)
    assert seconds[0] <= 0.5  # its turn comes soon, and is to be seen from its beginning
    assert seconds[-1] >= 2  # fifty who wait leave the server time for what they draw
    assert poll_seconds(dataclasses.replace(JOB, state="training", wait=0.0)) <= 0.5
    assert poll_seconds(dataclasses.replace(JOB, state="ended")) is None
