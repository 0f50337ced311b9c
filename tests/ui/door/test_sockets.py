"""A conversation with a Streamlit that only listens."""

import asyncio
import threading
from collections.abc import Callable

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from digitdemo.ui.door import sockets
from digitdemo.ui.door.session_turns import Order
from digitdemo.ui.door.sockets import Conversation, give_way
from digitdemo.ui.door.uploads import Uploads
from tests.conftest import run_async


class Nothing:
    def has(self, session: str, file: str) -> bool:
        return False

    def drop(self, session: str, file: str) -> None: ...


def talk(*said: dict, leaves: bool = True) -> tuple[list[dict], list[dict]]:
    """Return what Streamlit hears of what a browser says before it leaves, if it does, and what the browser hears."""
    heard: list[dict] = []
    answered: list[dict] = []
    saying = iter([*said, LEAVE] if leaves else said)

    async def browser() -> dict:
        await asyncio.sleep(0)
        return next(saying, None) or await asyncio.Event().wait()

    async def send(message: dict) -> None:
        answered.append(message)

    async def streamlit(scope: dict, receive: Callable, send: Callable) -> None:
        while not heard or heard[-1]["type"] != "websocket.disconnect":
            heard.append(await receive())

    async def script() -> None:
        conversation = Conversation(browser, send, Order(), Uploads(Nothing()))
        await asyncio.wait_for(conversation.hold(streamlit, {"type": "websocket"}), 10)

    run_async(script())
    return heard, answered


def says(message: BackMsg) -> dict:
    return {"type": "websocket.receive", "bytes": message.SerializeToString()}


