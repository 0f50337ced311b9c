"""Damage: which of eight kinds breaks which model first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from digitdemo.analysis.intervals import show_points
from digitdemo.analysis.predictions import Choice
from digitdemo.analysis.studies.damaged import Damage
from digitdemo.analysis.studies.models import model_name
from digitdemo.analysis.studies.study import Choices, Study
from digitdemo.data.corruptions import CORRUPTIONS
from digitdemo.texts import mark, tr, tr_n

ASKED, LEVEL, MODEL = "noise", 3, "best"  # the damage, its strength and the model that are asked about


@dataclass(frozen=True, kw_only=True)
class Damages:
    """What damage does to the answers of each shipped model, by its name."""

    models: dict[str, Damage]


def kind_name(kind: str) -> str:
    """Return what a kind of damage is called."""
    return tr(CORRUPTIONS[kind].label)


def _right(record: Damages, level: int) -> dict[str, float]:
    """Return the share of digits that each model reads right with the damage that is asked about."""
    return {model: damage.accuracy(ASKED, level) for model, damage in record.models.items()}


def _choices(record: Damages) -> Choices:
    right = _right(record, LEVEL)
    asked = right[MODEL]
    most, fewest = asked >= max(right.values()), asked <= min(right.values())
    return (
        Choice(tr("the most digits right of all eight"), most),
        Choice(tr("more than some of them, fewer than others"), not most and not fewest),
        Choice(tr("the fewest digits right of all eight"), fewest and not most),
    )


def _outcome(record: Damages) -> str:
    right = _right(record, LEVEL)
    others = {model: share for model, share in right.items() if model != MODEL}
    top = max(others, key=others.__getitem__)
    return tr(
        "With that noise {model} reads {share:.1%} right, and {other} {other_share:.1%}.",
        model=model_name(MODEL),
        share=right[MODEL],
        other=model_name(top),
        other_share=others[top],
    )


def _see(record: Damages) -> str:
    asked = record.models[MODEL]
    interval = asked.fall_interval(ASKED, LEVEL)
    clean = tr(
        "Undamaged, {model} reads {share:.1%} right, more than any other: being best on clean digits says little about "
        "damaged ones. Noise costs it {low} to {high} points (95% interval).",
        model=model_name(MODEL),
        share=asked.accuracy(ASKED, 0),
        low=show_points(interval.low, decimals=1),
        high=show_points(interval.high, decimals=1),
    )
    first = Counter(kind for damage in record.models.values() if (kind := first_to_break(damage)))
    listed = ", ".join(
        tr_n("{damage} ({n} model)", "{damage} ({n} models)", count, damage=kind_name(kind))
        for kind, count in first.most_common()
    )
    return f"{clean} {tr('What breaks a model first: {listed}.', listed=listed)}"


def first_to_break(damage: Damage) -> str | None:
    """Return the kind that breaks a model at the lowest strength, of several the one that costs most there, or None."""
    levels = {kind: level for kind in CORRUPTIONS if (level := damage.breaks_at(kind))}
    return min(levels, key=lambda kind: (levels[kind], -damage.fall(kind, levels[kind])), default=None)


DAMAGE: Study[Damages] = Study(
    record=Damages,
    question=mark("Does the best model stay the best when digits are damaged?"),
    setting=mark(
        "The same 2,000 test digits are damaged in eight ways, each in five strengths that were fixed before any model "
        "was asked. Eight ready-made models read all of them."
    ),
    ask=mark("Undamaged, the best CNN misreads the fewest digits of all eight. With noise at strength 3 it reads …"),
    choices=_choices,
    outcome=_outcome,
    see=_see,
    limits=mark(
        "Eight models, one training of each: another seed may break a little earlier or later. The strengths of two "
        "kinds can be compared only by eye; that is what the pictures are for. Strengths were fixed before the "
        "figures were seen; the question was worded after."
    ),
    think=mark("Which damage would photos of a form have? How would you test a model before you trust it with them?"),
    age=12,
    minutes=12,
    lab=dict(architecture="fast", test_noise=0.3),
)
