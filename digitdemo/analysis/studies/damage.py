"""Damage: which of eight kinds breaks which model first."""

from __future__ import annotations

from dataclasses import dataclass

from digitdemo.analysis.intervals import show_points
from digitdemo.analysis.predictions import Choice
from digitdemo.analysis.studies.damaged import Damage
from digitdemo.analysis.studies.models import model_name
from digitdemo.analysis.studies.study import Choices, Study
from digitdemo.data.corruptions import CORRUPTIONS
from digitdemo.texts import mark, tr

LEVEL = 3  # the strength that is asked about
_ASKED = "cnn"
_KINDS = ("turned", "noise", "blur")


@dataclass(frozen=True, kw_only=True)
class Damages:
    """What damage does to the answers of each shipped model, by its name."""

    models: dict[str, Damage]


def kind_name(kind: str) -> str:
    """Return what a kind of damage is called."""
    return tr(CORRUPTIONS[kind].label)


def _choices(record: Damages) -> Choices:
    asked = record.models[_ASKED]
    most = max(_KINDS, key=lambda kind: asked.fall(kind, LEVEL))
    first, second, third = (Choice(kind_name(kind), kind == most) for kind in _KINDS)
    return first, second, third


def _outcome(record: Damages) -> str:
    asked = record.models[_ASKED]
    falls = [
        tr("{kind} {points}", kind=kind_name(kind), points=show_points(asked.fall(kind, LEVEL), decimals=1))
        for kind in sorted(_KINDS, key=lambda kind: -asked.fall(kind, LEVEL))
    ]
    return tr("More digits misread, in points: {falls}.", falls=", ".join(falls))


def _see(record: Damages) -> str:
    counted = {model: [kind for kind in CORRUPTIONS if found.breaks_at(kind)] for model, found in record.models.items()}
    first = {
        model: min(kinds, key=lambda kind: (record.models[model].breaks_at(kind), -record.models[model].fall(kind, 1)))
        for model, kinds in counted.items()
        if kinds
    }
    listed = ", ".join(
        tr("{model}: {damage}", model=model_name(model), damage=kind_name(kind)) for model, kind in first.items()
    )
    hardest = min(counted, key=lambda model: len(counted[model]))
    asked = record.models[_ASKED]
    interval = asked.fall_interval(_most(asked), LEVEL)
    return tr(
        "What breaks each model first, at the lowest strength: {listed}. The fewest kinds break {model}: {count} of "
        "{kinds}. Of the digits that {asked} misreads more with {damage} the 95% interval is {low} to {high} points.",
        listed=listed,
        model=model_name(hardest),
        count=len(counted[hardest]),
        kinds=len(CORRUPTIONS),
        asked=model_name(_ASKED),
        damage=kind_name(_most(asked)),
        low=show_points(interval.low, decimals=1),
        high=show_points(interval.high, decimals=1),
    )


def _most(asked: Damage) -> str:
    return max(_KINDS, key=lambda kind: asked.fall(kind, LEVEL))


DAMAGE: Study[Damages] = Study(
    record=Damages,
    question=mark("What breaks a network first: noise, blur, a thick pen …?"),
    setting=mark(
        "The same 2,000 test digits are damaged in eight ways, each in five strengths that were fixed before any model "
        "was asked. Eight ready-made models read all of them. Here is one digit at the third strength:"
    ),
    ask=mark("At this strength, which of these makes the convolutional network misread most digits?"),
    choices=_choices,
    outcome=_outcome,
    see=_see,
    limits=mark(
        "Eight models, one training of each: another seed may break a little earlier or later. The strengths of two "
        "kinds cannot be compared but by eye; that is what the pictures are for."
    ),
    think=mark("Which damage would photos of a form have? How would you test a model before you trust it with them?"),
    age=12,
    minutes=12,
    lab=dict(architecture="cnn", test_noise=0.3),
)
