"""What of this visit is kept: it is handed over when it has changed, and what the visitor's other tabs did is taken."""

import contextlib

from digitdemo.data.canvas_message import read_drawing
from digitdemo.data.pictures import PictureError
from digitdemo.ui import process, resources
from digitdemo.ui.state.address_of_visitor import visitors_address
from digitdemo.ui.state.visit import Visit, owners_present, visit
from digitdemo.visitors.kept import TOGETHER, State, changes, state_of

BEGINNING_SECONDS = 5.0  # within which a visit that was found has begun, and is one of those present


def hand_over() -> None:
    """Have kept what has changed in this visit, a moment later. Nothing is kept of visitors who only look."""
    now = visit()
    if now.out_of_reach:
        return
    now.objects = now.drawing.objects if now.drawing is not None else []
    state = state_of(now)
    if now.handed is not None:
        if changed := changes(now.handed, state):
            resources.keeper().hand(now.owner, changed)
    elif now.worth_keeping or now.job_ids or now.listed:
        resources.keeper().begin(now.owner, state, visitors_address())
        now.in_store = True
    else:
        return
    now.handed = state


def take_from_other_tabs() -> None:
    """Take over what all tabs of a visitor have together, as it is now; call it right after `hand_over`."""
    now, keeper = visit(), process.keeper_if_any()
    state = keeper.state(now.owner) if keeper else None
    if state is None or now.out_of_reach:
        return
    for name in TOGETHER:
        if name in state:
            setattr(now, name, state[name])
    now.in_store = True
    now.handed = state_of(now)


def let_go_of_visits() -> None:
    """Let go of what is in memory of visits whose tabs have all gone: who comes back has it from the database."""
    if keeper := process.keeper_if_any():
        keeper.let_go(owners_present(), unread_for=BEGINNING_SECONDS)


def go_on_with(now: Visit, state: State | None) -> None:
    """Make a visit that begins go on with what was kept, if anything was."""
    for name, value in (state or {}).items():
        setattr(now, name, value)
    if now.objects:
        with contextlib.suppress(PictureError):  # kept by an earlier version
            now.drawing = read_drawing({"raw": {"objects": now.objects}})
    now.handed = state_of(now) if state is not None else None
