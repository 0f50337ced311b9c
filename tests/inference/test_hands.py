"""The best model reads digits as hands write them that MNIST has few of."""

import numpy as np
import pytest

from digitdemo.data.hands import HANDS
from digitdemo.data.synthetic import drawn_image
from digitdemo.data.templates import style_varied
from digitdemo.inference.shipped import shipped_classifiers


@pytest.mark.parametrize("label", HANDS)
def test_the_best_model_reads_every_such_hand(label: int):
    best = shipped_classifiers(needed=["best"])["best"]
    rng = np.random.default_rng(7)
    for style in HANDS[label]:
        images = np.stack([drawn_image(style_varied(style, rng)) for _ in range(20)])
        assert np.mean(best.probabilities(images).argmax(axis=1) == label) >= 0.95, style
