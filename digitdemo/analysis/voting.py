"""Several models' answers to the same images made one: the digit that most of them read."""

import numpy as np


def votes(probabilities: np.ndarray) -> np.ndarray:
    """Return the digit that most models read in each image, int (n,).

    `probabilities` are float (models, n, 10). Of digits with as many votes it is the one that all models together give
    more probability.
    """
    digits = probabilities.argmax(2)
    counts = (digits[..., None] == np.arange(probabilities.shape[2])).sum(0)
    # The mean of probabilities is at most 1, and less wherever models differ: it parts what has as many votes.
    return (counts + 0.999 * probabilities.mean(0)).argmax(1)


def mean_answers(probabilities: np.ndarray) -> np.ndarray:
    """Return the digit with the highest mean probability of all models in each image, int (n,); as `votes` takes."""
    return probabilities.mean(0).argmax(1)
