"""A finding as somebody hears it for the first time: one short sentence; `Found.sentence` is the exact one."""

from collections.abc import Callable

from digitdemo.analysis.finding import Finding
from digitdemo.runs.run import Run


def plain_sentence(finding: Finding, run: Run) -> str:
    """Return what was found in `run`, in one plain sentence."""
    return _SENTENCES[finding](run)


def share(accuracy: float) -> str:
    """Return an accuracy, a fraction, in percent with one decimal, that is never rounded up to all or down to none."""
    if 0.9995 <= accuracy < 1:
        return "over 99.9%"
    if 0 < accuracy < 0.0005:
        return "below 0.1%"
    return f"{100 * accuracy:.1f}".removesuffix(".0") + "%"


def _overfitting(run: Run) -> str:
    return (
        f"It knows its {run.config.train_size:,} images ({share(run.kept.train_accuracy)} right), but of new ones it "
        f"reads only {share(run.kept.test_accuracy)} right."
    )


def _good_fit(run: Run) -> str:
    return (
        f"It reads new images ({share(run.kept.test_accuracy)} right) about as well as those that it learned from "
        f"({share(run.kept.train_accuracy)})."
    )


_SENTENCES: dict[Finding, Callable[[Run], str]] = {
    "untrained": lambda run: "Not one epoch was completed, so there is nothing to judge yet.",
    "diverged": lambda run: "Its steps were so large that its numbers grew beyond all bounds.",
    "learning rate too large": lambda run: "Its steps are so large that they jump over what would be better.",
    "no gradient": lambda run: (
        "What goes wrong at its output hardly gets through to its first layer, so that layer learns next to nothing."
    ),
    "too much regularization": lambda run: (
        f"It is held back so much that it cannot even learn its own images ({share(run.kept.train_accuracy)} right)."
    ),
    "learning too slowly": lambda run: (
        f"Its steps are so small that it has not got far: {share(run.kept.train_accuracy)} of its own images right."
    ),
    "still improving": lambda run: (
        f"It reads {share(run.kept.train_accuracy)} of its own images right, and was still getting better when the "
        "training ended."
    ),
    "noisy labels suspected": lambda run: (
        "Some of its training images seem to have wrong labels, and it was told to learn those, too."
    ),
    "imbalanced": lambda run: "Digits that it was rarely shown it reads worse than the others.",
    "test images differ": lambda run: "The images of the test do not look like those that it learned from.",
    "overfitting": _overfitting,
    "underfitting": lambda run: (
        f"It is too simple: even of its own training images it reads only {share(run.kept.train_accuracy)} right."
    ),
    "good fit": _good_fit,
}
