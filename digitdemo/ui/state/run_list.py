"""The runs that a visit has: its own and the shipped examples, and which of them are pinned, deleted, on the chart."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.inference.classifier import ModelError
from digitdemo.inference.fault import FIT_TO_JUDGE
from digitdemo.runs.run import Run, RunError, StoreError
from digitdemo.system import warn_once
from digitdemo.ui import resources
from digitdemo.ui.state.run_colours import claim_colour
from digitdemo.ui.state.shared_runs import shared_runs
from digitdemo.ui.state.sweep_of_visit import is_of_sweep
from digitdemo.ui.state.visit import visit

if TYPE_CHECKING:
    from digitdemo.runs.own_runs import OwnRuns

_LOG = logging.getLogger(__name__)


def refresh() -> None:
    """Take over which runs the store has of this visitor, from whatever tab; new ones are chosen as by `add_run`."""
    now, keeper = visit(), resources.keeper()
    if now.in_store and not now.out_of_reach and not keeper.fails:
        try:
            _take_from_store()
            keeper.note_answer()
        except StoreError as error:
            keeper.note_failure(error)
            warn_once(_LOG, f"A visitor's runs are not listed: {error}")
    _number_runs()
    known = ARCHITECTURES.keys() | own_runs().keys() | now.links_opened.keys()
    for run_id in {*now.shown, *now.answering, now.looked_at} - known:  # it went while this tab was not there
        now.put_away(run_id)


def _take_from_store() -> None:
    now, store = visit(), resources.run_store()
    own = store.of(now.owner)
    kept = own.listed()
    now.made_anew, anew = store.database.made_anew, now.made_anew
    now.emptied = now.emptied or (bool(now.listed) and now.made_anew != anew)
    runs = resources.visitors_runs([one.id for one in kept])
    now.damaged = {one.id: one.name or one.id for one in kept if one.id not in runs}
    before = now.listed
    if before is None and now.deleted:
        may_return = own.deleted()
        now.deleted = [run_id for run_id in now.deleted if run_id in may_return]
    gone = (before or frozenset()) - runs.keys()
    now.gone = (now.gone | gone) - runs.keys()
    now.deleted = [run_id for run_id in now.deleted if run_id not in runs]
    now.runs = {**now.runs, **{run_id: run for run_id, run in runs.items() if run_id not in now.runs}}
    now.names = {**now.names, **{one.id: one.name for one in kept}}
    now.links = {one.id: one.token for one in kept if one.token}
    pinned = [*(other for other in now.pinned if other not in runs), *(one.id for one in kept if one.pinned)]
    if set(pinned) != set(now.pinned):
        now.pinned = pinned
    for run_id in gone:
        now.put_away(run_id)
    known = now.numbers.keys() if before is None else before  # other tabs number what is new to this one
    for run_id in runs:
        if run_id not in known and not is_of_sweep(runs[run_id].config):
            choose(run_id)
    now.listed = frozenset(runs)


def _number_runs() -> None:
    """Give those that have none yet their numbers; a number that a run once had is never another's."""
    now = visit()
    new = [run_id for run_id, run in now.runs.items() if run.history and run_id not in now.numbers]
    if new:
        first = 1 + max(now.numbers.values(), default=-1)
        now.numbers = {**now.numbers, **{run_id: first + place for place, run_id in enumerate(new)}}


def add_run(run: Run) -> None:
    """Put a run on the list, on the chart, and among the models that answer a drawing."""
    visit().runs = {**visit().runs, run.id: run}
    choose(run.id)
    _number_runs()


def choose(run_id: str) -> None:
    """Put a run of the list on the chart, and among the models that answer a drawing."""
    now = visit()
    if all_runs()[run_id].history:
        now.shown = [*(other for other in now.shown if other != run_id), run_id]
        claim_colour(run_id)
    if has_model(run_id):
        now.answering = [*(other for other in now.answering if other != run_id), run_id]
        now.looked_at = run_id


def own_runs() -> dict[str, Run]:
    """Return this visit's runs by id, in the order of their ending."""
    now = visit()
    return {run_id: run for run_id, run in now.runs.items() if run_id not in now.deleted and run_id not in now.gone}


def damaged() -> dict[str, str]:
    """Return this visit's runs of which the store has a damaged record, by id: what the visitor calls them."""
    return visit().damaged


def delete_damaged() -> None:
    """Delete these, for good."""
    keep(lambda kept: [kept.pin(run_id, False) and kept.delete(run_id) for run_id in damaged()])


def all_runs() -> dict[str, Run]:
    """Return the runs by id: the pinned ones, then the shipped, then those of others that are shared, then own ones.

    There is no other run for this visitor: whatever a browser sends, an id that is not among these opens nothing.
    """
    runs, pinned = {**resources.shipped_runs(), **shared_runs(), **own_runs()}, visit().pinned
    return {run_id: runs[run_id] for run_id in sorted(runs, key=lambda run_id: run_id not in pinned)}


