"""The mean over views: what is turned, and how it is put together again."""

import math

import numpy as np
import pytest
import tensorflow as tf

from digitdemo.data.mnist import load_test_digits
from digitdemo.training.views import MeanOfViews, Views

IMAGES = load_test_digits()[0][:3, :, :, np.newaxis].astype(np.float32) / 255
QUARTER = math.pi / 2


def test_the_views_are_turned_one_behind_the_other():
    views = Views((0.0, QUARTER, -QUARTER))(tf.constant(IMAGES)).numpy().reshape(3, *IMAGES.shape)
    for turned, quarters in zip(views, (0, -1, 1), strict=True):
        assert turned == pytest.approx(np.rot90(IMAGES, quarters, (1, 2)), abs=0.01)


def test_the_answer_to_an_image_is_the_mean_of_those_to_its_views():
    answers = np.arange(12, dtype=np.float32).reshape(6, 2)  # of three views of two images
    assert MeanOfViews(3)(tf.constant(answers)).numpy().tolist() == [[4, 5], [6, 7]]
