"""A run's evidence to a one-line reading in plain words."""

from dataclasses import dataclass
from typing import Literal

from digitdemo.evaluation import Interval, accuracy_interval, gap_interval
from digitdemo.metrics import TRAIN_SLICE
from digitdemo.runs import Run

TEST_IMAGES = 10_000

# Ten equally likely digits are guessed right 10 % of the time.
CHANCE_ACCURACY = 0.2
# A last train accuracy this far below the best one says that the steps are too large to settle.
UNSTABLE_DROP = 0.02
# A gap surely larger than this is called overfitting: the CNN with dropout stays below, the plain MLP does not.
OVERFIT_GAP = 0.008
# Below it, even the images it trained on defeat the model. The linear model, the classic underfitter, stays at 0.93;
# a model with a hidden layer passes 0.97 within two epochs on all the data.
UNDERFIT_TRAIN_ACCURACY = 0.95
# Training was not done if the last epoch still brought this much on train: of accuracy, or, below the accuracy of an
# underfit, of the loss relative to itself. The linear model's loss falls by 0.8 % in its tenth epoch, a CNN that
# creeps with a learning rate of 0.00001 by 5 % and more.
STILL_LEARNING_GAIN = 0.005
STILL_LEARNING_LOSS = 0.02
# Ten weighted sums of pixels that were trained well get more than this of 55,000 images right, on train and test.
LINEAR_LIMIT = 0.91

Finding = Literal[
    "untrained", "diverged", "not learning", "unstable", "overfitting", "still learning", "underfitting", "good fit"
]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a run's curve says. Accuracies and the gap are fractions with 95 % intervals, None before epoch 1."""

    finding: Finding
    sentence: str
    gap: float = 0.0
    gap_interval: Interval | None = None
    test_interval: Interval | None = None


def read_run(run: Run) -> Reading:
    """Return the reading of `run`'s last whole epoch; the thresholds are the constants of this module."""
    if len(run.history) < 2:
        finding, sentence = _diverged(run) if run.outcome == "diverged" else _UNTRAINED
        return Reading(finding=finding, sentence=sentence)
    train, test = run.last.train_accuracy, run.last.test_accuracy
    between = gap_interval(train, min(TRAIN_SLICE, run.config.train_size), test, TEST_IMAGES)
    finding, sentence = _diverged(run) if run.outcome == "diverged" else _find(run, train, test, between)
    return Reading(
        finding=finding,
        sentence=sentence,
        gap=train - test,
        gap_interval=between,
        test_interval=accuracy_interval(test, TEST_IMAGES),
    )


_UNTRAINED: tuple[Finding, str] = "untrained", "No epoch was completed, so there is nothing to judge yet."


def _diverged(run: Run) -> tuple[Finding, str]:
    return "diverged", (
        f"Diverged: the loss grew beyond all bounds. A learning rate of {run.config.learning_rate:g} is "
        "too large for this model; try a tenth of it."
    )


def _find(run: Run, train: float, test: float, between: Interval) -> tuple[Finding, str]:
    gap, before = train - test, run.history[-2]
    best = max(record.train_accuracy for record in run.history)
    gain = train - before.train_accuracy
    loss_gain = (before.train_loss - run.last.train_loss) / before.train_loss if before.train_loss else 0.0
    if best - train > UNSTABLE_DROP:
        return "unstable", (
            f"Unstable: {train:.1%} on its own training images after {best:.1%} before. The steps are too large to "
            "settle; try a smaller learning rate."
        )
    if test < CHANCE_ACCURACY:
        return "not learning", (
            f"Not learning: {test:.1%} on the test set is hardly better than guessing (10 %). "
            "Look at the learning rate first."
        )
    if between.low > OVERFIT_GAP:
        return "overfitting", (
            f"Overfitting: it does {100 * gap:.1f} points better on its own training images than on new ones. "
            "More data or dropout narrow this gap."
        )
    # Where the learning rate has fallen to nothing, the last epochs' gain comes of that and goes no further.
    settled = run.config.schedule == "one-cycle" and run.outcome == "finished"
    still = gain > STILL_LEARNING_GAIN or (train < UNDERFIT_TRAIN_ACCURACY and loss_gain > STILL_LEARNING_LOSS)
    if still and not settled:
        return "still learning", (
            f"Still learning: the last epoch brought {100 * gain:.1f} points on the training images and took "
            f"{loss_gain:.0%} off the loss. Give it more epochs, or a larger learning rate if it creeps."
        )
    if train < UNDERFIT_TRAIN_ACCURACY:
        return "underfitting", (
            f"Underfitting: even on its own training images it gets only {train:.1%}, and {test:.1%} on new ones, and "
            f"it has stopped improving. {_remedy(run, train)}"
        )
    return "good fit", (
        f"Good fit: {train:.1%} on its training images and {test:.1%} on new ones, {100 * gap:.1f} points apart."
    )


def _remedy(run: Run, train: float) -> str:
    if run.config.architecture == "linear" and train > LINEAR_LIMIT:
        return "The model is too simple; more data will not help."
    return "More epochs, a larger learning rate or less dropout may help; more data will not."
