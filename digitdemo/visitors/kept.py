"""What of a visit outlives its page: the fields that are kept, how they are checked, and how tabs share them."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

import msgspec

FIRST_LOOKED_AT = "mlp"  # an example with many mistakes
_MOST = 1000  # of whatever there may be several of

Text = Annotated[str, msgspec.Meta(max_length=200)]
Texts = Annotated[list[Text], msgspec.Meta(max_length=_MOST)]
TextByText = Annotated[dict[Text, Text], msgspec.Meta(max_length=_MOST)]
NumberByText = Annotated[dict[Text, int], msgspec.Meta(max_length=_MOST)]


@dataclass(kw_only=True)
class KeptVisit:
    """Fields of a visit that a reload, another tab or another day finds as they were. All are what JSON can say."""

    # Each tab has its own, and the next one begins with those that were changed last.
    objects: Annotated[list[Any], msgspec.Meta(max_length=_MOST)] = field(default_factory=list)  # on the canvas
    language: Text = ""  # that the address asked for, or the visitor; "" is the browser's
    knobs: TextByText = field(default_factory=dict)  # of the Lab, as an address writes them
    shown: Texts = field(default_factory=list)  # on the chart; the last one to come there, in focus, comes last
    example_shown: Text = ""  # the ready-made model that was put there by the program
    runs_tab: Text = "Numbers"  # of the Lab
    runs_map: Text = "Train accuracy"  # what runs are shown over as points
    whole_range: bool = False  # the accuracy axis shows 0 to 100 %
    answering: Texts = field(default_factory=list)  # answer on the Play page
    looked_at: Text = FIRST_LOOKED_AT  # on the pages about single answers
    told_ended: Texts = field(default_factory=list)  # trainings whose end has been told

    # All tabs have the same.
    numbers: NumberByText = field(default_factory=dict)  # of the runs, from 0: nobody's changes
    links_opened: TextByText = field(default_factory=dict)  # by id of runs of others: the token that opened each
    shared_numbers: NumberByText = field(default_factory=dict)  # of these, from 1: nobody's changes
    colours: TextByText = field(default_factory=dict)  # of own runs and trainings, by id
    pinned: Texts = field(default_factory=list)  # ready-made models, too; of own runs the store knows it
    deleted: Texts = field(default_factory=list)  # own runs that may be brought back; the last one comes last
    under_way: TextByText = field(default_factory=dict)  # trainings that have not ended, by id: what is trained
    grown_from: TextByText = field(default_factory=dict)  # of trainings and runs: the run that each was to change
    taught: Text = ""  # the run of the last lesson on the Play page, once it has ended
    lessons: int = 0  # how many there were
    climb: tuple[tuple[float, float], ...] = ()  # epochs and test accuracies of the last one
    predicted: NumberByText = field(default_factory=dict)  # by lesson: which choice, or `SKIPPED`
    recorded_seen: Texts = field(default_factory=list)  # lessons whose recorded runs were asked for
    trained: Annotated[dict[Text, tuple[Text, ...]], msgspec.Meta(max_length=_MOST)] = field(
        default_factory=dict
    )  # by lesson: its two trainings, or runs
    spotted: Annotated[list[tuple[Text, float]], msgspec.Meta(max_length=_MOST)] = field(
        default_factory=list
    )  # of each curve: what it was called, and how surely
    spot_told: bool = False  # what the last one is has been called and is being told
    own_digits: Annotated[list[tuple[int, NumberByText]], msgspec.Meta(max_length=_MOST)] = field(
        default_factory=list
    )  # drawn for a lesson; by model: what it read
    sweep: TextByText = field(default_factory=dict)  # as `Sweep.to_texts` writes it; {} is none
    sweeping: bool = False  # it goes on while the visitor is there
    search: TextByText = field(default_factory=dict)  # as `Search.to_texts` writes it; {} is none
    searching: bool = False  # likewise
    has_drawings: bool = False  # there may be some in the own test set
    has_rooms: bool = False  # is or was in the room of a class, or its teacher

    @property
    def worth_keeping(self) -> bool:
        """Whether the visitor has done something here: nothing is written down of one who only looks."""
        did = (self.objects, self.numbers, self.predicted, self.spotted, self.own_digits, self.taught)
        return any(did) or self.has_drawings or self.has_rooms


FIELDS = tuple(each.name for each in dataclasses.fields(KeptVisit))
TOGETHER = FIELDS[FIELDS.index("numbers") :]
_TYPES = typing.get_type_hints(KeptVisit, include_extras=True)
_BY_KEY = frozenset(name for name in FIELDS if name in TOGETHER and dataclasses.asdict(KeptVisit())[name] == {})

State = dict[str, Any]  # of fields by name


def state_of(visit: KeptVisit) -> State:
    """Return the fields of `visit`; whoever changes one puts another value in its place."""
    return {name: getattr(visit, name) for name in FIELDS}


def checked(state: object) -> State:
    """Return those fields of a state that are as they ought to be; what is damaged or unknown is left out.

    Of what there is too much of the newest is kept, which comes last.
    """
    found = {}
    for name, value in state.items() if isinstance(state, dict) else ():
        try:
            found[name] = msgspec.convert(_newest(value), _TYPES[name])
        except (KeyError, msgspec.ValidationError):
            continue
    return found


def _newest(value: Any) -> Any:
    if isinstance(value, dict) and len(value) > _MOST:
        return dict(list(value.items())[-_MOST:])
    return value[-_MOST:] if isinstance(value, list) else value


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> State:
    """Return what has changed: fields with their values; of one that has entries, those, None for one that has gone."""
    changed: State = {}
    for name, value in after.items():
        known = before.get(name)
        if value == known:
            continue
        if name in _BY_KEY:
            gone = dict.fromkeys(key for key in known or {} if key not in value)
            changed[name] = {**{key: one for key, one in value.items() if (known or {}).get(key) != one}, **gone}
        else:
            changed[name] = value
    return changed


def changed(state: Mapping[str, Any], changes: Mapping[str, Any]) -> State:
    """Return `state` with what `changes` found; to have both of two changes, one after the other is enough."""
    result = dict(state)
    for name, value in changes.items():
        if name in _BY_KEY:
            entries = {**result.get(name, {}), **value}
            result[name] = {key: one for key, one in entries.items() if one is not None}
        else:
            result[name] = value
    return result


def comes_along(state: Mapping[str, Any], other: Mapping[str, Any]) -> State:
    """Return what of a visit another one takes over, as changes of that: lessons that only the first has, say."""
    has = {name: True for name in ("has_drawings", "has_rooms") if state.get(name)}
    return has | {
        name: {key: one for key, one in state[name].items() if key not in other.get(name, {})}
        for name in ("predicted", "trained", "grown_from", "links_opened")
        if state.get(name)
    }


def both(first: Mapping[str, Any], second: Mapping[str, Any]) -> State:
    """Return the changes that come to the same as these two, one after the other."""
    result = dict(first)
    for name, value in second.items():
        result[name] = {**result.get(name, {}), **value} if name in _BY_KEY else value
    return result
