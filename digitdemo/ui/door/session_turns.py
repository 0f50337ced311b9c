"""The turns of one session: when its script may run, and when a run that has said what matters most may go on."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
import weakref
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from digitdemo.limits import limits
from digitdemo.ui.door.messages import Message
from digitdemo.ui.door.turns import Asking, Hurried, Pace, Turns

LONGEST_REST = 10.0  # seconds that a run which has given way waits before it goes on without a turn
_BURST_SECONDS = 4  # worth of script runs may come at once
_CALM = 4  # script runs that a session asks for of late and still counts as a person's
# A run that lasts longer than that counts no more: it may be waiting for something.
_LONGEST_FRAGMENT, _LONGEST_PAGE = 0.3, 1.0
_LONGEST_ASIDE = 5.0
_LONGEST_PRESS = 1.0  # for which another press waits: then it interrupts what lasts so long
# How much later than a person's on a page that is there these are due, in seconds; and for each one asked for of late.
_LATER_BY_ITSELF, _LATER_FIRST, _LATER_FOR_EACH = 0.1, 0.3, 0.1


@dataclass(frozen=True)
class Order:
    """Whose turn it is: of fragments of sessions that ask for little, such as a stroke's, and of all else.

    One page at once: its script run competes with those of strokes for the one Python that they all share.
    """

    fragments: Turns = field(default_factory=lambda: Turns(2))
    pages: Turns = field(default_factory=lambda: Turns(1))
    aside: Turns = field(default_factory=lambda: Turns(1))
    hurried: Hurried = field(default_factory=Hurried)
    _addresses: weakref.WeakValueDictionary[str, Asking] = field(default_factory=weakref.WeakValueDictionary)

    def asking_of(self, address: str) -> Asking:
        """Return what all sessions of that address have asked for of late; "" is nobody's, and each its own."""
        asking = self._addresses.get(address) if address else None
        if asking is None:
            asking = _new_asking()
            if address:
                self._addresses[address] = asking
        return asking


def _new_asking() -> Asking:
    rate = limits().reruns_per_second
    return Asking(rate, _BURST_SECONDS * rate)


