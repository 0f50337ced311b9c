"""The record of one visit in one tab, under one key of the session.

What a widget owns stays under its key in `widget_keys`.
"""

import math
import weakref
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from digitdemo.analysis.diagnosis import Verdict
from digitdemo.config.train_config import TrainConfig
from digitdemo.data.canvas_message import Drawing
from digitdemo.data.mnist import DataError
from digitdemo.data.model_input import ModelInput
from digitdemo.data.pictures import PictureError
from digitdemo.data.strokes import Strokes
from digitdemo.jobs.admission import QueueRefused
from digitdemo.runs.owners import owner_of
from digitdemo.runs.run import Run
from digitdemo.ui.once import found_in_script_run
from digitdemo.visitors.attempts import Attempts
from digitdemo.visitors.kept import FIRST_LOOKED_AT, KeptVisit, State
from digitdemo.visitors.keys import new_key

_KEY = "visit"


@dataclass(frozen=True)
class SharedWithMe:
    """A run of somebody else's that a link has opened in this visit, as the first, second, ... one."""

    token: str
    run: Run
    name: str  # that its owner gave it, "" for none
    number: int


@dataclass(frozen=True)
class OnCanvas:
    """What came of the drawing on the canvas, whose strokes are `objects`, when it was to be kept.

    It is kept as `digit` under `number`, or `problem` says why not.
    """

    objects: list[Any]
    digit: int
    number: int | None = None
    problem: str = ""


