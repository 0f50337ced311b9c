"""A power law of the error over the number of training images, and what it says of more of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, kw_only=True)
class PowerLaw:
    """error = `factor` * images ** -`exponent`: a straight line where both axes are logarithmic.

    Source: J. Hestness and others, "Deep learning scaling is predictable, empirically", arXiv:1712.00409.
    """

    factor: float
    exponent: float

    def at(self, images: float) -> float:
        """Return the error, a fraction, that it says of so many images."""
        return self.factor * images**-self.exponent

    @property
    def fewer_with_twice_the_images(self) -> float:
        """The share of the errors that twice the images take away."""
        return 1 - 2**-self.exponent


def fitted(points: Iterable[tuple[float, float]]) -> PowerLaw:
    """Return the power law through points of images and error, by least squares of the logarithms.

    Raises:
        ValueError: an error is 0, or all points have the same number of images.
    """
    images, errors = np.array(list(points), float).T
    if (errors <= 0).any() or len(set(images.tolist())) < 2:
        raise ValueError("a power law needs errors above 0 at two numbers of images at least")
    slope, begin = np.polyfit(np.log(images), np.log(errors), 1)
    return PowerLaw(factor=float(np.exp(begin)), exponent=float(-slope))
