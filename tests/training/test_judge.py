"""The judge's training: it learns, and its borders are where it refuses few of the digits that it has not seen."""

import numpy as np
import pytest

from digitdemo.data.digit_or_not import DigitOrNot
from digitdemo.data.synthetic import NO_DIGIT
from digitdemo.inference.judge import Judge, scores_of
from digitdemo.training.conversion import convert
from digitdemo.training.filled import filled
from digitdemo.training.judge import REFUSED_DRAWN, train_judge


# Op by op: XLA takes longer for two sizes of batches than twenty steps do.
@pytest.mark.usefixtures("eagerly")
@pytest.mark.filterwarnings("ignore:Even though the .*eagerly. option is set")  # how Keras hands over what is predicted
def test_it_learns_and_refuses_as_few_digits_as_it_may():
    images, losses = DigitOrNot(0, share=0.003), list[float]()
    model = train_judge(images, 0, 20, losses.append)
    assert len(losses) == 20
    assert np.mean(losses[-5:]) < 0.8 * np.mean(losses[:5])
    judge = Judge(filled(convert(model), model.get_weights()))
    refused = [1 - judge.sees_digits(digits, drawn=True).mean() for digits in images.held_out]
    assert max(refused) <= REFUSED_DRAWN + 1 / min(map(len, images.held_out))
    pixels, labels = images.batch()
    logits = model.predict(pixels[..., np.newaxis] / np.float32(255), verbose=0)
    scores = {drawn: judge.scores(pixels, drawn=drawn) for drawn in (False, True)}
    for drawn, of_both in scores.items():
        assert of_both == pytest.approx(scores_of(logits, drawn=drawn), abs=1e-3)
        assert of_both[labels != NO_DIGIT].mean() > of_both[labels == NO_DIGIT].mean()
    # One network with two borders, each set by what it refuses of other digits.
    apart = scores[False] - scores[True]
    assert np.ptp(apart) == pytest.approx(0, abs=1e-3)
    assert abs(apart.mean()) > 0.01
