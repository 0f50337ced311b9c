"""The dares of the Play page: drawings that models get wrong, each with the reason."""

from dataclasses import dataclass

import numpy as np

from digitdemo.data.canvas_message import WIDTH
from digitdemo.data.strokes import Strokes
from digitdemo.data.templates import letter, pen_digit
from digitdemo.texts import mark
from digitdemo.ui.state.canvas import canvas_version, draw_on_canvas
from digitdemo.ui.state.visit import visit


@dataclass(frozen=True)
class Dare:
    """A drawing that is a dare: its name, its strokes in units of the canvas' width, what to look at, and why.

    `careless` is what to say in place of `words` where the drawing is only shrunk. All of it is given to `tr` when it
    is said.
    """

    name: str
    strokes: Strokes
    words: str
    careless: str = ""


def _placed(strokes: Strokes, left: float, top: float, size: float) -> list[np.ndarray]:
    """Return strokes in a box of that size, a share of the canvas as the other two are."""
    points = np.concatenate(list(strokes))
    low, high = points.min(0), points.max(0)
    scale = size * WIDTH / float((high - low).max())
    return [(stroke - low) * scale + np.array([left, top]) * WIDTH for stroke in strokes]


_rng = np.random.default_rng(3)
DARES = (
    Dare(
        mark("Tiny"),
        _placed(pen_digit(3, _rng), 0.78, 0.76, 0.13),
        mark(
            "They read it all the same: your drawing is enlarged and centred first. Now switch on careless preparation."
        ),
        mark("Only shrunk, it is a few pixels in a corner: nothing that they have learned from looks like that."),
    ),
    Dare(
        mark("Two digits"),
        [*_placed(pen_digit(4, _rng), 0.1, 0.25, 0.4), *_placed(pen_digit(2, _rng), 0.6, 0.25, 0.4)],
        mark("Each is read on its own. Fool them: join the two with a line, or switch on careless preparation."),
        mark("Only shrunk, both are one picture, and each model has to answer with one digit."),
    ),
    Dare(
        mark("A letter"),
        _placed(letter(("A",), _rng), 0.2, 0.2, 0.6),
        mark("Only the best CNN was shown letters while it learned. The others know ten digits and nothing else."),
    ),
)


def take_dare(number: int) -> None:
    """Put the drawing of that dare on the canvas."""
    draw_on_canvas(DARES[number].strokes)
    visit().dare = number, canvas_version()


def dare_on_canvas() -> Dare | None:
    """Return the dare that was put on the canvas last, as long as the canvas is told nothing else."""
    number, version = visit().dare
    return DARES[number] if version == canvas_version() else None
