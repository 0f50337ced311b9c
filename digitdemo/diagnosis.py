"""A run's evidence to a one-line reading in plain words."""

from dataclasses import dataclass
from typing import Literal

from digitdemo.evaluation import Interval, accuracy_interval, gap_interval
from digitdemo.runs import Run

TEST_IMAGES = 10_000
TRAIN_SLICE = 10_000  # as in digitdemo.training, which the web process must not import

# Below it, even the images it trained on defeat the model. The linear model, the classic underfitter, stays at 0.93;
# a model with a hidden layer passes 0.97 within two epochs on all the data.
UNDERFIT_TRAIN_ACCURACY = 0.95
# A gap surely larger than this is called overfitting: the CNN with dropout stays below, the plain MLP does not.
OVERFIT_GAP = 0.008
# Ten equally likely digits are guessed right 10 % of the time.
CHANCE_ACCURACY = 0.2
# A gain on train of more than this in the last epoch says that training was not done.
STILL_LEARNING_GAIN = 0.005

Finding = Literal["untrained", "diverged", "not learning", "still learning", "underfitting", "overfitting", "good fit"]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a run's curve says. Accuracies and the gap are fractions with 95 % intervals (None before epoch 1)."""

    finding: Finding
    sentence: str
    gap: float = 0.0
    gap_interval: Interval | None = None
    test_interval: Interval | None = None


def read_run(run: Run) -> Reading:
    """Return the reading of `run`'s last whole epoch; the thresholds are the constants of this module."""
    if run.outcome == "diverged":
        return Reading(
            finding="diverged",
            sentence=f"Diverged: the loss grew beyond all bounds. A learning rate of {run.config.learning_rate:g} is "
            "too large for this model; try a tenth of it.",
        )
    if len(run.history) < 2:
        return Reading(finding="untrained", sentence="No epoch was completed, so there is nothing to judge yet.")
    train, test = run.last.train_accuracy, run.last.test_accuracy
    gap = train - test
    between = gap_interval(train, min(TRAIN_SLICE, run.config.train_size), test, TEST_IMAGES)
    finding, sentence = _find(run, train, test, gap, between)
    return Reading(
        finding=finding,
        sentence=sentence,
        gap=gap,
        gap_interval=between,
        test_interval=accuracy_interval(test, TEST_IMAGES),
    )


def _find(run: Run, train: float, test: float, gap: float, between: Interval) -> tuple[Finding, str]:
    gain = train - run.history[-2].train_accuracy
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
    if gain > STILL_LEARNING_GAIN:
        return "still learning", (
            f"Still learning: the last epoch brought {100 * gain:.1f} points on the training images. "
            "Give it more epochs."
        )
    if train < UNDERFIT_TRAIN_ACCURACY:
        return "underfitting", (
            f"Underfitting: even on its own training images it gets only {train:.1%}, and hardly less on new ones. "
            "The model is too simple; more data will not help."
        )
    return "good fit", (
        f"Good fit: {train:.1%} on its training images and {test:.1%} on new ones, {100 * gap:.1f} points apart."
    )
