import numpy as np
import pytest

from digitdemo.inference.calibration import log_odds
from digitdemo.inference.saliency import INK, PAPER, PATCH, gradient, occlusion, saliency_maps

RNG = np.random.default_rng(0)
WEIGHTS = RNG.normal(size=(784, 10)).astype(np.float32) / 10
IMAGE = RNG.integers(0, 256, (28, 28)).astype(np.uint8)


def linear(images: np.ndarray) -> np.ndarray:
    return images.reshape(len(images), 784) @ WEIGHTS


def test_log_odds_are_those_of_the_softmax():
    logits = RNG.normal(size=(5, 10))
    powers = np.exp(logits)
    probability = powers[:, 3] / powers.sum(axis=1)
    assert np.allclose(log_odds(logits, 3), np.log(probability / (1 - probability)))


def test_the_gradient_of_a_linear_model_is_its_weights():
    weights = WEIGHTS.copy()
    weights[:, np.arange(10) != 4] = 0  # then the log-odds of 4 are a plane

    found = gradient(lambda images: images.reshape(len(images), 784) @ weights, IMAGE)
    assert found.shape == (10, 28, 28)
    assert np.allclose(found[4].reshape(-1), weights[:, 4], atol=1e-3)


def test_every_map_is_signed_and_of_the_same_shape():
    maps = saliency_maps(linear, IMAGE)
    assert list(maps) == ["gradient", "paper", "ink"]
    for values in maps.values():
        assert values.shape == (10, 28, 28)
        assert (values.min(axis=(1, 2)) < 0).all()
        assert (values.max(axis=(1, 2)) > 0).all()


@pytest.mark.parametrize(("cover", "shown"), [(PAPER, 255), (INK, 0)])
def test_covering_what_speaks_for_a_digit_lowers_it_and_nothing_else_changes(cover: float, shown: int):
    weights = np.zeros((28, 28, 10), np.float32)
    weights[10, 10, 7] = 5.0 if shown else -5.0  # what is there speaks for it: ink, or paper

    def one_pixel(images: np.ndarray) -> np.ndarray:
        return np.einsum("nij,ijd->nd", images, weights)

    found = occlusion(one_pixel, np.full((28, 28), shown, np.uint8), cover)[7]
    assert found[10, 10] == found.max()
    assert np.isclose(found[10, 10], 5.0, atol=1e-4)  # every patch over it takes it away
    reach = PATCH - 1
    near = found[10 - reach : 11 + reach, 10 - reach : 11 + reach]
    assert (near > 0.1).all()
    assert np.isclose(found.sum(), near.sum(), atol=1e-3)


def test_a_patch_of_what_is_there_already_takes_nothing_away():
    assert not occlusion(linear, np.zeros((28, 28), np.uint8), PAPER).any()
    assert np.allclose(occlusion(linear, np.full((28, 28), 255, np.uint8), INK), 0, atol=1e-5)
