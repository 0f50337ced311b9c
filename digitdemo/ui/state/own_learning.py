"""Learn from mine: a training anew with the visitor's drawings among its images, and what it is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitdemo.data.own_images import own_images
from digitdemo.runs.reasons import reason_in_words
from digitdemo.runs.run import RunError
from digitdemo.ui.state import own_drawings, run_list, trainings
from digitdemo.ui.state.visit import visit

if TYPE_CHECKING:
    from digitdemo.visitors.own_test_set import OwnTestSet

FEWEST = 10  # drawings: half of them are held out


def may_learn(drawings: OwnTestSet) -> bool:
    """Return whether there are enough drawings to learn from, with some on either side."""
    return len(drawings) >= FEWEST and 0 < int(drawings.held_out.sum()) < len(drawings)


def learn(run_id: str) -> None:
    """Train what that run is anew, with the drawings that are not held out among its training images."""
    run = run_list.all_runs().get(run_id)
    try:
        mine = own_drawings.mine()
    except RunError as error:
        visit().drawings_said = reason_in_words(str(error))
        return
    if run is None or not may_learn(mine):
        return
    learned = [drawing for drawing in mine.drawings if not drawing.held_out]
    strokes, digits = [each.strokes for each in learned], [each.digit for each in learned]
    own = own_images(strokes, digits, run.config.train_size, run.config.seed)
    trainings.start_with_own(run.config, own, before=before(run_id) or run_id)


def before(run_id: str) -> str | None:
    """Return the run that one which has learned from drawings is compared with: the same training without them.

    None for another run, or where there is none.
    """
    runs = run_list.all_runs()
    run = runs.get(run_id)
    if run is None or run.own is None:
        return None
    alike = (other for other, one in runs.items() if one.config == run.config and one.own is None)
    return next((other for other in (trainings.grown_from(run_id), *alike) if other in runs), None)
