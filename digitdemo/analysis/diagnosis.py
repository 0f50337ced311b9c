"""A run's evidence to a verdict: what is going on, the numbers that say so, how sure that is, and what to try.

The rules are read from above; the first that applies is the finding. Their thresholds are the constants below, each
with its reason; tests hold them against recorded runs of every experiment.
"""

from dataclasses import dataclass

import numpy as np

from digitdemo.analysis.findings import (
    CHANCE_ACCURACY,
    CLEAR,
    IMBALANCED_GAP,
    NOISY_GAP,
    OVERFIT_GAP,
    SLOW_EPOCHS,
    SLOW_TRAIN_ACCURACY,
    STILL_IMPROVING_GAIN,
    STILL_IMPROVING_LOSS,
    TEST_IMAGES,
    UNDERFIT_TRAIN_ACCURACY,
    UNSTABLE_DROP,
    Finding,
)
from digitdemo.analysis.intervals import Interval, accuracy_interval, gap_interval
from digitdemo.analysis.remedies import Try, remedies
from digitdemo.runs.metrics import TRAIN_SLICE
from digitdemo.runs.run import Run


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a run's curve says. Accuracies and the gap are fractions with 95 % intervals, None before epoch 1.

    `clear` says whether the evidence lies far beyond the threshold of its rule. `tries` are changes of knobs that may
    help, the likeliest first.
    """

    finding: Finding
    sentence: str
    clear: bool = True
    tries: tuple[Try, ...] = ()
    gap: float = 0.0
    gap_interval: Interval | None = None
    test_interval: Interval | None = None


def diagnose(run: Run) -> Verdict:
    """Return the verdict on the model that `run` kept."""
    if len(run.history) < 2:
        finding, sentence = _diverged(run) if run.outcome == "diverged" else _UNTRAINED
        return Verdict(finding=finding, sentence=sentence, tries=remedies(finding, run.config))
    train, test = run.kept.train_accuracy, run.kept.test_accuracy
    between = gap_interval(train, min(TRAIN_SLICE, run.config.train_size), test, TEST_IMAGES)
    if run.outcome == "diverged":
        finding, sentence, clear = *_diverged(run), True
    else:
        finding, sentence, clear = _find(run, train, test, between)
    return Verdict(
        finding=finding,
        sentence=sentence,
        clear=clear,
        tries=remedies(finding, run.config),
        gap=train - test,
        gap_interval=between,
        test_interval=accuracy_interval(test, TEST_IMAGES),
    )


_UNTRAINED: tuple[Finding, str] = "untrained", "No epoch was completed, so there is nothing to judge yet."


def beside_example(run: Run, example: Run) -> str:
    """Return how far the test accuracy of `run` is from that of the shipped run of its architecture, in a sentence.

    Empty where that says nothing: it is the same run, was not trained, or was measured on disturbed test images.
    """
    if run.config == example.config or len(run.history) < 2 or run.config.test_noise or run.config.test_shift:
        return ""
    test, expected = run.kept.test_accuracy, example.kept.test_accuracy
    difference = gap_interval(test, TEST_IMAGES, expected, TEST_IMAGES)
    of = f"the example of this architecture, with its default knobs, which reads {expected:.2%}"
    if difference.low <= 0 <= difference.high:
        return f"On test it cannot be told from {of}."
    points, low, high = (100 * abs(value) for value in (test - expected, difference.low, difference.high))
    where = "below" if test < expected else "above"
    return f"On test it is {points:.1f} points (95 %: {min(low, high):.1f} to {max(low, high):.1f}) {where} {of}."


def _diverged(run: Run) -> tuple[Finding, str]:
    return "diverged", (
        f"Diverged: the loss grew beyond all bounds. A learning rate of {run.config.learning_rate:g} is "
        "too large for this model."
    )


def _find(run: Run, train: float, test: float, between: Interval) -> tuple[Finding, str, bool]:
    """Return finding, sentence, and whether it is clear."""
    gap, before = train - test, run.history[-2]
    best = max(record.train_accuracy for record in run.history)
    if test < CHANCE_ACCURACY and best < CHANCE_ACCURACY:
        return (
            "not learning",
            f"Not learning: {test:.1%} on the test set is hardly better than guessing (10 %). Look at the learning "
            "rate first.",
            True,
        )
    if best - train > UNSTABLE_DROP and not run.config.patience:
        return (
            "unstable",
            f"Unstable: {train:.1%} on its own training images after {best:.1%} before. The steps are too large to "
            "settle.",
            best - train > CLEAR * UNSTABLE_DROP,
        )
    if between.high < -NOISY_GAP:
        return (
            "noisy labels suspected",
            f"Wrong labels suspected: it reads new images better ({test:.1%}) than the labels of its own training "
            f"images say ({train:.1%}). Some of these labels must be wrong.",
            between.high < -CLEAR * NOISY_GAP,
        )
    if found := _imbalance(run):
        return found
    if between.low > OVERFIT_GAP and (run.config.test_noise or run.config.test_shift):
        return (
            "test images differ",
            f"The test images are not like the training images: {test:.1%} on those that were moved or made noisy, "
            f"{train:.1%} on its own. It has never seen such.",
            between.low > CLEAR * OVERFIT_GAP,
        )
    if between.low > OVERFIT_GAP:
        return (
            "overfitting",
            f"Overfitting: it does {100 * gap:.1f} points better on its own training images than on new ones."
            f"{_rising_loss(run)}",
            between.low > CLEAR * OVERFIT_GAP,
        )
    return _fit(run, train, test, train - before.train_accuracy, _fall(before.train_loss, run.history[-1].train_loss))


def _imbalance(run: Run) -> tuple[Finding, str, bool] | None:
    rare = sorted(map(int, run.config.rare_digits))
    if not rare or len(rare) == 10 or run.config.rare_share >= 1 or not run.kept.test_recall:
        return None
    recall = np.array(run.kept.test_recall)
    theirs, others = float(recall[rare].mean()), float(np.delete(recall, rare).mean())
    share = TEST_IMAGES * len(rare) // 10
    worse = gap_interval(others, TEST_IMAGES - share, theirs, share)
    if worse.low <= IMBALANCED_GAP:
        return None
    names = ", ".join(map(str, rare))
    return (
        "imbalanced",
        f"Imbalanced: of the rare digits ({names}) it reads {theirs:.1%}, of the others {others:.1%}. It has seen too "
        "few of them.",
        worse.low > CLEAR * IMBALANCED_GAP,
    )


def _fall(before: float, after: float) -> float:
    return (before - after) / before if before else 0.0


def _rising_loss(run: Run) -> str:
    """Return a sentence on a test loss that has risen since its lowest while the accuracy stands, or nothing."""
    lowest = min(run.history, key=lambda record: record.test_loss)
    if run.kept.test_loss < 1.1 * lowest.test_loss:
        return ""
    return (
        f" The test loss has risen by {run.kept.test_loss / lowest.test_loss - 1:.0%} since epoch {lowest.epoch}: it "
        "is ever surer of its mistakes."
    )


def _fit(run: Run, train: float, test: float, gain: float, loss_gain: float) -> tuple[Finding, str, bool]:
    """Return the finding on a run whose train and test accuracy are not far apart."""
    # Where the learning rate has fallen to nothing, the last epochs' gain comes of that and goes no further.
    settled = run.config.schedule == "one-cycle" and run.outcome == "finished"
    falling = loss_gain > STILL_IMPROVING_LOSS
    if train < SLOW_TRAIN_ACCURACY and falling and not settled and len(run.history) > SLOW_EPOCHS:
        return (
            "learning too slowly",
            f"Learning too slowly: {train:.1%} on its own training images after {run.kept.epoch} epochs, and the last "
            f"one still took {loss_gain:.0%} off the loss. Larger steps would bring it there sooner.",
            loss_gain > CLEAR * STILL_IMPROVING_LOSS,
        )
    if (gain > STILL_IMPROVING_GAIN or (train < UNDERFIT_TRAIN_ACCURACY and falling)) and not settled:
        return (
            "still improving",
            f"Still improving: the last epoch brought {100 * gain:.1f} points on the training images and took "
            f"{loss_gain:.0%} off the loss. Give it more epochs.",
            gain > CLEAR * STILL_IMPROVING_GAIN,
        )
    if train < UNDERFIT_TRAIN_ACCURACY:
        return (
            "underfitting",
            f"Underfitting: even on its own training images it gets only {train:.1%}, and {test:.1%} on new ones, and "
            "it has stopped improving. More data will not help.",
            1 - train > CLEAR * (1 - UNDERFIT_TRAIN_ACCURACY),
        )
    return (
        "good fit",
        f"Good fit: {train:.1%} on its training images and {test:.1%} on new ones, {100 * (train - test):.1f} points "
        "apart.",
        True,
    )
