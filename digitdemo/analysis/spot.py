"""Spot the overfit: recorded curves to be judged by eye, and what the app itself says of them."""

from dataclasses import dataclass

from digitdemo.analysis.finding import Finding
from digitdemo.analysis.recorded import RunKey
from digitdemo.texts import mark, tr

# What a curve can be called, and what that means; the app's own verdict on each curve is one of these.
CALLED: dict[Finding, str] = {
    "overfitting": mark("It knows its own images, but reads new ones clearly worse."),
    "good fit": mark("It reads new images about as well as its own, and both well."),
    "underfitting": mark("Even its own images it reads badly."),
    "noisy labels suspected": mark("It was told wrong digits for some of its images."),
}
# Experiment, training, seed: all kinds, mixed, some with test above train.
CURVES: tuple[RunKey, ...] = (
    ("little-data", "broken", 2),
    ("activation", "cure", 1),
    ("few-neurons", "broken", 0),
    ("wrong-labels", "broken", 1),
    ("no-dropout", "broken", 3),
    ("no-batch-norm", "cure", 1),
    ("capacity", "cure", 2),
    ("mlp-95", "broken", 4),
    ("few-neurons", "broken", 1),
    ("rate-too-large", "cure", 2),
)
# How sure one may say that one is, as a share of such answers that are then right.
CONFIDENCES = {mark("I guess"): 0.4, mark("Rather sure"): 0.7, mark("Very sure"): 0.95}

_CLOSE = 0.1  # between how sure one was and how often one was right, of ten answers


@dataclass(frozen=True)
class Score:
    """How many of how many answers were right, and how sure one was of them on average, a fraction."""

    right: int
    answers: int
    confidence: float

    @property
    def words(self) -> str:
        """How sure and how right that was, in one sentence."""
        share = self.right / self.answers
        if abs(self.confidence - share) <= _CLOSE:
            said = mark("You were {sure:.0%} sure on average, and {share:.0%} were right: you know what you know.")
        elif self.confidence > share:
            said = mark("You were {sure:.0%} sure on average, and {share:.0%} were right: too sure.")
        else:
            said = mark("You were {sure:.0%} sure on average, and {share:.0%} were right: you may trust yourself more.")
        return tr(said, sure=self.confidence, share=share)
