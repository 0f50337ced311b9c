"""The vote of the shipped models on the test set, beside the single ones."""

from collections.abc import Mapping

import numpy as np

from digitdemo.analysis.studies.vote import Ballot, Duel
from digitdemo.analysis.voting import mean_answers, votes
from digitdemo.data.mnist import load_test_digits
from digitdemo.inference.shipped import load_shipped, shipped_classifiers


def measure_vote() -> Ballot:
    """Ask all of them about the test set, about half a minute."""
    images, labels = load_test_digits()
    runs, models = load_shipped().runs, shipped_classifiers()
    validation = {name: runs[name].kept.validation_accuracy or 0.0 for name in models}
    found = ballot({name: model.probabilities(images) for name, model in models.items()}, labels, validation)
    print(found, flush=True)
    return found


def ballot(probabilities: Mapping[str, np.ndarray], labels: np.ndarray, validation: Mapping[str, float]) -> Ballot:
    """Return how many images each model reads right, float (n, 10) each, and how many their vote does.

    The best single model is the one with the highest accuracy on `validation` images.
    """
    best = max(probabilities, key=lambda name: validation[name])
    right = {name: found.argmax(1) == labels for name, found in probabilities.items()}
    whole = np.array(list(probabilities.values()))
    others = np.array([found for name, found in probabilities.items() if name != best])
    vote, mean, without = votes(whole) == labels, mean_answers(whole) == labels, votes(others) == labels
    second = max((name for name in probabilities if name != best), key=lambda name: validation[name])
    return Ballot(
        images=len(labels),
        best=best,
        second=second,
        right={name: int(found.sum()) for name, found in right.items()},
        vote=int(vote.sum()),
        mean=int(mean.sum()),
        without_best=int(without.sum()),
        nobody=int((~np.array(list(right.values()))).all(0).sum()),
        vote_and_best=_duel(vote, right[best]),
        mean_and_best=_duel(mean, right[best]),
        without_and_second=_duel(without, right[second]),
    )


def _duel(first: np.ndarray, second: np.ndarray) -> Duel:
    return Duel(only_first=int((first & ~second).sum()), only_second=int((second & ~first).sum()))
