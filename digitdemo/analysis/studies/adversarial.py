"""The adversarial step: every pixel moved a little along the gradient's sign, beside random noise of the same size."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import mean

from digitdemo.analysis.predictions import Choice
from digitdemo.analysis.studies.study import Choices, Study
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.runs.metrics import Count, Fraction, Whole
from digitdemo.texts import mark, tr

SIZES = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3)  # of full ink, by which every pixel is moved
SIZE = 0.1  # of those: that of the question, the pictures and whom else it fools; fixed before anything was measured
IMAGES = 1000  # test images, by chance, the same for all
PREDICTED = "mlp"
_BOUNDS = 0.3, 0.7  # of what it still reads: the three ranges


@dataclass(frozen=True, kw_only=True)
class Example:
    """One test image before and after a step made for one model, bytes of uint8 (28, 28), and what each model reads."""

    made_for: str
    digit: Whole
    before: bytes
    noise: bytes
    step: bytes
    read_before: dict[str, Whole]
    read_noise: dict[str, Whole]
    read_step: dict[str, Whole]


@dataclass(frozen=True, kw_only=True)
class Adversarial:
    """How many of the same images the shipped models read right, fractions, by their names.

    `step` and `noise` have one for each of `SIZES`; `fooled[a][b]` is what b reads right of the pictures that a step of
    `SIZE` made for a.
    """

    images: Count
    step: dict[str, tuple[Fraction, ...]]
    noise: dict[str, tuple[Fraction, ...]]
    fooled: dict[str, dict[str, Fraction]]
    examples: tuple[Example, ...]

    def after_step(self, name: str) -> float:
        """Return what a model reads right after a step of `SIZE`."""
        return self.step[name][SIZES.index(SIZE)]

    def after_noise(self, name: str) -> float:
        """Return what it reads right after noise of the same size."""
        return self.noise[name][SIZES.index(SIZE)]

    def read_by_others(self, name: str) -> float:
        """Return what the other models read right of the pictures made for that one, on average."""
        return mean(share for other, share in self.fooled[name].items() if other != name)


def short_name(name: str) -> str:
    """Return what a shipped model is called."""
    return tr(ARCHITECTURES[name].label)


def _choices(record: Adversarial) -> Choices:
    low, high = _BOUNDS
    reads = record.after_step(PREDICTED)
    return (
        Choice(tr("below {share:.0%}", share=low), reads < low),
        Choice(tr("{low:.0%} to {high:.0%}", low=low, high=high), low <= reads <= high),
        Choice(tr("above {share:.0%}", share=high), reads > high),
    )


def _outcome(record: Adversarial) -> str:
    return tr(
        "The dense network reads {step:.1%} after the step, and {noise:.1%} after random noise of the same size.",
        step=record.after_step(PREDICTED),
        noise=record.after_noise(PREDICTED),
    )


def _see(record: Adversarial) -> str:
    steps = {name: record.after_step(name) for name in record.step}
    weakest, strongest = min(steps, key=steps.__getitem__), max(steps, key=steps.__getitem__)
    others = {name: record.read_by_others(name) for name in record.fooled}
    fools_most = min(others, key=others.__getitem__)
    return " ".join(
        [
            tr(
                "After noise of that size all models still read at least {noise:.1%}.",
                noise=min(record.after_noise(name) for name in record.noise),
            ),
            tr(
                "After the step, made for each model by its own gradient, {weakest} still reads {low:.1%}, and "
                "{strongest} {high:.1%}.",
                weakest=short_name(weakest),
                low=steps[weakest],
                strongest=short_name(strongest),
                high=steps[strongest],
            ),
            tr(
                "A step made for one model fools others, too: of the pictures made for {maker} the others read only "
                "{share:.1%} on average.",
                maker=short_name(fools_most),
                share=others[fools_most],
            ),
        ]
    )


ADVERSARIAL: Study[Adversarial] = Study(
    record=Adversarial,
    question=mark("Can every pixel change so little that you still read the digit, and the machine does not?"),
    setting=mark(
        "Every pixel of 1,000 test images gets lighter or darker by the same small amount, a tenth of full ink. Once "
        "chance decides which way. Once it is the way in which the loss of one model grows: one step along the sign of "
        "its gradient. A person reads both without effort."
    ),
    ask=mark("Of the test images after the step along its gradient, the dense network (MLP) will still read …"),
    choices=_choices,
    outcome=_outcome,
    see=_see,
    limits=mark(
        "The size, the images and the ranges were fixed before anything was measured. It is one step (I. Goodfellow, "
        "J. Shlens, C. Szegedy, arXiv:1412.6572), not the worst that can be done: several small steps fool more. "
        "Whoever makes the step has to know the model's weights, or those of a similar model."
    ),
    think=mark("Why does the same change, put together by chance, do so much less harm?"),
    age=16,
    minutes=25,
    lab=dict(architecture=PREDICTED),
)
