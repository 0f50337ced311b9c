"""Whose this visit is: the key in the browser's cookie says so, or an account; and how it becomes another's."""

import logging
import secrets
from typing import Any

import streamlit as st

from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.inference.shipped import FIRST_TO_ANSWER
from digitdemo.runs.owners import owner_of
from digitdemo.runs.run import StoreError
from digitdemo.system import warn_once
from digitdemo.ui import process, resources
from digitdemo.ui.state import draw_choices, run_list, widget_keys
from digitdemo.ui.state.account import account
from digitdemo.ui.state.canvas import restart_canvas
from digitdemo.ui.state.kept_visit import go_on_with, hand_over, take_from_other_tabs
from digitdemo.ui.state.knobs import set_knobs
from digitdemo.ui.state.visit import Visit, begin, visit
from digitdemo.visitors.keys import KEPT_DAYS, is_key, new_key

COOKIE = "digitdemo_visit"
COOKIE_DAYS = KEPT_DAYS  # after the last page that was opened

_LOG = logging.getLogger(__name__)


def begin_visit() -> None:
    """Begin the visit of this session: the one that the browser or the account has, or a new one."""
    key = st.context.cookies.get(COOKIE)
    _begin(key if is_key(key) else None)


def told_to_browser() -> dict[str, Any]:
    """Return what the browser is told of the cookie, which `components/visit_cookie.js` sees to."""
    now, path = visit(), st.get_option("server.baseUrlPath").strip("/")
    key = "" if now.runs_without_cookie else now.key
    return {"name": COOKIE, "key": key, "order": now.order, "path": f"/{path}", "seconds": 86_400 * COOKIE_DAYS}


def take_key_of_browser() -> None:
    """Take over the key that the browser has in place of this session's: another tab was there first.

    What this visit has done meanwhile goes along, if it is a new one: else it stays with those who have its key.
    """
    said = st.session_state[widget_keys.EVERY_PAGE].get("held")
    now = visit()
    if not is_key(said) or said == now.key:
        return
    was_new, before = now.is_new, now.owner
    if was_new and now.in_store:
        try:
            owner, _ = resources.keeper().open(said)
            bring_along(before, owner)
        except StoreError as error:
            warn_once(_LOG, f"What was done before a visit was found is not taken along: {error}")
    _begin(said)
    visit().page = None  # the address that has opened this page opens it anew, in the visit that it is for


def note_refusal() -> None:
    """Take note that the browser keeps no cookie: nothing finds this visit again."""
    visit().cookie_refused = True


def follow() -> None:
    """See to it that this visit is still the visitor's: another tab may have ended it, or the database be back."""
    now, keeper = visit(), process.keeper_if_any()
    if now.runs_without_cookie:
        now.runs_without_cookie -= 1
        now.order = secrets.token_hex(4)
    if keeper is None:
        return
    if now.out_of_reach and not keeper.fails:
        _begin(now.key)
        return
    match keeper.went_to(now.owner):
        case None:
            hand_over()
            take_from_other_tabs()
        case "":
            _begin(None)
        case _:
            _begin(now.key)


def open_by_key(key: str) -> None:
    """Make this session's visit the one that this key opens, and give the browser the key."""
    _begin(key)
    visit().order = secrets.token_hex(4)


def begin_anew() -> None:
    """Make this session's visit that of a newcomer, whose browser has no key until something else is done."""
    _begin(None)
    visit().runs_without_cookie = 2  # the one that begins, and then comes the next


def bring_along(owner: str, to: str) -> None:
    """Give the trainings, the runs and all else of one owner to another. Raises `StoreError`."""
    if owner != to:
        resources.keeper().bring_along(owner, to)
        resources.job_queue().give(owner, to)


def take_out_of_reach() -> bool:
    """Return whether the visitor is to be told that nothing is kept, once."""
    now, keeper = visit(), process.keeper_if_any()
    fails = now.out_of_reach or (now.handed is not None and keeper is not None and keeper.fails)
    tell, now.out_of_reach_told = fails and not now.out_of_reach_told, fails
    return tell


def _begin(key: str | None) -> None:
    """Begin a visit with that key, or a new one, in place of the one that this session may have."""
    config, problems = TrainConfig.from_texts(st.query_params.to_dict())
    answering = [run_id for run_id in FIRST_TO_ANSWER if run_list.has_model(run_id)]
    now = Visit(config, tuple(problems), answering=answering, is_new=key is None, key=key or new_key())
    if key is not None or account():
        _open(now)
    if now.knobs and not any(name in st.query_params for name in KNOBS):
        now.first_config = config = TrainConfig.from_texts(now.knobs)[0]
    if now.handed is None and not now.shown:
        now.shown, now.example_shown = [config.architecture], config.architecture
    before = begin(now)
    set_knobs(config)
    draw_choices.begin_choices()
    if before is not None:
        now.told, now.page, now.address = before.told, before.page, before.address
        now.canvas_starts = before.canvas_starts
        restart_canvas(now.drawing.objects if now.drawing else [])


def _open(now: Visit) -> None:
    """Make `now` go on with what is kept for its key. Where the database does not answer it is of this session only."""
    now.in_store, now.out_of_reach = True, False
    try:
        keeper, signed_in = resources.keeper(), account()
        if signed_in or keeper.state(owner_of(now.key)) or resources.run_store().database.exists:
            now.owner, state = keeper.open(now.key, signed_in)
            go_on_with(now, state)
        if keeper.went_to(now.owner) == "":  # it was forgotten on another device: what has its key begins anew, too
            now.key, now.order, now.is_new = new_key(), secrets.token_hex(4), True
            now.owner = owner_of(now.key)
    except StoreError as error:
        warn_once(_LOG, f"A visit is not found: {error}")
        now.out_of_reach = True