@dataclass
class Visit(KeptVisit):
    """What the program knows of a visit: to the fields of `KeptVisit`, which outlive it, this tab's own.

    Runs are known by their ids; lists are replaced, never changed in place.
    """

    first_config: TrainConfig  # what the address asked for
    knob_problems: tuple[str, ...] = ()  # what of it was not possible
    address_problems: tuple[str, ...] = ()  # what else of the address of the page that is open is not possible
    last_architecture: str = ""  # whose recipe the knobs follow
    knobs_set: dict[str, tuple[Any, Any]] = field(default_factory=dict)  # by the program: the values before and after
    knobs_shown_at: float | None = None  # when the browser was told of them: monotonic seconds
    key: str = field(default_factory=new_key)  # in the browser's cookie; opens all that the visitor has
    is_new: bool = True  # began in this session: no other had its key
    order: str = ""  # by which the browser is to take this key in place of its own; another one each time
    runs_without_cookie: int = 0  # script runs for which the browser is to have no key
    language_of_browser: str = ""  # one of ours, when a page was asked for last
    networks_unfound: bool = False  # the browser found no file of one: it is given them with the page
    cookie_refused: bool = False  # the browser keeps none, so that this visit is of this session only
    owner: str = ""  # whom the key opens: has the runs, and the trainings in the queue
    handed: State | None = None  # the fields to keep as they were given to be kept last; None before the first time
    in_store: bool = False  # there may be something of this visit's in the database
    out_of_reach: bool = False  # the database did not answer: what is done here is of this session only
    not_kept_told: bool = False  # the visitor was told that nothing can be saved
    made_anew: int | None = None  # how often the place of runs had gone when they were listed last
    emptied: bool = False  # it has gone since, with this visit's runs, until that was said
    told: dict[tuple[str, str], tuple[int, Any]] = field(default_factory=dict)  # as shared_choices.py has it
    page: str | None = None  # the address of the page that is open
    address: dict[str, str] | None = None  # what it says behind the "?"
    whole_address: dict[str, str] = field(default_factory=dict)  # the same, with what is not the page's

    expected: tuple[TrainConfig, ...] = ()  # trainings for which the queue was last told to be ready
    expected_at: float = -math.inf  # when that was: monotonic seconds
    job_ids: list[str] = field(default_factory=list)  # trainings that are not on the list of runs yet
    lost: tuple[str, ...] | None = None  # trainings that ended with the app that had them, until that was said
    ended: Run | None = None  # the training that has ended last, for whoever listens to the page
    news_shown: str = ""  # the id of the last one whose end was shown to whoever looks at the page
    refusal: QueueRefused | None = None  # why the last start was refused, until it has been shown
    leads_to_lab: bool = False  # what was clicked opens the Lab
    sweep_tried: frozenset[TrainConfig] = frozenset()  # trainings of the sweep that were queued since it was started
    search_tried: frozenset[TrainConfig] = frozenset()  # the same of the search
    sweep_cell: tuple[int, ...] | None = None  # of its map: the one whose runs are shown

    handover: str = ""  # the code for another device that was made last
    found: Any = None  # the visit that a code opens, until it is taken up here or not
    codes_tried: Attempts = field(default_factory=lambda: Attempts(5, 600))  # for another device's visit
    visit_said: str = ""  # what has come of what the visitor wanted with the visit, until it has been shown

    room: str = ""  # of a class: the code of the one that is open, or was last
    room_looked_up: bool = False  # whether this visit is in one was asked
    nicknames: dict[str, str] = field(default_factory=dict)  # in rooms, by their codes
    room_secrets: dict[str, str] = field(default_factory=dict)  # for the teacher's links, by the rooms' codes
    room_problem: str = ""  # what was not possible in a room last
    wrong_codes: Attempts = field(default_factory=lambda: Attempts(10, 600))  # of rooms
    drawing_for: str = ""  # the room for whose test set the canvas was cleared
    draws_beyond: int = 0  # as many drawings for a class as were asked for: who wants to draw more

    runs: dict[str, Run] = field(default_factory=dict)  # in the order of their ending, those that are gone too
    listed: frozenset[str] | None = None  # those that the store had when it was asked last, if it was
    gone: frozenset[str] = frozenset()  # those that it has no more
    damaged: dict[str, str] = field(default_factory=dict)  # those that it has and cannot read: what they are called
    verdicts: dict[str, Verdict] = field(default_factory=dict)  # on those that were asked for in this script run
    names: dict[str, str] = field(default_factory=dict)  # what the visitor calls them
    made_room_last: list[str] = field(default_factory=list)  # had to make room for those that were started last

    shared_with_me: dict[str, SharedWithMe] = field(default_factory=dict)  # those of `links_opened` that still are
    brought: dict[str, Run | str] = field(default_factory=dict)  # files by their ids: the run, or why it was not taken
    no_longer_shared: tuple[SharedWithMe | None, ...] = ()  # what links open no more, until another page is opened
    links: dict[str, str] = field(default_factory=dict)  # of own runs that are shared: the token of each

    view: str | None = None  # of Look inside, as an address names it, until it is shown
    compared_with: str | None = None  # on the page of mistakes

    drawing: Drawing | None = None  # what the canvas sent last, or was told since
    canvas_restored: bool = False  # it was told that drawing since its page was opened
    canvas_start: dict[str, Any] = field(default_factory=lambda: {"objects": [], "order": 0})  # what it is told to show
    strokes_told: Strokes = ()  # that drawing's
    canvas_starts: int = 0  # how often it was told
    canvas_heard: Any = None  # its message that needs no more reading
    laid_on: ModelInput | None = None  # a picture that lies on the canvas in place of a drawing
    answered: Drawing | ModelInput | None = None  # what was on the canvas when models were asked last
    wiped: tuple[list[Any], ModelInput | None] = ([], None)  # strokes or picture that gave way last, for Undo

    on_canvas: OnCanvas | None = None  # what came of keeping a drawing
    test_set: str = "mnist"  # of the page of mistakes
    drawing_files: int = 0  # files of drawings so far
    drawings_said: str = ""  # what has come of the last change of the own drawings, until it was shown

    dare: tuple[int, str] = (0, "")  # the last one taken, and the order that put it on the canvas
    last_input: ModelInput | None = None  # what the models were asked about last
    uploads: int = 0  # pictures so far
    refused: PictureError | DataError | None = None  # why what was to be laid on the canvas last is not there
    pictures_shown: tuple[Hashable, int] = (None, 0)  # a gallery, and how many of its pictures

    def __post_init__(self) -> None:
        self.owner = self.owner or owner_of(self.key)

    @property
    def news_of(self) -> str:
        """The id of the training that has ended last; "" before that."""
        return self.ended.id if self.ended else ""

    def put_away(self, run_id: str) -> None:
        """Have nothing choose a run that goes: Streamlit's widgets must choose nothing that they do not offer."""
        self.shown = [other for other in self.shown if other != run_id]
        self.answering = [other for other in self.answering if other != run_id]
        if self.looked_at == run_id:
            self.looked_at = FIRST_LOOKED_AT


_PRESENT = weakref.WeakValueDictionary[int, Visit]()  # those of all sessions


def begun() -> Visit | None:
    """Return the visit of this session, if it has one already."""
    found = found_in_script_run()
    if found.get(_KEY) is None:
        found[_KEY] = st.session_state.get(_KEY)
    now: Visit | None = found[_KEY]
    return now


def begin(visit: Visit) -> Visit | None:
    """Make `visit` that of this session; return the one that it had, if any."""
    before = st.session_state.get(_KEY)
    st.session_state[_KEY] = found_in_script_run()[_KEY] = visit
    _PRESENT[id(visit)] = visit
    return before


def owners_present() -> set[str]:
    """Return the owners of all visits that a session of this process has."""
    # Its references: another session may begin meanwhile, and a dictionary that grows cannot be gone through.
    return {visit.owner for one in _PRESENT.valuerefs() if (visit := one()) is not None}


def visit() -> Visit:
    """Return the visit of this session.

    Raises:
        KeyError: it has none yet.
    """
    if (found := begun()) is None:
        raise KeyError(_KEY)
    return found
