import numpy as np
import pytest

from digitdemo.config.knob import ConfigError
from digitdemo.config.train_config import TrainConfig
from digitdemo.data.splits import (
    disturbed,
    epoch_order,
    imbalanced,
    noisy_labels,
    training_set,
    training_subset,
    validation_subset,
)


def test_a_smaller_subset_begins_a_larger_one():
    small, large = training_subset(100, seed=3), training_subset(60000, seed=3)
    assert small.tolist() == large[:100].tolist()
    assert len(set(large.tolist())) == 60000
    assert small.tolist() != training_subset(100, seed=4).tolist()


def test_epochs_visit_the_same_images_in_other_orders():
    indices = training_subset(1000, seed=0)
    first, second = epoch_order(indices, 0, 1), epoch_order(indices, 0, 2)
    assert first.tolist() != second.tolist()
    assert sorted(first) == sorted(second) == sorted(indices)
    assert first.tolist() == epoch_order(indices, 0, 1).tolist()


@pytest.mark.parametrize(("size", "left"), [(100, 5000), (55_000, 5000), (58_000, 2000), (60_000, 0)])
def test_validation_images_are_those_that_training_leaves_out(size: int, left: int):
    validation = validation_subset(size, seed=2)
    assert len(validation) == left
    assert not set(validation.tolist()) & set(training_subset(size, seed=2).tolist())


def test_runs_with_the_same_seed_share_their_validation_images():
    assert validation_subset(100, seed=2).tolist() == validation_subset(55_000, seed=2).tolist()
    assert validation_subset(100, seed=2).tolist() != validation_subset(100, seed=3).tolist()


def test_of_rare_digits_only_a_share_is_left():
    labels = np.repeat(np.arange(10, dtype=np.int32), 50)
    indices = np.random.default_rng(0).permutation(500)
    kept = imbalanced(indices, labels, "38", 0.1)
    assert np.bincount(labels[kept]).tolist() == [50, 50, 50, 5, 50, 50, 50, 50, 5, 50]
    assert [index for index in indices if index in set(kept)] == kept.tolist()
    assert np.array_equal(imbalanced(indices, labels, "", 0.1), indices)
    assert set(labels[imbalanced(indices, labels, "1", 0.0)]) == {0, 2, 3, 4, 5, 6, 7, 8, 9}


def test_wrong_labels_are_as_many_as_asked_and_all_wrong():
    labels = np.random.default_rng(1).integers(0, 10, 1000).astype(np.int32)
    noisy = noisy_labels(labels, 0.3, seed=2)
    assert (noisy != labels).sum() == 300
    assert noisy.min() == 0
    assert noisy.max() == 9
    assert np.array_equal(noisy, noisy_labels(labels, 0.3, seed=2))
    assert np.array_equal(labels, noisy_labels(labels, 0.0, seed=2))


def test_test_images_are_moved_and_grained():
    images = np.zeros((200, 28, 28), np.uint8)
    images[:, 14, 14] = 255
    moved = disturbed(images, 0.0, 3, seed=0)
    rows, columns = (axis.reshape(200) for axis in np.nonzero(moved)[1:])
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (11, 17, 11, 17)
    assert np.array_equal(disturbed(images, 0.0, 0, seed=0), images)
    grained = disturbed(np.full((50, 28, 28), 128, np.uint8), 0.1, 0, seed=0)
    assert grained.std() == pytest.approx(25.5, rel=0.05)


def test_a_training_set_without_images_is_refused_in_words():
    config = TrainConfig(train_size=100, rare_digits="012345678", rare_share=0.0, seed=7)
    labels = np.arange(100) % 9  # the seed drew no 9
    with pytest.raises(ConfigError, match=r"rare_share: 0 leaves none of the 100 images of seed 7"):
        training_set(config, labels)
    indices, _ = training_set(config, np.arange(100) % 10)
    assert len(indices) == 10
