"""Damage: which of eight kinds breaks which model first."""

from __future__ import annotations

from dataclasses import dataclass

from digitdemo.analysis.intervals import show_points
from digitdemo.analysis.predictions import Choice
from digitdemo.analysis.studies.damaged import Damage
from digitdemo.analysis.studies.study import Choices
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.data.corruptions import CORRUPTIONS
from digitdemo.texts import tr

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


def model_name(model: str) -> str:
    """Return what a shipped model is called."""
    return tr(ARCHITECTURES[model].label)


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
