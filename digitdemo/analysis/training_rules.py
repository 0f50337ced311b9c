"""The rules on why a model has not learned its own images: what its loss and its layers did, before any knob."""

from __future__ import annotations

from digitdemo.analysis.evidence import GUESSING, Evidence
from digitdemo.analysis.finding import UNDERFIT_TRAIN_ACCURACY, Found
from digitdemo.config.customary import customary_rate
from digitdemo.runs.run import Run
from digitdemo.texts import number, tr

# A loss this far above guessing's is that of a model which is sure of wrong answers: a step threw it there.
_THROWN_LOSS = 1.5 * GUESSING
# A loss that ends this far above its lowest went up again: the steps are too large to settle.
_RISEN_LOSS = 1.2
# Below this loss on train the model knows its images; what it does there is no matter of steps.
_KNOWN_LOSS = 0.1
# A layer of which so many units answer the same to every image passes little on; by themselves a quarter do at most.
_DEAD_UNITS = 0.5
# At a rate that suits it, a layer moves by up to five times its first size; a linear one farther, but it has no units.
_FAR_MOVED = 6.0

# The first layer's gradient, beside its weights, is at least a tenth of the last one's where a network learns.
_FADED_GRADIENT = 0.05
_FADED_ACCURACY = 0.5  # on train; a network that learns more than half has gradient enough

# Dropout, L2 and decay from here on keep any model here from learning its own images.
_STRONG_DROPOUT = 0.7
_STRONG_L2 = 0.003
_STRONG_DECAY = 0.01  # of a weight's size in each step: weight decay times learning rate

# Training was not done if so much of the loss' whole fall came in its second half. Where only a few dozen steps were
# made, a smaller share says it, too: what has really settled after so few has learned its images by heart.
_STILL_FALLING = 0.2
_STILL_FALLING_EARLY, _FEW_STEPS = 0.05, 200
# Nor if the second half took off this share of what was left. It is a tenth to a seventh for the linear model after a
# dozen epochs, and up to a fifth for a network of four units after twenty.
_STILL_SHRINKING = 0.22
# A model that has learned to read digits has moved some layer by a third of its first size at least.
_HARDLY_MOVED = 0.25
# A rate of less than this share of the customary one is the reason that it was not done.
_SMALL_RATE = 0.34


def broken_training(run: Run, evidence: Evidence) -> Found | None:
    """Return the one reason for which the model could not learn its own images, if it could not."""
    reasons = (_regularization, _no_gradient, _steps_too_large)
    return next((found for reason in reasons if (found := reason(run, evidence))), None)


def _regularization(run: Run, evidence: Evidence) -> Found | None:
    if evidence.train >= UNDERFIT_TRAIN_ACCURACY:
        return None
    config = run.config
    strong = []
    if config.dropout >= _STRONG_DROPOUT:
        strong.append(tr("dropout of {value:g}", value=config.dropout))
    if config.l2 >= _STRONG_L2:
        strong.append(tr("L2 penalty of {value:g}", value=config.l2))
    if config.optimizer == "adamw" and config.weight_decay * config.learning_rate >= _STRONG_DECAY:
        strong.append(tr("weight decay of {value:g}", value=config.weight_decay))
    if not strong:
        return None
    return Found(
        "too much regularization",
        tr(
            "it reads only {train:.1%} of its own training images right. A {strong} leaves it too little to learn "
            "with.",
            train=evidence.train,
            strong=tr(" and a ").join(strong),
        ),
    )


def _no_gradient(run: Run, evidence: Evidence) -> Found | None:
    if (
        evidence.train >= _FADED_ACCURACY
        or evidence.first_gradient is None
        or evidence.first_gradient > _FADED_GRADIENT
    ):
        return None
    if _thrown(evidence):
        return None
    return Found(
        "no gradient",
        tr(
            "the first layer's is {ratio:.1g} times the last one's, so it hardly learns, and the model reads only "
            "{train:.1%} of its own training images right.",
            ratio=evidence.first_gradient,
            train=evidence.train,
        ),
    )


def _thrown(evidence: Evidence) -> bool:
    return max(evidence.highest, evidence.highest_step or 0.0) > _THROWN_LOSS


def _killed(evidence: Evidence) -> bool:
    """Return whether large steps switched units off for good: all others have moved far, too."""
    return (evidence.dead or 0.0) > _DEAD_UNITS and (evidence.moved or 0.0) > _FAR_MOVED


def _steps_too_large(run: Run, evidence: Evidence) -> Found | None:
    risen = evidence.loss > _RISEN_LOSS * evidence.lowest and evidence.loss > _KNOWN_LOSS
    thrown = evidence.highest > _THROWN_LOSS or (_thrown(evidence) and evidence.train < UNDERFIT_TRAIN_ACCURACY)
    if not (risen or thrown or _killed(evidence)):
        return None
    if risen or thrown:
        seen = tr(
            "the loss on the training images went up to {highest} and ended at {last}; guessing has {guessing}. The "
            "steps jump over what would be better.",
            highest=_loss(max(evidence.highest, evidence.highest_step or 0.0)),
            last=_loss(evidence.loss),
            guessing=_loss(GUESSING),
        )
    else:
        seen = tr(
            "{share:.0%} of the units of a layer answer the same to every image; large steps have switched them off. "
            "The steps jump over what would be better.",
            share=evidence.dead,
        )
    return Found("learning rate too large", seen)


def _loss(loss: float) -> str:
    return number(loss, ",.0f" if loss >= 100 else ".2g")


def not_done(run: Run, evidence: Evidence) -> Found | None:
    """Return that the model was still learning, and whether the steps or their number were too small, if it was."""
    if evidence.train >= UNDERFIT_TRAIN_ACCURACY or evidence.gave_up:
        return None
    falling = evidence.late > (_STILL_FALLING_EARLY if evidence.steps < _FEW_STEPS else _STILL_FALLING)
    # One cycle's end takes off much of the loss even where it has settled.
    shrinking = run.config.schedule == "constant" and evidence.shrunk > _STILL_SHRINKING
    if falling:
        far = tr(
            "it reads only {train:.1%} of its training images right after {steps:,} steps. In the second half of them "
            "its loss still fell, by {share:.0%} of its whole fall.",
            train=evidence.train,
            steps=evidence.steps,
            share=evidence.late,
        )
    elif shrinking:
        far = tr(
            "it reads only {train:.1%} of its training images right after {steps:,} steps, and the second half of them "
            "still took off {share:.0%} of the loss.",
            train=evidence.train,
            steps=evidence.steps,
            share=evidence.shrunk,
        )
    elif evidence.moved is not None and evidence.moved < _HARDLY_MOVED:
        far = tr(
            "it reads only {train:.1%} of its training images right after {steps:,} steps, and its weights have moved "
            "by only {share:.1%} of their size.",
            train=evidence.train,
            steps=evidence.steps,
            share=evidence.moved,
        )
    else:
        return None
    if run.config.learning_rate < _SMALL_RATE * customary_rate(run.config):
        return Found("learning too slowly", f"{far} {tr('Larger steps would get it there sooner.')}")
    return Found("still improving", f"{far} {tr('Give it more steps.')}")
