"""The judge's training: it learns, and its borders are where it refuses few of the digits that it has not seen."""

import numpy as np
import pytest

from digitdemo.data.digit_or_not import DigitOrNot
from digitdemo.data.synthetic import NO_DIGIT
from digitdemo.inference.judge import Judge, scores_of
from digitdemo.training.conversion import convert
from digitdemo.training.filled import filled
from digitdemo.training.judge import REFUSED_DRAWN, together, train_network


# Op by op: XLA takes longer for two sizes of batches than twenty steps do.
@pytest.mark.usefixtures("eagerly")
@pytest.mark.filterwarnings("ignore:Even though the .*eagerly. option is set")  # how Keras hands over what is predicted
def test_it_learns_and_refuses_as_few_digits_as_it_may():
    images, losses = DigitOrNot(0, share=0.003), list[float]()
    networks = [train_network(images, seed, 12, losses.append) for seed in (0, 1)]
    assert len(losses) == 24
    for each in (losses[:12], losses[12:]):
        assert np.mean(each[-5:]) < 0.8 * np.mean(each[:5])
    model = together(networks, *images.held_out, 0)
    judge = Judge(filled(convert(model), model.get_weights()))
    refused = [1 - judge.sees_digits(digits, drawn=True).mean() for digits in images.held_out]
    assert max(refused) <= REFUSED_DRAWN + 1 / min(map(len, images.held_out))
    pixels, labels = images.batch()
    scaled = pixels[..., np.newaxis] / np.float32(255)
    logits = model.predict(scaled, verbose=0)
    scores = {drawn: judge.scores(pixels, drawn=drawn) for drawn in (False, True)}
    for drawn, of_both in scores.items():
        assert of_both == pytest.approx(scores_of(logits, drawn=drawn), abs=1e-3)
        assert of_both[labels != NO_DIGIT].mean() > of_both[labels == NO_DIGIT].mean()
    # Both networks have a say, and as much as each other.
    alone = [together([network], *images.held_out, 0).predict(scaled, verbose=0)[:, :NO_DIGIT] for network in networks]
    assert logits[:, :NO_DIGIT] == pytest.approx(np.mean(alone, axis=0), abs=1e-3)
    assert np.abs(alone[0] - alone[1]).mean() > 0.01
    # One judge with two borders, each set by what it refuses of other digits.
    apart = scores[False] - scores[True]
    assert np.ptp(apart) == pytest.approx(0, abs=1e-3)
    assert abs(apart.mean()) > 0.01
