"""What can be found in a run's curve: its names, its words and its grade."""

from dataclasses import dataclass
from typing import Literal

from digitdemo.texts import mark, tr

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
    "untrained": mark("Not trained"),
    "diverged": mark("Diverged"),
    "learning rate too large": mark("The learning rate is too large"),
    "no gradient": mark("No gradient arrives"),
    "too much regularization": mark("Held back too much"),
    "learning too slowly": mark("Learning too slowly"),
    "still improving": mark("Not trained enough"),
    "noisy labels suspected": mark("Wrong labels suspected"),
    "imbalanced": mark("Imbalanced"),
    "test images differ": mark("Test images of another kind"),
    "overfitting": mark("Overfitting"),
    "underfitting": mark("Underfitting"),
    "good fit": mark("Good fit"),
}
# The names themselves, which stand in tables.
_NAMES = (
    mark("untrained"),
    mark("diverged"),
    mark("learning rate too large"),
    mark("no gradient"),
    mark("too much regularization"),
    mark("learning too slowly"),
    mark("still improving"),
    mark("noisy labels suspected"),
    mark("imbalanced"),
    mark("test images differ"),
    mark("overfitting"),
    mark("underfitting"),
    mark("good fit"),
)
_GRADES = mark("slight"), mark("strong")  # the usual one has no name


def title_of(finding: Finding) -> str:
    """Return the finding as a title, such as "Not trained enough"."""
    return tr(_TITLES[finding])


def name_of(finding: Finding) -> str:
    """Return the finding in a word or two for a table, such as "still improving"."""
    return tr(finding)


@dataclass(frozen=True)
class Found:
    """What was found, its numbers in words, and how far the evidence lies beyond its threshold."""

    finding: Finding
    words: str
    grade: Grade = "clear"

    @property
    def sentence(self) -> str:
        """The finding, its grade where that is not the usual one, and the numbers: "Overfitting, slight: it …"."""
        title = title_of(self.finding)
        if self.grade == "clear":
            return tr("{title}: {words}", title=title, words=self.words)
        return tr("{title}, {grade}: {words}", title=title, grade=tr(self.grade), words=self.words)


def grade_of(value: float, threshold: float) -> Grade:
    """Return how far `value` lies beyond `threshold`."""
    return "strong" if value > _STRONG * threshold else "clear" if value > _CLEAR * threshold else "slight"
