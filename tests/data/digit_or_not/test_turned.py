import numpy as np

from digitdemo.data.digit_or_not.turned import turned_digits
from digitdemo.data.mnist import load_training_digits


def test_turned_digits_are_training_images_turned_or_mirrored_and_the_same_for_a_seed():
    turned = turned_digits(30, np.random.default_rng(5))
    assert np.array_equal(turned, turned_digits(30, np.random.default_rng(5)))
    images, labels = load_training_digits()
    digit_of = {image.tobytes(): int(label) for image, label in zip(images, labels, strict=True)}
    assert not any(image.tobytes() in digit_of for image in turned)
    for image in turned:
        quarters = [np.rot90(image, quarter) for quarter in range(4)]
        before = [one for turn in quarters for one in (turn, turn[:, ::-1]) if one.tobytes() in digit_of]
        assert len(before) == 1
        assert digit_of[before[0].tobytes()] != 0
