"""The rules that name what a run's curve shows, and their thresholds.

The rules are read from above; the first that applies is the finding. They look at the epoch that was kept and at those
before it: later ones were given up with their weights. Tests hold the rules against recorded runs of every experiment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from digitdemo.analysis.intervals import Interval, gap_interval
from digitdemo.analysis.sample_sizes import measured_images
from digitdemo.runs.metrics import EpochMetrics
from digitdemo.runs.run import Run

Finding = Literal[
    "untrained",
    "diverged",
    "not learning",
    "unstable",
    "noisy labels suspected",
    "imbalanced",
    "test images differ",
    "overfitting",
    "learning too slowly",
    "still improving",
    "underfitting",
    "good fit",
]

# Guessing gets one digit in ten right. What is below twice that has learned nothing worth the name.
NOT_LEARNING_ACCURACY = 0.2

# A train accuracy this far below the best one before says that the steps are too large to settle.
UNSTABLE_DROP = 0.02

# Test images (right labels) surely read better than training images by this much: the training labels are to blame.
# No shipped or recorded run with right labels comes near: train images are the easier ones everywhere.
NOISY_GAP = 0.02

# Rare digits surely read worse than the others by this much. The spread that digits have by themselves, linear model
# included, is as large for single ones, but not for those that happen to be rare.
IMBALANCED_GAP = 0.02

# A gap surely larger than this is called overfitting: the CNN with dropout stays below, the plain MLP does not.
OVERFIT_GAP = 0.008

# Below it, even the images it trained on defeat the model. The linear model, the classic underfitter, stays at 0.93;
# a model with a hidden layer passes 0.97 within two epochs on all the data.
UNDERFIT_TRAIN_ACCURACY = 0.95

# Training was not done if the last epoch still brought this much on train: of accuracy, or, below the accuracy of an
# underfit, of the loss relative to itself. The linear model's loss falls by 0.8 % in its tenth epoch, a CNN that
# creeps with a learning rate of 0.00001 by 5 % and more.
STILL_IMPROVING_GAIN = 0.005
STILL_IMPROVING_LOSS = 0.02

# Every architecture here passes this on train within two epochs at a fitting learning rate, whatever the data. What is
# below after at least three, and still falls, creeps.
SLOW_TRAIN_ACCURACY = 0.9
SLOW_EPOCHS = 3

# How far beyond its threshold, as a multiple of it, the evidence must lie to be called clear.
CLEAR = 2.0


@dataclass(frozen=True)
class Found:
    """What was found, in a sentence with its numbers; `clear` says whether it lies far beyond its threshold."""

    finding: Finding
    sentence: str
    clear: bool = True


def find(run: Run) -> Found:
    """Return what the curve of `run` shows."""
    if run.outcome == "diverged":
        return Found(
            "diverged",
            f"Diverged: the loss grew beyond all bounds. A learning rate of {run.config.learning_rate:g} is too large "
            "for this model.",
        )
    if len(run.history) < 2:
        return Found("untrained", "No epoch was completed, so there is nothing to judge yet.")
    history = [record for record in run.history if record.epoch <= run.kept.epoch]
    gap = kept_gap(run)
    return (
        _steps_too_large(run, history)
        or _noisy_labels(run, gap)
        or _imbalance(run)
        or _gap_too_large(run, gap, history)
        or _fit(run, history)
    )


def kept_gap(run: Run) -> Interval:
    """Return the 95 % interval of train minus test accuracy of the model that `run` kept."""
    train_images, test_images = measured_images(run)
    return gap_interval(run.kept.train_accuracy, train_images, run.kept.test_accuracy, test_images)


def gave_up_epochs(run: Run) -> bool:
    """Return whether early stopping kept an epoch before the last one: those after it brought nothing."""
    return run.kept.epoch < run.history[-1].epoch


def _steps_too_large(run: Run, history: Sequence[EpochMetrics]) -> Found | None:
    train, test = run.kept.train_accuracy, run.kept.test_accuracy
    best = max(record.train_accuracy for record in history)
    if test < NOT_LEARNING_ACCURACY and best < NOT_LEARNING_ACCURACY:
        return Found(
            "not learning",
            f"Not learning: it reads only {test:.1%} of the test images right, and guessing gets about 10%. Look at "
            "the learning rate first.",
        )
    if best - train > UNSTABLE_DROP and not run.config.patience:
        return Found(
            "unstable",
            f"Unstable: it reads {train:.1%} of its own training images right, after {best:.1%} in an earlier epoch. "
            "The steps are too large to settle.",
            best - train > CLEAR * UNSTABLE_DROP,
        )
    return None


def _noisy_labels(run: Run, gap: Interval) -> Found | None:
    if gap.high >= -NOISY_GAP:
        return None
    return Found(
        "noisy labels suspected",
        f"Wrong labels suspected: it reads {run.kept.test_accuracy:.1%} of new images right, but only "
        f"{run.kept.train_accuracy:.1%} of its own training images, which should be easier. Some of their labels are "
        "probably wrong.",
        gap.high < -CLEAR * NOISY_GAP,
    )


def _imbalance(run: Run) -> Found | None:
    rare = sorted(map(int, run.config.rare_digits))
    if not rare or len(rare) == 10 or run.config.rare_share >= 1 or not run.kept.test_recall:
        return None
    recall = np.array(run.kept.test_recall)
    theirs, others = float(recall[rare].mean()), float(np.delete(recall, rare).mean())
    _, images = measured_images(run)
    share = images * len(rare) // 10
    worse = gap_interval(others, images - share, theirs, share)
    if worse.low <= IMBALANCED_GAP:
        return None
    names = ", ".join(map(str, rare))
    return Found(
        "imbalanced",
        f"Imbalanced: it reads {theirs:.1%} of the rare digits ({names}) right, and {others:.1%} of the others. It has "
        "seen too few of the rare ones.",
        worse.low > CLEAR * IMBALANCED_GAP,
    )


def _gap_too_large(run: Run, gap: Interval, history: Sequence[EpochMetrics]) -> Found | None:
    if gap.low <= OVERFIT_GAP:
        return None
    train, test = run.kept.train_accuracy, run.kept.test_accuracy
    clear = gap.low > CLEAR * OVERFIT_GAP
    if run.config.test_noise or run.config.test_shift:
        return Found(
            "test images differ",
            f"Test images differ from training images: the model reads {train:.1%} of its training images right, but "
            f"only {test:.1%} of the test images, which were moved or made noisy. It has never seen such images.",
            clear,
        )
    return Found(
        "overfitting",
        f"Overfitting: it does {100 * (train - test):.1f} points better on its own training images than on new ones."
        f"{_rising_loss(history)}",
        clear,
    )


def _rising_loss(history: Sequence[EpochMetrics]) -> str:
    """Return a sentence on a test loss that has risen since its lowest while the accuracy stands, or nothing."""
    lowest, kept = min(history, key=lambda record: record.test_loss), history[-1]
    if kept.test_loss < 1.1 * lowest.test_loss:
        return ""
    return (
        f" The test loss has risen by {kept.test_loss / lowest.test_loss - 1:.0%} since epoch {lowest.epoch}: the "
        "model is more and more sure of its mistakes."
    )


def _fit(run: Run, history: Sequence[EpochMetrics]) -> Found:
    """Return the finding on a run whose train and test accuracy are not far apart."""
    before, kept = history[-2], history[-1]
    train, test = kept.train_accuracy, kept.test_accuracy
    gain = train - before.train_accuracy
    loss_fall = (before.train_loss - kept.train_loss) / before.train_loss if before.train_loss else 0.0
    falling = loss_fall > STILL_IMPROVING_LOSS
    # Where the learning rate has fallen to nothing, the last epochs' gain comes of that and goes no further; where
    # early stopping gave up epochs, they were the proof that it goes no further.
    settled = (run.config.schedule == "one-cycle" and run.outcome == "finished") or gave_up_epochs(run)
    if train < SLOW_TRAIN_ACCURACY and falling and not settled and len(history) > SLOW_EPOCHS:
        return Found(
            "learning too slowly",
            f"Learning too slowly: it reads {train:.1%} of its own training images right after {kept.epoch} epochs, "
            f"and the last epoch still cut the loss by {loss_fall:.0%}. Larger steps would get it there sooner.",
            loss_fall > CLEAR * STILL_IMPROVING_LOSS,
        )
    if (gain > STILL_IMPROVING_GAIN or (train < UNDERFIT_TRAIN_ACCURACY and falling)) and not settled:
        improved = (
            f"added {100 * gain:.1f} points on the training images"
            if gain > STILL_IMPROVING_GAIN
            else f"cut the loss on the training images by {loss_fall:.0%}"
        )
        return Found(
            "still improving",
            f"Still improving: the last epoch {improved}. Give it more epochs.",
            gain > CLEAR * STILL_IMPROVING_GAIN,
        )
    if train < UNDERFIT_TRAIN_ACCURACY:
        return Found(
            "underfitting",
            f"Underfitting: it reads only {train:.1%} of its own training images right, and {test:.1%} of new ones, "
            "and it has stopped improving. More data will not help.",
            1 - train > CLEAR * (1 - UNDERFIT_TRAIN_ACCURACY),
        )
    return Found(
        "good fit",
        f"Good fit: it reads {train:.1%} of its training images right, and {test:.1%} of new ones: "
        f"{100 * abs(train - test):.1f} points apart.",
    )
