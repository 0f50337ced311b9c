"""What a visitor does with the visit itself: opens it on another device, takes one up here, has all of it forgotten."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import streamlit as st

from digitdemo.runs.run import StoreError
from digitdemo.system import warn_once
from digitdemo.texts import mark, tr, tr_n
from digitdemo.ui import process, resources
from digitdemo.ui.state import whose, widget_keys
from digitdemo.ui.state.address_of_visitor import visitors_address
from digitdemo.ui.state.run_list import own_runs
from digitdemo.ui.state.visit import visit
from digitdemo.visitors.keys import new_key

_NOT_NOW = mark("That did not work: the database does not answer. Try again in a minute.")

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """A visit that a code opens: the code, and how many runs there are."""

    code: str
    runs: int


def finds_it_again() -> bool:
    """Return whether this browser will find the visit again."""
    return not visit().cookie_refused


def is_kept() -> bool:
    """Return whether anything is kept of this visit."""
    return visit().handed is not None or bool(own_runs())


def show_code() -> None:
    """Make a code by which another device opens this visit."""
    now = visit()
    try:
        now.handover = resources.handovers().give(now.owner)
    except StoreError as error:
        _say_it_failed(error)


def handover() -> str:
    """Return the code that was made last, "" if none was."""
    return visit().handover


def look_up_code(typed: str) -> None:
    """Find the visit that a code opens, to ask whether it is to be taken up here; what is wrong is said."""
    now = visit()
    now.found, now.visit_said = None, ""
    if not typed.strip():
        now.visit_said = tr("Type the code first.")
        return
    try:
        address = visitors_address()
        owner = resources.handovers().look(typed, address) if now.codes_tried.allowed() else None
        if not now.codes_tried.allowed() or not resources.handovers().allowed(address):
            now.visit_said = tr("Too many wrong codes were tried. Wait ten minutes, then try again.")
        elif owner is None:
            now.codes_tried.note_wrong()
            now.visit_said = tr(
                "The code {code!r} opens nothing (any more). A code works once, for ten minutes.", code=typed[:20]
            )
        elif owner == now.owner:
            now.visit_said = tr("This device has that visit already.")
        else:
            now.found = Found(typed, len(resources.run_store().of(owner).listed()))
    except StoreError as error:
        _say_it_failed(error)


def look_up_typed_code() -> None:
    """Find the visit that the code in its field opens."""
    look_up_code(str(st.session_state.get(widget_keys.VISIT_CODE) or ""))


def found() -> Found | None:
    """Return the visit that waits to be taken up here."""
    return visit().found


def leave_found() -> None:
    """Do not take it up."""
    visit().found = None


def take_up() -> None:
    """Make the visit that was found this device's, too; what this device has comes along."""
    now = visit()
    asked, now.found = now.found, None
    if asked is None:
        return
    try:
        owner = resources.handovers().use(asked.code, visitors_address())
        if owner is None:
            now.visit_said = tr("The code has run out meanwhile. Ask for a new one.")
            return
        if now.in_store:
            whose.bring_along(now.owner, owner)
        key = new_key()
        resources.keeper().give_key(owner, key)
    except StoreError as error:
        _say_it_failed(error)
        return
    whose.open_by_key(key)
    visit().visit_said = tr("This device has the visit now, too. What you do here is seen there.")


def forget_me() -> None:
    """Delete all that is kept of this visitor, end the trainings, and begin as a newcomer."""
    now = visit()
    try:
        process.forget_jobs(now.owner)
        if resources.run_store().database.exists:
            resources.keeper().forget(now.owner)
    except StoreError as error:
        _say_it_failed(error)
        return
    whose.begin_anew()
    visit().visit_said = tr("All that was kept of you is deleted, and the cookie, too.")


def take_said() -> str:
    """Return what has come of what was asked for last, once."""
    now = visit()
    said, now.visit_said = now.visit_said, ""
    return said


def in_words() -> str:
    """Return what is kept of this visitor."""
    now = visit()
    what = []
    if runs := len(own_runs()):
        what.append(tr_n("{n} run", "{n} runs", runs))
    if now.drawing is not None and now.drawing.strokes:
        what.append(tr("the drawing on the canvas"))
    if now.has_drawings:
        what.append(tr("your drawings"))
    if now.has_rooms:
        what.append(tr("your classes"))
    if lessons := len(now.predicted):
        what.append(tr_n("{n} lesson", "{n} lessons", lessons))
    return ", ".join(what)


def _say_it_failed(error: StoreError) -> None:
    warn_once(_LOG, f"What a visitor asked for is not done: {error}")
    visit().visit_said = tr(_NOT_NOW)