def to_choose_from(runs: Collection[str]) -> list[str]:
    """Return these runs in the order in which a visitor chooses: pinned, own, the newest first, shared, ready-made."""
    trained = [run_id for run_id in (*reversed(own_runs()), *reversed(shared_runs())) if run_id in runs]
    listed = [*trained, *(run_id for run_id in runs if is_ready_made(run_id))]
    return sorted(listed, key=lambda run_id: not is_pinned(run_id))


def runs_with_curves() -> dict[str, Run]:
    """Return those of `all_runs` that have a curve."""
    return {run_id: run for run_id, run in all_runs().items() if run.history}


def runs_with_model() -> list[str]:
    """Return the ids of the runs that have a model, be it damaged."""
    runs = all_runs()
    with_model = resources.with_model(runs)
    return [run_id for run_id in runs if run_id in with_model]


def has_model(run_id: str) -> bool:
    """Return whether a run has a model that loads."""
    try:
        return resources.classifier(run_id) is not None
    except (ModelError, RunError) as error:
        warn_once(_LOG, f"A run without a model that loads: {error}")
        return False


def has_damaged_model(run_id: str) -> bool:
    """Return whether a run has a model that does not load, because its file is damaged."""
    try:
        resources.classifier(run_id)
    except StoreError:
        return False  # nobody knows
    except (ModelError, RunError):
        return True
    return False


def judges(run_id: str) -> list[str]:
    """Return the ids of the other runs whose models read well enough to judge what that run's model misreads."""
    return [
        other
        for other, run in all_runs().items()
        if other != run_id and run.history and run.kept.test_accuracy >= FIT_TO_JUDGE and has_model(other)
    ]


def shown_runs() -> list[str]:
    """Return the ids of the runs that are on the chart."""
    shown = visit().shown
    return [run_id for run_id in all_runs() if run_id in shown]


def whole_range() -> bool:
    """Return whether the accuracy axis shows 0 to 100 %."""
    return visit().whole_range


def example_of(run: Run) -> Run | None:
    """Return the shipped run of the same architecture, or None where it is missing."""
    return resources.shipped_runs().get(run.config.architecture)


def is_own(run_id: str) -> bool:
    """Return whether this visit has trained it; else it is an example, or another visitor's."""
    return run_id in visit().runs


def is_ready_made(run_id: str) -> bool:
    """Return whether it is one of the shipped examples."""
    return run_id in resources.shipped_runs()


def is_pinned(run_id: str) -> bool:
    """Return whether a run is pinned: it comes first and cannot be deleted."""
    return run_id in visit().pinned


def pin(run_id: str) -> None:
    """Pin a run, or let it go again."""
    pinned = visit().pinned
    visit().pinned = [other for other in pinned if other != run_id] if run_id in pinned else [*pinned, run_id]
    if is_own(run_id):
        keep(lambda kept: kept.pin(run_id, is_pinned(run_id)))


def take_off(run_ids: Collection[str]) -> None:
    """Note those of this visit's runs that were deleted to make room; nothing brings them back."""
    now = visit()
    own = [run_id for run_id in run_ids if is_own(run_id) and run_id not in now.made_room_last]
    now.made_room_last = [*now.made_room_last, *(run_id for run_id in own if run_id not in now.deleted)]
    now.deleted = [other for other in now.deleted if other not in own]
    now.gone |= set(own)
    for run_id in own:
        now.put_away(run_id)


def delete(run_id: str) -> None:
    """Take one of this visit's runs, if it is not pinned, off the list; `undo_delete` brings it back."""
    now = visit()
    if not is_own(run_id) or is_pinned(run_id) or run_id in now.deleted:
        return
    now.deleted = [*now.deleted, run_id]
    now.put_away(run_id)
    keep(lambda kept: kept.delete(run_id))


def last_deleted() -> str | None:
    """Return the id of the run that `undo_delete` brings back, or None."""
    return visit().deleted[-1] if visit().deleted else None


def undo_delete() -> None:
    """Bring the run back that was deleted last."""
    run_id = last_deleted()
    if run_id and keep(lambda kept: kept.restore(run_id)):
        visit().deleted = visit().deleted[:-1]
        refresh()
        if run_id in own_runs():
            choose(run_id)


def keep(change: Callable[[OwnRuns], object]) -> bool:
    """Make a change to this visit's runs where they are kept, which all tabs go by; return whether it was possible."""
    try:
        change(resources.run_store().of(visit().owner))
    except RunError as error:
        warn_once(_LOG, f"What a visitor did to a run is not kept: {error}")
        return False
    return True
