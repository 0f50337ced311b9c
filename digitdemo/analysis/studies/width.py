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


def turns(errors: Mapping[int, float]) -> tuple[int, int]:
    """Return between which two widths, in their order, the errors rise the most: where they dip, and the top."""
    widths = list(errors)
    dips = [min(widths[: place + 1], key=errors.__getitem__) for place in range(len(widths))]
    return max(zip(dips, widths, strict=True), key=lambda pair: errors[pair[1]] - errors[pair[0]])


def course(errors: Mapping[int, float]) -> Course:
    """Return which shape errors have over the widths, in their order, by their greatest rise from one to a later one.

    One of at most `_TURNED` is no rise; and what falls by more than that after it is a hump.
    """
    dip, top = turns(errors)
    if errors[top] - errors[dip] <= _TURNED:
        return "down"
    after = list(errors.values())[list(errors).index(top) :]
    return "hump" if errors[top] - min(after) > _TURNED else "valley"


def _choices(record: Widths) -> Choices:
    found = course(means(record.wrong, on_test))
    return (
        Choice(tr("The wider, the fewer errors"), found == "down", "down"),
        Choice(tr("Fewer at first, then ever more"), found == "valley", "valley"),
        Choice(tr("Fewer, then more, then fewer again"), found == "hump", "hump"),
    )


def _outcome(record: Widths) -> str:
    errors = means(record.wrong, on_test)
    dip, top = turns(errors)
    first, last = WIDTHS[0], WIDTHS[-1]
    match course(errors):
        case "hump":
            return tr(
                "With wrong labels the errors fall to {low:.1%} with {dip:,} units, rise to {high:.1%} with {top:,}, "
                "and fall again to {end:.1%} with {last:,}.",
                low=errors[dip],
                dip=dip,
                high=errors[top],
                top=top,
                end=errors[last],
                last=last,
            )
        case "valley":
            return tr(
                "With wrong labels the errors fall to {low:.1%} with {dip:,} units, and rise to {high:.1%} "
                "with {top:,}.",
                low=errors[dip],
                dip=dip,
                high=errors[top],
                top=top,
            )
        case _:
            return tr(
                "With wrong labels the errors fall from {start:.1%} with {first:,} units to {end:.1%} with {last:,}.",
                start=errors[first],
                first=first,
                end=errors[last],
                last=last,
            )


def _see(record: Widths) -> str:
    told, wrong, right = (
        means(trainings, of)
        for trainings, of in ((record.wrong, on_train), (record.wrong, on_test), (record.right, on_test))
    )
    first, last = WIDTHS[0], WIDTHS[-1]
    by_heart = next((width for width in WIDTHS if told[width] < _BY_HEART), last)
    return " ".join(
        [
            tr(
                "{narrow:,} units are too few: even with right labels they misread {test:.1%} of the test images.",
                narrow=first,
                test=right[first],
            ),
            tr(
                "The wide ones learn the wrong labels by heart: {width:,} units give the label that they were told to "
                "{share:.1%} of their own images.",
                width=by_heart,
                share=1 - told[by_heart],
            ),
            tr(
                "That costs: {width:,} units misread {wrong:.1%} of the test images, and {right:.1%} with right "
                "labels; {last:,} units {wrong_last:.1%} and {right_last:.1%}.",
                width=by_heart,
                wrong=wrong[by_heart],
                right=right[by_heart],
                last=last,
                wrong_last=wrong[last],
                right_last=right[last],
            ),
        ]
    )


WIDTH: Study[Widths] = Study(
    record=Widths,
    question=mark("A fifth of the labels is wrong: how wide should a network be?"),
    setting=mark(
        "Networks with one hidden layer of 2 to 1,024 units learn from 1,000 images for 50 epochs. "
        "Each width is trained from five seeds, once with right labels, and once with 20% of them wrong. Test images "
        "keep their right labels."
    ),
    ask=mark(
        "From narrow to wide networks, what happens to the errors on test images if 20% of the training labels are "
        "wrong?"
    ),
    choices=_choices,
    outcome=_outcome,
    see=_see,
    limits=mark(
        "Each line goes through the means of five seeds, each dot is one. Every network is trained for the same number "
        "of epochs; nobody stops it early, and no dropout holds it back. The widths and the learning rate were "
        "tried with seed 0 before. With other numbers of images, of wrong labels or of epochs the turns lie elsewhere."
    ),
    think=mark("Nobody tells you which labels are wrong. How would you choose the width without the test images?"),
    age=14,
    minutes=25,
    lab={**_KNOBS, "width": 64, "label_noise": NOISE},
    trains=tuple(width_config(width, noise=NOISE, seed=NEW_SEED) for width in (4, 32, 512)),
    train_label=mark("Train three yourself: 4, 32 and 512 units"),
)
