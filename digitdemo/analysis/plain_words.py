"""A finding as somebody hears it for the first time: one short sentence; `Found.sentence` is the exact one."""

from collections.abc import Callable

from digitdemo.analysis.finding import Finding
from digitdemo.runs.run import Run
from digitdemo.texts import mark, number, tr


def plain_sentence(finding: Finding, run: Run) -> str:
    """Return what was found in `run`, in one plain sentence."""
    return _SENTENCES[finding](run)


def share(accuracy: float) -> str:
    """Return an accuracy, a fraction, in percent with one decimal, that is never rounded up to all or down to none."""
    if 0.9995 <= accuracy < 1:
        return tr("over {share:.1%}", share=0.999)
    if 0 < accuracy < 0.0005:
        return tr("below {share:.1%}", share=0.001)
    return number(accuracy, ".0%" if f"{accuracy:.1%}".endswith(".0%") else ".1%")


def _with_share(message: str) -> Callable[[Run], str]:
    """Return what says `message` with the share of its own images that a run reads right."""
    return lambda run: tr(message, share=share(run.kept.train_accuracy))


_SENTENCES: dict[Finding, Callable[[Run], str]] = {
    "untrained": lambda run: tr("Not one epoch was completed, so there is nothing to judge yet."),
    "diverged": lambda run: tr("Its steps were so large that its numbers grew beyond all bounds."),
    "learning rate too large": lambda run: tr("Its steps are so large that they jump over what would be better."),
    "no gradient": lambda run: tr(
        "What goes wrong at its output hardly gets through to its first layer, so that layer learns next to nothing."
    ),
    "too much regularization": _with_share(
        mark("It is held back so much that it cannot even learn its own images ({share} right).")
    ),
    "learning too slowly": _with_share(
        mark("Its steps are so small that it has not got far: {share} of its own images right.")
    ),
    "still improving": _with_share(
        mark("It reads {share} of its own images right, and was still getting better when the training ended.")
    ),
    "noisy labels suspected": lambda run: tr(
        "Some of its training images seem to have wrong labels, and it was told to learn those, too."
    ),
    "imbalanced": lambda run: tr("Digits that it was rarely shown it reads worse than the others."),
    "test images differ": lambda run: tr("The images of the test do not look like those that it learned from."),
    "overfitting": lambda run: tr(
        "It knows its {images:,} images ({train} right), but of new ones it reads only {test} right.",
        images=run.config.train_size,
        train=share(run.kept.train_accuracy),
        test=share(run.kept.test_accuracy),
    ),
    "underfitting": _with_share(mark("It is too simple: even of its own training images it reads only {share} right.")),
    "good fit": lambda run: tr(
        "It reads new images ({test} right) about as well as those that it learned from ({train}).",
        test=share(run.kept.test_accuracy),
        train=share(run.kept.train_accuracy),
    ),
}
