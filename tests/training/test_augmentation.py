import dataclasses

import numpy as np
import pytest
import tensorflow as tf

from digitdemo.config.augmentation import STRENGTHS, Strength
from digitdemo.data.preprocessing import SIDE, centre_of_mass
from digitdemo.training.augmentation import augment

NOTHING = Strength(turn=0, shear=0, zoom=0, shift=0, elastic=0, pen=0)


@pytest.fixture(scope="module")
def images(small_mnist) -> tf.Tensor:
    return tf.constant(small_mnist.x_train[:64, ..., np.newaxis] / 255, tf.float32)


def changed(images: tf.Tensor, *strengths: Strength, seed: tuple[int, int] = (0, 1)) -> np.ndarray:
    return augment(images, strengths, tf.constant(seed)).numpy()


def look_like_it(found: np.ndarray, images: np.ndarray, name: str) -> None:
    """Assert that these are pictures of the same digits, changed."""
    assert found.shape == images.shape
    assert found.min() >= 0
    assert found.max() <= 1
    assert np.abs(found - images).mean() > 0.01
    ink = found.sum((1, 2, 3)) / images.sum((1, 2, 3))
    assert 0.4 < ink.min() < 1 < ink.max() < (3 if name == "worn" else 2.5)  # a thin line that is enlarged


# Op by op, as XLA compiles it anew for every strength: but for one, as trainings do it.
@pytest.mark.usefixtures("eagerly")
def test_no_change_is_no_change(images):
    assert changed(images, NOTHING) == pytest.approx(
        images.numpy(), abs=2e-3
    )  # the last row is a thousandth of a pixel off


@pytest.mark.usefixtures("eagerly")
@pytest.mark.parametrize("name", STRENGTHS)
def test_pictures_stay_pictures_and_differ(images, name: str):
    look_like_it(changed(images, *STRENGTHS[name]), images.numpy(), name)


@pytest.mark.parametrize("name", ["strong", "worn"])
def test_the_seed_decides_what_the_compiled_graph_makes_of_them(images, name: str):
    strengths = STRENGTHS[name]
    found = changed(images, *strengths)
    look_like_it(found, images.numpy(), name)
    assert np.array_equal(found, changed(images, *strengths))
    assert not np.array_equal(found, changed(images, *strengths, seed=(0, 2)))
    assert not np.array_equal(found, changed(images, *strengths, seed=(1, 1)))


@pytest.mark.usefixtures("eagerly")
def test_strong_changes_more_than_light(images):
    light, strong = (np.abs(changed(images, *STRENGTHS[name]) - images.numpy()).mean() for name in ("light", "strong"))
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


@pytest.mark.usefixtures("eagerly")
def test_images_are_dealt_out_in_turn_and_a_shorter_batch_is_changed_as_the_beginning_of_a_longer_one(images):
    strength = Strength(turn=0, shear=0, zoom=0, shift=2, elastic=0, pen=0.5, wear=0.5)
    found = changed(images, NOTHING, strength, NOTHING)
    same = np.abs(found - images.numpy()).max((1, 2, 3)) < 2e-3
    assert same.tolist() == [place % 3 != 1 for place in range(len(images))]
    for count in (31, 1):
        assert np.array_equal(changed(images[:count], NOTHING, strength, NOTHING), found[:count])


@pytest.mark.usefixtures("eagerly")
def test_hands_that_lean_lean_to_the_right_above(images):
    found = changed(images, dataclasses.replace(NOTHING, lean=0.6))
    middle = np.arange(SIDE)
    above, below = (half.sum(1) @ middle / half.sum((1, 2)) for half in (found[:, :14, :, 0], found[:, 14:, :, 0]))
    before = images.numpy()[..., 0]
    was_above, was_below = (half.sum(1) @ middle / half.sum((1, 2)) for half in (before[:, :14], before[:, 14:]))
    assert np.mean((above - below) - (was_above - was_below)) > 1.5


@pytest.mark.usefixtures("eagerly")
def test_what_is_cut_out_close_is_larger_and_never_smaller(images):
    found = changed(images, dataclasses.replace(NOTHING, grow=0.3))
    heights = [
        [np.ptp(np.flatnonzero((image[..., 0] > 0.2).any(1))) + 1 for image in batch]
        for batch in (images.numpy(), found)
    ]
    grown = np.divide(heights[1], heights[0])
    assert grown.min() >= 0.95
    assert 1.1 < grown.mean() < 1.25
    assert grown.max() < 1.45


@pytest.mark.usefixtures("eagerly")
def test_hard_edges_leave_less_grey_and_no_line_goes(images):
    found = changed(images, dataclasses.replace(NOTHING, sharp=1.0))
    grey = [((batch > 0.1) & (batch < 0.9)).mean() for batch in (images.numpy(), found)]
    assert grey[1] < 0.75 * grey[0]
    assert found.sum((1, 2, 3)).min() > 0.7 * images.numpy().sum((1, 2, 3)).min()


@pytest.mark.usefixtures("eagerly")
def test_worn_lines_have_holes_and_blots_lie_beside_ink(images):
    found = changed(images, dataclasses.replace(NOTHING, wear=1.0)) - images.numpy()
    assert found.min() < -0.7
    assert found.max() > 0.5
    untouched = np.abs(found).max((1, 2, 3)) < 2e-3
    assert 0.1 < untouched.mean() < 0.45  # either comes in every other image
    far = 1 - tf.nn.max_pool2d(images, 7, 1, "SAME").numpy() > 0.99
    assert found[far].max() < 2e-3