CONNECT, LEAVE = {"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1000}
HEARTBEAT, CLEAR = says(BackMsg(app_heartbeat=True)), says(BackMsg(clear_cache=True))


def test_messages_pass_in_their_order_until_the_browser_leaves():
    rerun = BackMsg()
    rerun.rerun_script.page_name = "lab"
    heard, answered = talk(CONNECT, HEARTBEAT, says(rerun), HEARTBEAT)
    assert [message["type"] for message in heard] == ["websocket.connect", *["websocket.receive"] * 3, LEAVE["type"]]
    assert heard[2] == says(rerun)
    assert answered == []


def test_what_streamlit_would_do_for_everybody_does_not_reach_it():
    heard, _ = talk(CONNECT, CLEAR, HEARTBEAT)
    assert heard[:2] == [CONNECT, HEARTBEAT]


def test_rubbish_ends_the_conversation():
    heard, answered = talk(CONNECT, {"type": "websocket.receive", "bytes": b"\xff" * 10}, leaves=False)
    assert [message["type"] for message in heard] == [CONNECT["type"], LEAVE["type"]]
    assert answered == [{"type": "websocket.close", "code": 1008}]


def test_who_sends_more_than_is_taken_in_is_disconnected():
    heard, answered = talk(CONNECT, *[HEARTBEAT] * 1000, leaves=False)
    assert len(heard) < 200
    assert answered == [{"type": "websocket.close", "code": 1013}]


def stroke() -> dict:
    rerun = BackMsg()
    rerun.rerun_script.fragment_id = "play"
    return says(rerun)


def press() -> dict:
    rerun = BackMsg()
    rerun.rerun_script.fragment_id = "play"
    rerun.rerun_script.widget_states.widgets.add(id="undo", trigger_value=True)
    return says(rerun)


async def next_of(queue: asyncio.Queue) -> dict:
    return await asyncio.wait_for(queue.get(), 10)


def test_a_script_run_that_has_said_what_matters_goes_on_after_those_who_wait_and_ends_at_the_next_stroke():
    async def script() -> None:
        order, said, heard = Order(), asyncio.Queue(), asyncio.Queue()

        async def streamlit(scope: dict, receive: Callable, send: Callable) -> None:
            while (message := await receive())["type"] != LEAVE["type"]:
                heard.put_nowait(message)

        async def send(message: dict) -> None: ...

        conversation = Conversation(said.get, send, order, Uploads(Nothing()))
        holding = asyncio.create_task(conversation.hold(streamlit, {"type": "websocket"}))
        said.put_nowait(CONNECT)
        said.put_nowait(stroke())
        assert [await next_of(heard), await next_of(heard)] == [CONNECT, stroke()]

        await order.pages.take(lambda _: 0)  # somebody opens a page
        first = threading.Event()
        conversation.turns.give_way(0.0, first)
        others = [asyncio.create_task(order.fragments.take(lambda _: 0)) for _ in range(2)]
        for _ in range(9):
            await asyncio.sleep(0)
        assert [one.done() for one in others] == [True, True]  # its own turn is free again, at once
        order.fragments.give_back()
        assert not first.is_set()
        said.put_nowait(stroke())
        assert await next_of(heard) == stroke()
        assert await asyncio.to_thread(first.wait, 10)  # that run is to end, as there is a new stroke

        second = threading.Event()
        conversation.turns.give_way(0.0, second)
        await asyncio.sleep(0.01)
        assert not second.is_set()
        order.pages.give_back()
        assert await asyncio.to_thread(second.wait, 10)
        said.put_nowait(LEAVE)
        await asyncio.wait_for(holding, 10)

    run_async(script())


def test_where_nobody_waits_for_turns_there_is_only_the_pause():
    give_way("a session that no browser of ours has", 0.0)


def test_a_message_that_the_end_overtakes_on_the_way_is_no_fault():
    """As uvicorn does it: what is sent waits for room, and after the close message nothing may follow."""

    async def script() -> None:
        room, closed = asyncio.Event(), asyncio.Event()

        async def send(message: dict) -> None:
            if message["type"] == "websocket.close":
                closed.set()
                return
            await room.wait()
            if closed.is_set():
                raise RuntimeError("Unexpected ASGI message 'websocket.send', after sending 'websocket.close'.")

        async def streamlit(scope: dict, receive: Callable, say: Callable) -> None:
            await receive()
            await say({"type": "websocket.send", "bytes": b""})

        said: asyncio.Queue[dict] = asyncio.Queue()
        conversation = Conversation(said.get, send, Order(), Uploads(Nothing()))
        holding = asyncio.create_task(conversation.hold(streamlit, {"type": "websocket"}))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await conversation.end()
        room.set()
        await asyncio.wait_for(holding, 10)

    run_async(script())


class Sessions:
    """Streamlit's runtime: which sessions have a browser, and which were closed; of their pages it knows no parts."""

    def __init__(self) -> None:
        self.active: set[str] = set()
        self.closed: list[str] = []

    def is_active_session(self, session: str) -> bool:
        return session in self.active

    def close_session(self, session: str) -> None:
        self.closed.append(session)

    def get_app_session(self, session: str) -> None: ...


async def begin_session(send: Callable) -> None:
    """Have Streamlit say that its session "one" has begun."""
    begun = ForwardMsg()
    begun.new_session.initialize.session_id = "one"
    await send({"type": "websocket.send", "bytes": begun.SerializeToString()})


def test_a_timer_of_a_part_that_has_gone_keeps_no_turn_from_others(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sockets, "get_instance", Sessions)

    async def script() -> None:
        order, said, heard = Order(), asyncio.Queue(), asyncio.Queue()

        async def streamlit(scope: dict, receive: Callable, send: Callable) -> None:
            await receive()
            await begin_session(send)
            while (message := await receive())["type"] != LEAVE["type"]:
                heard.put_nowait(message)

        async def send(message: dict) -> None: ...

        conversation = Conversation(said.get, send, order, Uploads(Nothing()))
        holding = asyncio.create_task(conversation.hold(streamlit, {"type": "websocket"}))
        timer = BackMsg()
        timer.rerun_script.fragment_id, timer.rerun_script.is_auto_rerun = "gone", True
        for message in (CONNECT, says(timer)):
            said.put_nowait(message)
        await asyncio.sleep(0.3)  # timers are due later
        await asyncio.wait_for(order.pages.take(lambda _: 0), 5)
        said.put_nowait(HEARTBEAT)
        assert await next_of(heard) == HEARTBEAT
        said.put_nowait(LEAVE)
        await asyncio.wait_for(holding, 10)

    run_async(script())


def test_a_press_that_took_a_waiting_strokes_place_is_one_that_the_next_press_waits_for():
    async def script() -> None:
        order, said, heard = Order(), asyncio.Queue(), asyncio.Queue()

        async def streamlit(scope: dict, receive: Callable, send: Callable) -> None:
            while (message := await receive())["type"] != LEAVE["type"]:
                heard.put_nowait(message)

        async def send(message: dict) -> None: ...

        conversation = Conversation(said.get, send, order, Uploads(Nothing()))
        holding = asyncio.create_task(conversation.hold(streamlit, {"type": "websocket"}))
        said.put_nowait(CONNECT)
        assert await next_of(heard) == CONNECT
        for _ in range(2):
            await order.fragments.take(lambda _: 0)  # all are taken
        for message in (stroke(), press(), press()):
            said.put_nowait(message)
            for _ in range(20):
                await asyncio.sleep(0)
        order.fragments.give_back()
        assert await next_of(heard) == press()
        for _ in range(20):
            await asyncio.sleep(0)
        assert heard.empty()
        conversation.turns.give_way(0.0, threading.Event())
        assert await next_of(heard) == press()
        said.put_nowait(LEAVE)
        await asyncio.wait_for(holding, 10)

    run_async(script())


@pytest.mark.parametrize("comes_back", [False, True])
def test_a_session_ends_a_moment_after_its_browser_has_gone_if_that_does_not_come_back(
    monkeypatch: pytest.MonkeyPatch, comes_back: bool
):
    runtime, tidied = Sessions(), []
    monkeypatch.setattr(sockets, "get_instance", lambda: runtime)
    monkeypatch.setattr(sockets, "KEPT_SECONDS", 0.05)
    monkeypatch.setattr(sockets, "tidy_soon", lambda: tidied.append(True))

    async def streamlit(scope: dict, receive: Callable, send: Callable) -> None:
        await receive()
        runtime.active.add("one")
        await begin_session(send)
        while (await receive())["type"] != LEAVE["type"]:
            pass
        runtime.active.discard("one")

    async def send(message: dict) -> None: ...

    async def hold(*protocols: str) -> tuple[asyncio.Queue[dict], asyncio.Task[None]]:
        said: asyncio.Queue[dict] = asyncio.Queue()
        said.put_nowait(CONNECT)
        conversation = Conversation(said.get, send, Order(), Uploads(Nothing()))
        scope = {"type": "websocket", "subprotocols": protocols}
        return said, asyncio.create_task(conversation.hold(streamlit, scope))

    async def leave(said: asyncio.Queue[dict], holding: asyncio.Task[None]) -> None:
        await asyncio.sleep(0.01)
        said.put_nowait(LEAVE)
        await asyncio.wait_for(holding, 10)

    async def script() -> None:
        await leave(*await hold())
        again = await hold("streamlit", "token", "one") if comes_back else None
        await asyncio.sleep(0.2)
        assert runtime.closed == ([] if comes_back else ["one"])
        if again is not None:
            await leave(*again)
            await asyncio.sleep(0.2)
        assert runtime.closed == ["one"]
        assert tidied == [True]

    run_async(script())
