"""How strongly training images are changed."""

import dataclasses
from dataclasses import dataclass

from digitdemo.texts import mark


@dataclass(frozen=True, kw_only=True)
class Strength:
    """How far images are changed: the largest value of each change, drawn uniformly, unless said otherwise."""

    turn: float  # radians
    shear: float  # columns per row
    zoom: float  # of each axis, as the natural logarithm of the factor
    shift: float  # pixels
    elastic: float  # pixels, standard deviation at the grid's points
    lean: float = 0.0  # columns per row, how much farther the shear goes to the right than to the left
    grow: float = 0.0  # how far it may be enlarged beyond that, as the natural logarithm of the factor
    sharp: float = 0.0  # 1 makes every grey pixel at a line's edge paper or ink
    wear: float = 0.0  # how far lines are worn and blotted, in every other image: 1 takes a spot of them away
    pen: float  # 1 takes every pixel the whole way to the brightest (or darkest) of its 3 x 3 neighbours


_LIGHT = Strength(turn=0.17, shear=0.2, zoom=0.12, shift=1.2, elastic=0.6, pen=0.3)

# What the judge learns from: hands lean to the right, old lines are broken and blotted, scans are cut out close.
WORN = Strength(turn=0.17, shear=0.2, lean=0.3, zoom=0.2, shift=1.6, elastic=0.7, pen=0.5, wear=0.5)

# What it learns from, too, as the best model does: scans are cut out closer still, and have hard edges.
OLD_PAPERS = dataclasses.replace(WORN, zoom=0.15, grow=0.25, shift=1.2, sharp=1.0)

# The images of a batch are dealt out among them in turn.
STRENGTHS = {
    mark("light"): (_LIGHT,),
    mark("strong"): (Strength(turn=0.25, shear=0.35, zoom=0.18, shift=1.5, elastic=0.9, pen=0.45),),
    mark("worn"): (_LIGHT, OLD_PAPERS),
}
