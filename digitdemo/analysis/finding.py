"""What can be found in a run's curve: its names, its words and its grade."""

from dataclasses import dataclass
from typing import Literal

Finding = Literal[
    "untrained",
    "diverged",
    "learning rate too large",
    "no gradient",
    "too much regularization",
    "learning too slowly",
    "still improving",
    "noisy labels suspected",
    "imbalanced",
    "test images differ",
    "overfitting",
    "underfitting",
    "good fit",
]
Grade = Literal["slight", "clear", "strong"]

# Below it, even the images it trained on defeat the model.
UNDERFIT_TRAIN_ACCURACY = 0.95

# How many times its threshold the evidence must be to be called clear, and strong.
_CLEAR, _STRONG = 3.0, 6.0

_TITLES: dict[Finding, str] = {
    "untrained": "Not trained",
    "diverged": "Diverged",
    "learning rate too large": "The learning rate is too large",
    "no gradient": "No gradient arrives",
    "too much regularization": "Held back too much",
    "learning too slowly": "Learning too slowly",
    "still improving": "Not trained enough",
    "noisy labels suspected": "Wrong labels suspected",
    "imbalanced": "Imbalanced",
    "test images differ": "Test images of another kind",
    "overfitting": "Overfitting",
    "underfitting": "Underfitting",
    "good fit": "Good fit",
}


def title_of(finding: Finding) -> str:
    """Return the finding as a title, such as "Not trained enough"."""
    return _TITLES[finding]


@dataclass(frozen=True)
class Found:
    """What was found, its numbers in words, and how far the evidence lies beyond its threshold."""

    finding: Finding
    words: str
    grade: Grade = "clear"

    @property
    def sentence(self) -> str:
        """The finding, its grade where that is not the usual one, and the numbers: "Overfitting, slight: it …"."""
        grade = "" if self.grade == "clear" else f", {self.grade}"
        return f"{_TITLES[self.finding]}{grade}: {self.words}"


def grade_of(value: float, threshold: float) -> Grade:
    """Return how far `value` lies beyond `threshold`."""
    return "strong" if value > _STRONG * threshold else "clear" if value > _CLEAR * threshold else "slight"