class SessionTurns:
    """Takes the turns of a session and gives them back; to be used in the server's event loop."""

    def __init__(self, order: Order, until_settled: Callable[[], Awaitable[None]], address: str = "") -> None:
        """`until_settled` waits until the session's script has run; `address` is where it comes from, "" unknown."""
        self._order, self._until_settled = order, until_settled
        rate = limits().reruns_per_second
        self._pace = Pace(rate, _BURST_SECONDS * rate)
        self._asking, self._asking_of_address = _new_asking(), order.asking_of(address)
        self._hurry_ends: asyncio.TimerHandle | None = None
        self._is_light = False  # what its next message asks for
        self._granted: Turns | None = None  # whose turn is this session's, before its message has passed
        self._turn: asyncio.Task[None] | None = None
        self._press: asyncio.Task[None] | None = None  # until the script has run for a button that was pressed
        self._press_is_next = False  # that comes after the script run that is under way
        self._rest: asyncio.Task[None] | None = None  # of a script run that has given way
        self._aside: asyncio.Task[None] | None = None  # of one that takes long beside others

    @property
    def is_hurried(self) -> bool:
        """Return whether its script runs for somebody who waits, pen in hand."""
        return self._hurry_ends is not None

    def count(self) -> None:
        """Count a script run that is asked for, as it comes: what waits behind another one counts, too."""
        self._asking.count()
        self._asking_of_address.count()

    async def wait(self, message: Callable[[], Message], is_known: bool) -> None:
        """Wait until a message may have its script run.

        `message` says which it is by then, as another may take its place meanwhile, and `is_known` whether the session
        has had its first run.
        """
        if pause := self._pace.ask():
            await asyncio.sleep(pause)
        is_calm = self._pace.asked <= _CALM
        if not is_calm and (under_way := {doing for doing in (self._turn, self._rest) if doing is not None}):
            await asyncio.wait(under_way)  # else it would only be interrupted
        if message().presses and self._press is not None:
            await asyncio.wait({self._press})  # else Streamlit may take both for one press, or in any order
        first = message()
        self._is_light = is_calm and bool(first.fragment) and not first.by_itself
        if self._turn is None and self._granted is None:
            turns = self._order.fragments if self._is_light else self._order.pages
            later = _LATER_BY_ITSELF * first.by_itself + _LATER_FIRST * (not is_known)
            since = time.monotonic() + later
            await turns.take(lambda now: since + self._later(now))
            self._granted = turns

    def begin(self, *, presses: bool = False) -> None:
        """Use the turn that was granted, if one was: Streamlit begins the script run before anything else happens.

        `presses` is of the message that passes, which may have taken another's place while that waited.
        """
        if self._is_light:
            self._hurry()  # without a turn of its own, too: it is next in this session, whatever runs there now
        if presses:
            self._drop_press()
            self._press = asyncio.create_task(self._until_settled_or(_LONGEST_PRESS))
            self._press_is_next = self._granted is None and self._turn is not None
        self._is_light = False
        if (turns := self._granted) is not None:
            self._granted = None
            if self._rest is not None:
                self._rest.cancel()  # its script run is to end at once
            longest = _LONGEST_FRAGMENT if turns is self._order.fragments else _LONGEST_PAGE
            self._turn = asyncio.create_task(self._until_settled_or(longest))
            self._turn.add_done_callback(lambda _: self._give_back(turns))

    def decline(self) -> None:
        """Give back a turn that was granted: the message that waited for it means nothing any more."""
        self._is_light = False
        if (turns := self._granted) is not None:
            self._granted = None
            turns.give_back()

    def _hurry(self) -> None:
        self._calm_down()
        self._hurry_ends = asyncio.get_running_loop().call_later(_LONGEST_FRAGMENT, self._calm_down)
        self._order.hurried.begin()

    def _calm_down(self) -> None:
        if self._hurry_ends is not None:
            self._hurry_ends.cancel()
            self._hurry_ends = None
            self._order.hurried.end()

    def give_way(self, seconds: float, may_go_on: threading.Event) -> None:
        """Give the turn back; say when the script run, which waits, may go on: `sockets.give_way`."""
        self._calm_down()
        self._drop_press_under_way()
        if self._turn is not None:
            self._turn.cancel()
        self._rest = asyncio.create_task(self._go_on_later(seconds, may_go_on))
        self._rest.add_done_callback(lambda _: may_go_on.set())  # cancelled, too: it is to end then

    def step_aside(self) -> None:
        """Give the turn back and go on beside the one who gets it; not where somebody else does so already.

        What takes long ends by itself, whatever its browser says meanwhile, even if that leaves.
        """
        if self._turn is not None and self._order.aside.take_if_free():
            self._drop_press_under_way()
            self._turn.cancel()
            self._aside = asyncio.create_task(self._until_settled_or(_LONGEST_ASIDE))
            self._aside.add_done_callback(lambda _: self._order.aside.give_back())

    def wait_for_hurried(self, most: float) -> float:
        """Wait while runs in a hurry compute, at most so many seconds; return how many. To be used in any thread."""
        return self._order.hurried.wait(most, unless=lambda: self.is_hurried)

    def end(self) -> None:
        """Give all back: the browser has gone."""
        self.decline()
        self._calm_down()
        self._drop_press()
        for doing in (self._turn, self._rest):
            if doing is not None:
                doing.cancel()

    def _drop_press_under_way(self) -> None:
        """Have presses wait no longer for the script run that is under way, if that is a press's."""
        if not self._press_is_next:
            self._drop_press()
        self._press_is_next = False

    def _drop_press(self) -> None:
        if self._press is not None:
            self._press.cancel()
            self._press = None

    def _later(self, now: float) -> float:
        """How much later this session is due for what it and its neighbours at its address have asked for of late.

        Both have a bound: a class at one address goes after a visitor at another one, but waits for seconds at most.
        """
        return _LATER_FOR_EACH * (self._asking.of_late(now) + self._asking_of_address.of_late(now))

    async def _go_on_later(self, seconds: float, may_go_on: threading.Event) -> None:
        await asyncio.sleep(seconds)
        since = time.monotonic()
        await self._order.pages.take(lambda now: since + self._later(now))
        try:
            may_go_on.set()
            await self._until_settled_or(_LONGEST_PAGE)
        finally:
            self._order.pages.give_back()

    async def _until_settled_or(self, longest: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(longest):
                await self._until_settled()

    def _give_back(self, turns: Turns) -> None:
        self._turn = None
        self._calm_down()
        turns.give_back()
