import numpy as np
import pytest
import tensorflow as tf

from digitdemo.config.augmentation import STRENGTHS, Strength
from digitdemo.data.preprocessing import centre_of_mass
from digitdemo.training.augmentation import augment

NOTHING = Strength(turn=0, shear=0, zoom=0, shift=0, elastic=0, pen=0)


@pytest.fixture(scope="module")
def images(small_mnist) -> tf.Tensor:
    return tf.constant(small_mnist.x_train[:64, ..., np.newaxis] / 255, tf.float32)


def changed(images: tf.Tensor, strength: Strength, seed: tuple[int, int] = (0, 1)) -> np.ndarray:
    return augment(images, strength, tf.constant(seed)).numpy()


def look_like_it(found: np.ndarray, images: np.ndarray) -> None:
    """Assert that these are pictures of the same digits, changed."""
    assert found.shape == images.shape
    assert found.min() >= 0
    assert found.max() <= 1
    assert np.abs(found - images).mean() > 0.01
    ink = found.sum((1, 2, 3)) / images.sum((1, 2, 3))
    assert 0.4 < ink.min() < 1 < ink.max() < 2.5


# Op by op, as XLA compiles it anew for every strength: but for one, as trainings do it.
@pytest.mark.usefixtures("eagerly")
def test_no_change_is_no_change(images):
    assert changed(images, NOTHING) == pytest.approx(
        images.numpy(), abs=2e-3
    )  # the last row is a thousandth of a pixel off


@pytest.mark.usefixtures("eagerly")
@pytest.mark.parametrize("name", STRENGTHS)
def test_pictures_stay_pictures_and_differ(images, name: str):
    look_like_it(changed(images, STRENGTHS[name]), images.numpy())


def test_the_seed_decides_what_the_compiled_graph_makes_of_them(images):
    strength = STRENGTHS["strong"]
    found = changed(images, strength)
    look_like_it(found, images.numpy())
    assert np.array_equal(found, changed(images, strength))
    assert not np.array_equal(found, changed(images, strength, (0, 2)))
    assert not np.array_equal(found, changed(images, strength, (1, 1)))


@pytest.mark.usefixtures("eagerly")
def test_strong_changes_more_than_light(images):
    light, strong = (np.abs(changed(images, STRENGTHS[name]) - images.numpy()).mean() for name in ("light", "strong"))
    assert strong > 1.2 * light


@pytest.mark.usefixtures("eagerly")
def test_a_shift_moves_by_at_most_so_many_pixels(images):
    found = changed(images, Strength(turn=0, shear=0, zoom=0, shift=2, elastic=0, pen=0))
    moved = [
        np.subtract(centre_of_mass(after[..., 0]), centre_of_mass(before[..., 0]))
        for after, before in zip(found, images.numpy(), strict=True)
    ]
    assert np.abs(moved).max() == pytest.approx(2, abs=0.3)
    assert np.mean(moved) == pytest.approx(0, abs=0.4)


@pytest.mark.usefixtures("eagerly")
def test_a_pen_makes_lines_thicker_and_thinner_but_moves_nothing(images):
    found = changed(images, Strength(turn=0, shear=0, zoom=0, shift=0, elastic=0, pen=0.5))
    ink = found.sum((1, 2, 3)) / images.numpy().sum((1, 2, 3))
    assert ink.min() < 0.95
    assert ink.max() > 1.3
