"""Runs of others that a link has opened in this visit, and the links to this visit's own runs.

What may be seen is asked of the database, not of what a session remembers: whoever shares a run may take that back.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from digitdemo.runs.run import Run, RunError, StoreError
from digitdemo.system import warn_once
from digitdemo.ui import resources
from digitdemo.ui.state.visit import SharedWithMe, visit

if TYPE_CHECKING:
    from digitdemo.runs.own_runs import SharedRun

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")  # what `OwnRuns.share` makes
MOST = 12  # runs of others in a visit: the one that was opened first gives way

_LOG = logging.getLogger(__name__)


def shared_runs() -> dict[str, Run]:
    """Return the runs of others that a link has opened in this visit, by id, in the order of their opening."""
    return {run_id: shared.run for run_id, shared in visit().shared_with_me.items()}


def is_shared_with_me(run_id: str) -> bool:
    """Return whether it is another visitor's run."""
    return run_id in visit().shared_with_me


def open_link(token: str) -> str | None:
    """Return the id of the run that a token opens, which is on the list from now on; None where it opens none.

    One of this visit's own is there already.

    Raises:
        RunError: the database fails, or the run is damaged.
    """
    store, now = resources.run_store(), visit()
    found = store.shared_runs([token]).get(token) if TOKEN.fullmatch(token) else None
    if found is None:
        return None
    if found.owner != now.owner and found.id not in now.shared_with_me:
        run = store.load(found.id)
        while len(now.links_opened) >= MOST:
            take_off_view(next(iter(now.links_opened)))
        now.links_opened = {**now.links_opened, found.id: token}
        now.shared_with_me = {**now.shared_with_me, found.id: _numbered(found, token, run)}
    return found.id


def take_off_view(run_id: str) -> None:
    """Take a run of somebody else's off this visit's list; the link opens it again."""
    now = visit()
    now.links_opened = {other: token for other, token in now.links_opened.items() if other != run_id}
    now.shared_with_me = {other: shared for other, shared in now.shared_with_me.items() if other != run_id}
    now.put_away(run_id)


def check_links() -> bool:
    """Take runs off the list whose owner shares them no more, or has deleted them; return whether there were any.

    For the beginning of each script run, and of a fragment's, which shows runs. A database that fails changes nothing.
    """
    now = visit()
    if not (now.links_opened or now.shared_with_me):
        return False
    try:
        found = {one.id: one for one in resources.run_store().shared_runs(list(now.links_opened.values())).values()}
        read = {run_id: _still_shared(one, now.links_opened[run_id]) for run_id, one in found.items()}
    except RunError as error:
        warn_once(_LOG, f"Nobody knows whether shared runs still are: {error}")
        return False
    gone = [run_id for run_id in now.links_opened if run_id not in found]
    own = {run_id for run_id, one in found.items() if one.owner == now.owner}  # two visits have become one
    now.no_longer_shared = (*now.no_longer_shared, *map(now.shared_with_me.get, gone))
    away = {*gone, *now.shared_with_me} - found.keys()
    now.links_opened = {run_id: token for run_id, token in now.links_opened.items() if run_id in found.keys() - own}
    now.shared_with_me = {run_id: one for run_id in now.links_opened if (one := read[run_id]) is not None}
    for run_id in away:
        now.put_away(run_id)
    return bool(gone)


def check_later(run_id: str) -> Callable[[], None]:
    """Return what raises `RunError` once a run of somebody else's is no longer shared: for what no script run does."""
    shared = visit().shared_with_me.get(run_id)

    def check() -> None:
        if shared is not None and resources.run_store().shared(shared.token) != run_id:
            raise RunError(f"run {run_id}: it is no longer shared")

    return check


def _still_shared(found: SharedRun, token: str) -> SharedWithMe | None:
    """Return a run as the list has it, read if it is not there yet; None where it is damaged."""
    known = visit().shared_with_me.get(found.id)
    try:
        return _numbered(found, token, known.run if known else resources.run_store().load(found.id))
    except StoreError:
        raise
    except RunError as error:
        warn_once(_LOG, f"A shared run is left out: {error}")
        return None


def _numbered(found: SharedRun, token: str, run: Run) -> SharedWithMe:
    now = visit()
    if found.id not in now.shared_numbers:
        number = 1 + max(now.shared_numbers.values(), default=0)
        now.shared_numbers = {**now.shared_numbers, found.id: number}
    return SharedWithMe(token, run, found.name, now.shared_numbers[found.id])


def link_of(run_id: str) -> str | None:
    """Return the token of the link that opens one of this visit's runs, or another's; None where there is no link."""
    shared = visit().shared_with_me.get(run_id)
    return shared.token if shared else visit().links.get(run_id)


def share(run_id: str) -> bool:
    """Make a link to one of this visit's runs; return whether there is one."""
    try:
        token = resources.run_store().of(visit().owner).share(run_id)
    except RunError as error:
        warn_once(_LOG, f"A run cannot be shared: {error}")
        token = None
    if token is not None:
        visit().links = {**visit().links, run_id: token}
    return token is not None


def stop_sharing(run_id: str) -> bool:
    """Make the link to one of this visit's runs worthless; return whether it is."""
    try:
        resources.run_store().of(visit().owner).unshare(run_id)
    except RunError as error:
        warn_once(_LOG, f"A link cannot be taken back: {error}")
        return False
    visit().links = {other: token for other, token in visit().links.items() if other != run_id}
    return True
