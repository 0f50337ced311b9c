import numpy as np
import pytest

from digitdemo.data.digit_or_not import DigitOrNot
from digitdemo.data.mnist import load_training_digits
from digitdemo.data.splits import validation_subset
from digitdemo.data.synthetic import NO_DIGIT
from digitdemo.inference.shipped import shipped_classifiers


@pytest.fixture(scope="module")
def images() -> DigitOrNot:
    return DigitOrNot(0, share=0.003)


def test_half_of_a_batch_are_digits_and_the_same_seed_gives_the_same(images: DigitOrNot):
    (pixels, labels), *_ = batches = [images.batch() for _ in range(4)]
    assert (pixels.shape, pixels.dtype) == ((256, 28, 28), np.uint8)
    assert (labels != NO_DIGIT).mean() == 0.5
    assert np.array_equal(pixels, DigitOrNot(0, share=0.003).batch()[0])
    best = shipped_classifiers()["best"]
    for pixels, labels in batches:
        probabilities, digits = best.probabilities(pixels), labels != NO_DIGIT
        sure = np.sort(probabilities)[:, -2:].sum(1) > 0.75
        assert sure[digits].mean() > 0.9
        assert (probabilities.argmax(1) == labels)[digits].mean() > 0.9
        assert sure[~digits].mean() < 0.6  # a model that has seen little of this takes many for digits


def test_what_the_border_is_set_by_is_in_no_batch(images: DigitOrNot):
    mnist, drawn = images.held_out
    training, _ = load_training_digits()
    assert np.array_equal(mnist, training[validation_subset(55_000, 0)[:15]])
    held_out = {image.tobytes() for image in (*mnist, *drawn)}
    assert not any(image.tobytes() in held_out for _ in range(4) for image in images.batch()[0])
