"""Whose script runs first, of sessions that share a server: by what they and their addresses have asked for of late."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable

import pytest

from digitdemo.ui.door.messages import Message
from digitdemo.ui.door.session_turns import Order, SessionTurns
from tests.conftest import run_async

PAGE = Message(b"", "rerun_script")
STROKE = Message(b"", "rerun_script", fragment="play")
PRESS = Message(b"", "rerun_script", fragment="play", once=True, presses=True)


async def settled() -> None: ...


def order_of_turns(*asked: tuple[str, str, int]) -> list[str]:
    """Return the order in which sessions have their turn, of each a name, an address and how often it asks at once."""

    async def script() -> list[str]:
        order, went = Order(), []

        async def ask(name: str, turns: SessionTurns) -> None:
            await turns.wait(lambda: STROKE, True)
            went.append(name)
            turns.begin()

        for _ in range(2):
            await order.fragments.take(lambda _: 0)  # all are taken
        asking = []
        for name, address, times in asked:
            turns = SessionTurns(order, settled, address)
            for _ in range(times):
                turns.count()
            asking.append(asyncio.create_task(ask(name, turns)))
            await asyncio.sleep(0)
        order.fragments.give_back()
        await asyncio.wait_for(asyncio.gather(*asking), 10)
        return went

    return run_async(script())


def test_a_flood_of_many_sessions_of_one_address_goes_after_a_neighbour_at_another_one():
    flood = [(f"flood {number}", "192.0.2.1", 10) for number in range(19)]
    assert order_of_turns(*flood, ("neighbour", "192.0.2.2", 1))[0] == "neighbour"


def test_whoever_asks_for_little_at_a_crowded_address_goes_before_those_who_flood_from_there():
    flood = [(f"flood {number}", "192.0.2.1", 10) for number in range(19)]
    assert order_of_turns(*flood, ("pupil", "192.0.2.1", 1))[0] == "pupil"


@pytest.mark.parametrize("address", ["192.0.2.1", ""])
def test_a_class_in_which_all_ask_for_little_goes_in_the_order_of_its_coming(address: str):
    names = [f"pupil {number}" for number in range(30)]
    assert order_of_turns(*((name, address, 1) for name in names)) == names


def test_of_those_whose_address_is_unknown_each_stands_alone():
    flood = [(f"flood {number}", "", 10) for number in range(19)]
    assert order_of_turns(*flood, ("neighbour", "", 1))[0] == "neighbour"


async def begun(order: Order, settled: asyncio.Event, message: Message) -> SessionTurns:
    """Return the turns of a session whose script runs for that message until it is `settled`."""
    turns = SessionTurns(order, settled.wait)
    await turns.wait(lambda: message, True)
    turns.begin(presses=message.presses)
    return turns


def test_a_page_waits_while_a_stroke_is_answered_and_no_longer():
    async def script() -> None:
        order, answered = Order(), asyncio.Event()
        page = await begun(order, asyncio.Event(), PAGE)
        assert (page.is_hurried, page.wait_for_hurried(10.0)) == (False, 0.0)
        stroke = await begun(order, answered, STROKE)
        assert stroke.is_hurried
        since = time.monotonic()
        waiting = asyncio.create_task(asyncio.to_thread(page.wait_for_hurried, 10.0))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        answered.set()
        assert 0 < await asyncio.wait_for(waiting, 5) <= time.monotonic() - since  # its thread may begin late
        assert not stroke.is_hurried
        page.end()

    run_async(script())


@pytest.mark.parametrize("how", ["gives way", "leaves"])
def test_nobody_waits_for_a_stroke_that_is_answered_or_whose_browser_has_left(how: str):
    async def script() -> None:
        order = Order()
        stroke = await begun(order, asyncio.Event(), STROKE)
        assert order.hurried.wait(0.01, unless=lambda: False) >= 0.01
        if how == "leaves":
            stroke.end()
        else:
            stroke.give_way(0.0, threading.Event())
        await asyncio.sleep(0.01)
        assert (stroke.is_hurried, order.hurried.wait(5.0, unless=lambda: False)) == (False, 0.0)
        stroke.end()

    run_async(script())


def test_a_stroke_beside_its_own_page_is_hurried_and_the_page_does_not_wait_for_it():
    async def script() -> None:
        order, others = Order(), asyncio.Event()
        own = await begun(order, asyncio.Event(), PAGE)
        other = await begun(order, others, STROKE)
        waiting = asyncio.create_task(asyncio.to_thread(own.wait_for_hurried, 10.0))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        await own.wait(lambda: STROKE, True)
        own.begin()  # it is next in this session, behind the page that waits
        assert own.is_hurried
        assert await asyncio.wait_for(waiting, 5) < 5
        await asyncio.sleep(0.5)
        assert not own.is_hurried  # nobody hurries for longer
        for each in (own, other):
            each.end()
        await asyncio.sleep(0.01)
        assert order.hurried.wait(5.0, unless=lambda: False) == 0.0

    run_async(script())


def test_a_turn_whose_message_means_nothing_any_more_is_the_next_ones():
    async def script() -> None:
        order = Order()
        gone = SessionTurns(order, asyncio.Event().wait)
        await gone.wait(lambda: PAGE, True)
        gone.decline()
        other = await asyncio.wait_for(begun(order, asyncio.Event(), PAGE), 5)
        other.end()

    run_async(script())


def test_one_run_that_takes_long_goes_on_beside_the_next_page_and_a_second_one_does_not():
    async def script() -> None:
        order, taken, taken_too = Order(), asyncio.Event(), asyncio.Event()
        first = await begun(order, taken, PAGE)
        waiting = asyncio.create_task(begun(order, taken_too, PAGE))
        await asyncio.sleep(0.01)
        assert not waiting.done()
        first.step_aside()
        second = await asyncio.wait_for(waiting, 5)
        second.step_aside()
        third = asyncio.create_task(begun(order, asyncio.Event(), PAGE))
        await asyncio.sleep(0.01)
        assert not third.done()
        taken.set()  # the first one is done
        await asyncio.sleep(0.01)
        second.step_aside()
        third = await asyncio.wait_for(third, 5)
        for each in (first, second, third):
            each.end()  # what a browser that leaves has begun goes on
        await asyncio.sleep(0.01)
        assert not order.aside.take_if_free()
        taken_too.set()
        await asyncio.sleep(0.01)
        assert order.aside.take_if_free()

    run_async(script())


def test_what_looks_again_by_itself_is_in_no_hurry():
    async def script() -> None:
        order = Order()
        by_itself = await begun(order, asyncio.Event(), Message(b"", "rerun_script", fragment="lab", by_itself=True))
        assert not by_itself.is_hurried
        by_itself.end()

    run_async(script())


async def passes(turns: SessionTurns, message: Message) -> "asyncio.Task[None]":
    """Return the waiting of a message that has passed, if nothing holds it up."""
    waiting = asyncio.create_task(turns.wait(lambda: message, True))
    for _ in range(20):
        await asyncio.sleep(0)
    return waiting


def test_a_second_press_waits_for_the_script_run_of_the_first():
    async def script() -> None:
        undone = asyncio.Event()
        own = await begun(Order(), undone, PRESS)
        second = await passes(own, PRESS)
        assert not second.done()
        undone.set()
        await asyncio.wait_for(second, 5)
        undone.clear()
        own.begin(presses=True)
        assert not (await passes(own, PRESS)).done()  # nor is a third one taken for the second
        own.end()

    run_async(script())


async def lasts_long(turns: SessionTurns) -> None:
    """The script run takes longer than the turn that it began in."""
    await asyncio.sleep(0.4)


async def gives_way(turns: SessionTurns) -> None:
    """The script run has said what matters most."""
    turns.give_way(10.0, threading.Event())


async def steps_aside(turns: SessionTurns) -> None:
    """The script run goes on beside others."""
    turns.step_aside()


@pytest.mark.parametrize("goes_on", [lasts_long, gives_way, steps_aside])
def test_a_second_press_waits_for_that_of_the_first_however_the_script_run_before_that_goes_on(
    goes_on: Callable[[SessionTurns], Awaitable[None]],
):
    async def script() -> None:
        undone = asyncio.Event()
        own = await begun(Order(), undone, STROKE)
        assert (await passes(own, PRESS)).done()
        own.begin(presses=True)
        await goes_on(own)
        second = await passes(own, PRESS)
        assert not second.done()
        undone.set()
        await asyncio.wait_for(second, 5)
        own.end()

    run_async(script())


@pytest.mark.parametrize(("first", "then"), [(PRESS, STROKE), (STROKE, PRESS), (PAGE, PRESS)])
def test_a_press_and_what_is_none_go_on_at_once(first: Message, then: Message):
    async def script() -> None:
        own = await begun(Order(), asyncio.Event(), first)
        assert (await passes(own, then)).done()
        own.end()

    run_async(script())


def test_a_press_does_not_wait_for_one_whose_script_run_has_given_way():
    async def script() -> None:
        own = await begun(Order(), asyncio.Event(), PRESS)
        own.give_way(10.0, threading.Event())
        assert (await passes(own, PRESS)).done()
        own.end()

    run_async(script())
