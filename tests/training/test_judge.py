"""The judge's training: it learns, and its border is where it refuses few of the digits that it has not seen."""

import numpy as np
import pytest

from digitdemo.data.digit_or_not import DigitOrNot
from digitdemo.data.synthetic import NO_DIGIT
from digitdemo.inference.judge import Judge, scores_of
from digitdemo.training.conversion import convert
from digitdemo.training.filled import filled
from digitdemo.training.judge import REFUSED, train_judge


def test_it_learns_and_refuses_as_few_digits_as_it_may():
    images, losses = DigitOrNot(0, share=0.003), list[float]()
    model = train_judge(images, 0, 20, losses.append)
    assert len(losses) == 20
    assert np.mean(losses[-5:]) < 0.8 * np.mean(losses[:5])
    judge = Judge(filled(convert(model), model.get_weights()))
    refused = [1 - judge.sees_digits(digits).mean() for digits in images.held_out]
    assert max(refused) <= REFUSED + 1 / min(map(len, images.held_out))
    pixels, labels = images.batch()
    expected = scores_of(model.predict(pixels[..., np.newaxis] / np.float32(255), verbose=0))
    assert judge.scores(pixels) == pytest.approx(expected, abs=1e-3)
    assert judge.scores(pixels)[labels != NO_DIGIT].mean() > judge.scores(pixels)[labels == NO_DIGIT].mean()
