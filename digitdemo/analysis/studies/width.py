"""Capacity: how the error changes with the width of a network, where labels are right, and where a fifth is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from digitdemo.analysis.experiments.lesson import Course
from digitdemo.analysis.predictions import Choice
from digitdemo.analysis.studies.study import Choices, Study
from digitdemo.analysis.studies.trained import NEW_SEED, Trained, means, on_test, on_train
from digitdemo.config.train_config import TrainConfig
from digitdemo.texts import mark, tr

WIDTHS = (2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
NOISE = 0.2
# All that matters is said here, so that no recipe changes it.
_KNOBS: dict[str, Any] = dict(
    architecture="mlp",
    hidden_layers=1,
    activation="relu",
    batch_norm="off",
    dropout=0.0,
    epochs=50,
    batch_size=32,
    optimizer="adam",
    learning_rate=0.002,
    schedule="constant",
    patience=0,
    l2=0.0,
    train_size=1000,
    augmentation="off",
    pen_drawings=0,
)
_BY_HEART = 0.02  # of its training images that a model that knows them by heart does not read as told
_TURNED = 0.01  # of the test images: by less the means of two widths differ by chance


@dataclass(frozen=True, kw_only=True)
class Widths:
    """The trainings at every width, `Trained.x`, and seed: with right labels, and with `NOISE` of them wrong."""

    right: tuple[Trained, ...]
    wrong: tuple[Trained, ...]


def width_config(width: int, *, noise: float, seed: int) -> TrainConfig:
    """Return how the network of that width is trained."""
    return TrainConfig(**_KNOBS, width=width, label_noise=noise, seed=seed)


def course(errors: Mapping[int, float]) -> Course:
    """Return which shape errors have over the widths, in their order, by their greatest rise from one to a later one.

    One of at most `_TURNED` is no rise; and what falls by more than that after it is a hump.
    """
    values = list(errors.values())
    rises = [value - min(values[: place + 1]) for place, value in enumerate(values)]
    top = rises.index(max(rises))
    if rises[top] <= _TURNED:
        return "down"
    return "hump" if values[top] - min(values[top:]) > _TURNED else "valley"


def _choices(record: Widths) -> Choices:
    found = course(means(record.wrong, on_test))
    return (
        Choice(tr("The wider, the fewer errors"), found == "down", "down"),
        Choice(tr("Fewer at first, then ever more"), found == "valley", "valley"),
        Choice(tr("Fewer, then more, then fewer again"), found == "hump", "hump"),
    )


def _outcome(record: Widths) -> str:
    wrong, right = means(record.wrong, on_test), means(record.right, on_test)
    best = min(wrong, key=wrong.__getitem__)
    return tr(
        "With wrong labels, {best:,} units misread the fewest test images: {error:.1%}. With {widest:,} it is "
        "{widest_error:.1%}, and with right labels {right_error:.1%}.",
        best=best,
        error=wrong[best],
        widest=WIDTHS[-1],
        widest_error=wrong[WIDTHS[-1]],
        right_error=right[WIDTHS[-1]],
    )


def _see(record: Widths) -> str:
    told, wrong, right = (
        means(trainings, of)
        for trainings, of in ((record.wrong, on_train), (record.wrong, on_test), (record.right, on_test))
    )
    by_heart = next((width for width in WIDTHS if told[width] < _BY_HEART), None)
    worst = max((width for width in WIDTHS if width >= min(wrong, key=wrong.__getitem__)), key=wrong.__getitem__)
    sentences = [
        tr(
            "{narrow:,} units are too few: they misread {train:.1%} of their own images, even with right labels "
            "{test:.1%} of the test images.",
            narrow=WIDTHS[0],
            train=told[WIDTHS[0]],
            test=right[WIDTHS[0]],
        )
    ]
    if by_heart is not None:
        sentences.append(
            tr(
                "From {width:,} units on, a network learns the wrong labels by heart: less than {share:.0%} of its "
                "own images are not as it was told.",
                width=by_heart,
                share=_BY_HEART,
            )
        )
    sentences.append(
        tr(
            "With wrong labels most errors beyond the best width come with {worst:,} units, {error:.1%}; with right "
            "labels {worst:,} units misread {right_error:.1%}.",
            worst=worst,
            error=wrong[worst],
            right_error=right[worst],
        )
    )
    return " ".join(sentences)


WIDTH: Study[Widths] = Study(
    record=Widths,
    question=mark("A fifth of the labels is wrong: how wide should a network be?"),
    setting=mark(
        "Networks with one hidden layer of 2 to 1,024 units learn from 1,000 images for 50 epochs. "
        "Each width is trained from five seeds, once with right labels, and once with 20% of them wrong. Test images "
        "keep their right labels."
    ),
    ask=mark("From narrow to wide, what becomes of the errors on test images where 20% of the labels are wrong?"),
    choices=_choices,
    outcome=_outcome,
    see=_see,
    limits=mark(
        "Each line goes through the means of five seeds, each dot is one. Every network is trained for the same number "
        "of epochs; nobody stops it early, and no dropout holds it back. The widths and the learning rate were "
        "tried with seed 0 before. With other numbers of images, of wrong labels or of epochs the turns lie elsewhere."
    ),
    think=mark("Nobody tells you which labels are wrong. How would you find the best width without the test images?"),
    age=14,
    minutes=25,
    lab={**_KNOBS, "width": 64, "label_noise": NOISE},
    trains=tuple(width_config(width, noise=NOISE, seed=NEW_SEED) for width in (4, 32, 512)),
    train_label=mark("Train three yourself: 4, 32 and 512 units"),
)
