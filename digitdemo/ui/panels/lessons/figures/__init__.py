"""What each study shows: after the prediction, and what stands before it, if anything."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from digitdemo.runs.run import Run
from digitdemo.ui.panels.lessons.figures.adversarial import show_adversarial
from digitdemo.ui.panels.lessons.figures.learning_curve import show_law, show_learning_curve
from digitdemo.ui.panels.lessons.figures.width import show_width


@dataclass(frozen=True)
class Figures:
    """What a study shows of its record: `after` the prediction, with the visit's own runs, and `before` it.

    What stands before it tells nothing of the outcome.
    """

    after: Callable[[Any, Sequence[Run]], None]
    before: Callable[[Any], None] | None = None


FIGURES: dict[str, Figures] = {
    "width": Figures(show_width),
    "learning-curve": Figures(show_learning_curve, before=show_law),
    "adversarial": Figures(show_adversarial),
}
