"""What a run's curve shows: the rules, from above.

Evidence comes before knobs, and the loss before the accuracy; a knob only names the cause of what was found. Several
findings can stand together: the first is the main one. docs/verdicts.md has each rule with its reason and its limits;
`python -m digitdemo bench verdicts` measures how often they are right.
"""

from __future__ import annotations

from collections.abc import Callable

from digitdemo.analysis.data_rules import imbalance, noisy_labels, other_test_images
from digitdemo.analysis.evidence import Evidence, evidence_of
from digitdemo.analysis.finding import UNDERFIT_TRAIN_ACCURACY, Found, grade_of
from digitdemo.analysis.training_rules import broken_training, not_done
from digitdemo.runs.run import Run
from digitdemo.texts import tr

# A gap surely larger than this is called overfitting: the CNN with dropout stays below, the plain MLP does not.
OVERFIT_GAP = 0.008


def find(run: Run) -> tuple[Found, ...]:
    """Return what the curve of `run` shows, the main finding first; there is at least one."""
    if run.outcome == "diverged":
        return (
            Found(
                "diverged",
                tr(
                    "the loss grew beyond all bounds. A learning rate of {rate:g} is too large for this model.",
                    rate=run.config.learning_rate,
                ),
            ),
        )
    if len(run.history) < 2:
        return (Found("untrained", tr("no epoch was completed, so there is nothing to judge yet.")),)
    evidence = evidence_of(run)
    found = [one for rule in _RULES if (one := rule(run, evidence))]
    if found and found[0].finding not in ("overfitting", "underfitting"):
        found = [one for one in found if one.finding != "underfitting"]  # that is for those without another reason
    return tuple(found) or (_good_fit(evidence),)


def _underfitting(run: Run, evidence: Evidence) -> Found | None:
    missing = 1 - evidence.train
    if missing <= 1 - UNDERFIT_TRAIN_ACCURACY or missing <= evidence.gap.low:
        return None
    return Found(
        "underfitting",
        tr(
            "it reads only {train:.1%} of its own training images right, and {test:.1%} of new ones, and it has "
            "stopped improving. More data will not help.",
            train=evidence.train,
            test=evidence.test,
        ),
        grade_of(missing, 1 - UNDERFIT_TRAIN_ACCURACY),
    )


def _overfitting(run: Run, evidence: Evidence) -> Found | None:
    gap = evidence.gap.low
    if gap <= OVERFIT_GAP:
        return None
    return Found(
        "overfitting",
        tr(
            "it does {points:.1f} points better on its own training images than on new ones.",
            points=100 * (evidence.train - evidence.test),
        ),
        grade_of(gap, OVERFIT_GAP),
    )


def _good_fit(evidence: Evidence) -> Found:
    return Found(
        "good fit",
        tr(
            "it reads {train:.1%} of its training images right, and {test:.1%} of new ones: {points:.1f} points apart.",
            train=evidence.train,
            test=evidence.test,
            points=100 * abs(evidence.train - evidence.test),
        ),
    )


_RULES: tuple[Callable[[Run, Evidence], Found | None], ...] = (
    noisy_labels,
    broken_training,
    imbalance,
    other_test_images,
    not_done,
    _underfitting,
    _overfitting,
)
