"""What each study shows: after the prediction, and what stands before it, if anything."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from digitdemo.runs.run import Run
from digitdemo.ui.panels.lessons.figures.adversarial import show_adversarial
from digitdemo.ui.panels.lessons.figures.between import show_between, show_two
from digitdemo.ui.panels.lessons.figures.damage import show_all_damage, show_damage
from digitdemo.ui.panels.lessons.figures.fading import show_fading
from digitdemo.ui.panels.lessons.figures.hands import show_hands
from digitdemo.ui.panels.lessons.figures.learning_curve import show_law, show_learning_curve
from digitdemo.ui.panels.lessons.figures.rate_test import show_rate_test, show_test
from digitdemo.ui.panels.lessons.figures.strangers import show_strangers
from digitdemo.ui.panels.lessons.figures.unseen import show_unseen
from digitdemo.ui.panels.lessons.figures.vote import show_vote
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
    "fading-gradients": Figures(show_fading),
    "rate-test": Figures(show_rate_test, before=show_test),
    "damage": Figures(show_damage, before=show_all_damage),
    "unseen": Figures(show_unseen),
    "adversarial": Figures(show_adversarial),
    "between": Figures(show_between, before=show_two),
    "vote": Figures(show_vote),
    "hands": Figures(show_hands),
    "strangers": Figures(show_strangers),
}
