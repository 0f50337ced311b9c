import numpy as np
import pytest

from digitdemo.data.digit_or_not.turned import Turned
from tests.conftest import Mnist


@pytest.fixture
def of_before(small_mnist: Mnist) -> dict[bytes, int]:
    pairs = zip(small_mnist.x_train, small_mnist.y_train, strict=True)
    return {image.tobytes(): int(label) for image, label in pairs}


def test_a_turned_digit_is_an_image_turned_or_mirrored_and_the_same_for_a_seed(small_mnist: Mnist, of_before):
    turning = Turned(small_mnist.x_train, small_mnist.y_train)
    one, other = np.random.default_rng(5), np.random.default_rng(5)
    for _ in range(30):
        turned = turning.turned(one)
        assert np.array_equal(turned, turning.turned(other))
        assert turned.tobytes() not in of_before
        quarters = [np.rot90(turned, quarter) for quarter in range(4)]
        before = [each for turn in quarters for each in (turn, turn[:, ::-1]) if each.tobytes() in of_before]
        assert len(before) == 1
        assert of_before[before[0].tobytes()] != 0


def test_two_put_together_are_one_image_with_ink_of_both(small_mnist: Mnist, of_before):
    turning, rng = Turned(small_mnist.x_train, small_mnist.y_train), np.random.default_rng(6)
    joined = [turning.joined(rng) for _ in range(30)]
    assert all(image.shape == (28, 28) and image.dtype == np.uint8 for image in joined)
    assert np.mean([image.mean() for image in joined]) > 1.2 * small_mnist.x_train.mean()
    assert not any(image.tobytes() in of_before for image in joined)
