"""A conversation with a Streamlit that only listens."""

import asyncio
from collections.abc import Callable

from streamlit.proto.BackMsg_pb2 import BackMsg

from digitdemo.ui.door.sockets import Conversation, Order
from digitdemo.ui.door.uploads import Uploads


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

    asyncio.run(script())
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
    assert len(heard) < 300
    assert answered == [{"type": "websocket.close", "code": 1013}]
