"""Whether the pieces of a picture's ink are the dots or dashes of one line, as on sheets where digits are traced."""

import numpy as np

from digitdemo.data.pieces import Piece, distance

_FEWEST = 5
_MOSTLY = 0.8  # of them are dots or straight, and as thick as the others
_SHORT = 0.3  # of the height of all: no dash is longer
_SOLID = 0.6  # of its box, turned as it lies: a dot or a dash has as much ink, a digit or a letter has less
_AS_THICK = 1.6
# Of a dash's thickness: so far is the next one at most. Dots may be farther apart, as they are no ones in lines.
_APART = 3.0
_DOTS_APART = 8.0
_ROUND = 0.7  # as wide as long at least


def are_dashes(pieces: list[Piece]) -> bool:
    """Return whether there are at least five pieces, and all together a dotted or dashed line."""
    if len(pieces) < _FEWEST:
        return False
    boxes, extents = np.array([piece.box for piece in pieces]), np.array([piece.extent for piece in pieces])
    across, along = extents.T
    if along.max() > _SHORT * np.ptp(boxes[:, [1, 3]]):
        return False
    thickness = np.array([piece.thickness for piece in pieces])
    usual = np.median(thickness)
    alike = (thickness <= _AS_THICK * usual) & (usual <= _AS_THICK * thickness)
    solid = np.array([piece.area for piece in pieces]) >= _SOLID * across * along
    if np.mean(alike & solid) < _MOSTLY:
        return False
    nearest = [min(distance(piece, other) for other in pieces if other is not piece) for piece in pieces]
    apart = _DOTS_APART if np.mean(across >= _ROUND * along) >= _MOSTLY else _APART
    return bool(np.quantile(nearest, _MOSTLY) <= apart * usual)
