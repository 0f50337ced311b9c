import numpy as np

from digitdemo.data.digit_or_not.thinning import redrawn, thinned
from digitdemo.inference.shipped import shipped_classifiers
from tests.conftest import Mnist


def test_the_middle_of_a_bar_is_left_and_nothing_of_paper():
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, 4:24, 10:15] = 255
    line = thinned(image)[0]
    assert line.any(axis=1)[7:21].all()
    assert line[7:21].sum(axis=1).max() == 1
    assert line[7:21, 12].all()
    assert not thinned(np.zeros((1, 28, 28), np.uint8)).any()


def test_drawn_anew_a_digit_is_read_as_before_and_has_more_ink_with_a_wider_pen(small_mnist: Mnist):
    images, labels = small_mnist.x_test, small_mnist.y_test
    thin, wide = redrawn(images, 1.6), redrawn(images, 2.6)
    assert thin.mean() < wide.mean()
    best = shipped_classifiers()["best"]
    for drawn in (thin, wide):
        assert (best.probabilities(drawn).argmax(1) == labels).mean() > 0.96
