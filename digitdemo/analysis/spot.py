"""Spot the overfit: recorded curves to be judged by eye, and what the app itself says of them."""

from dataclasses import dataclass

from digitdemo.analysis.finding import Finding
from digitdemo.analysis.recorded import RunKey

# What a curve can be called, and what that means; the app's own verdict on each curve is one of these.
CALLED: dict[Finding, str] = {
    "overfitting": "It knows its own images, but reads new ones clearly worse.",
    "good fit": "It reads new images about as well as its own, and both well.",
    "underfitting": "Even its own images it reads badly.",
    "noisy labels suspected": "It was told wrong digits for some of its images.",
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
CONFIDENCES = {"I guess": 0.4, "Rather sure": 0.7, "Very sure": 0.95}

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
        said = f"You were {self.confidence:.0%} sure on average, and {share:.0%} were right"
        if abs(self.confidence - share) <= _CLOSE:
            return f"{said}: you know what you know."
        return f"{said}: {'too sure' if self.confidence > share else 'you may trust yourself more'}."
