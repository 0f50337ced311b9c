"""A visitor without a browser understands what the app says, and waits for the end of what it has asked for."""

import json
from collections.abc import Iterable

import numpy as np
import pytest
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from digitdemo.bench.harness.visitor import ANSWERS, CHART, Visitor
from tests.conftest import run_async

CANVAS = "streamlit-drawable-canvas.streamlit_drawable_canvas"
STROKES = (np.array([[40.0, 40.0], [80.0, 160.0]]),)


class Line:
    """A websocket on which the app has said all that it will say."""

    def __init__(self, messages: Iterable[ForwardMsg]) -> None:
        self._messages = [message.SerializeToString() for message in messages]
        self.heard: list[BackMsg] = []

    async def send(self, data: bytes) -> None:
        message = BackMsg()
        message.ParseFromString(data)
        self.heard.append(message)

    async def recv(self, decode: bool) -> bytes:
        return self._messages.pop(0)

    @property
    def left(self) -> int:
        return len(self._messages)


def began(*fragments: str) -> ForwardMsg:
    message = ForwardMsg()
    message.new_session.page_script_hash = "page"
    message.metadata.run.fragment_ids.extend(fragments)
    return message


def ended(*fragments: str, how: int = ForwardMsg.FINISHED_SUCCESSFULLY) -> ForwardMsg:
    message = ForwardMsg(script_finished=how)
    message.metadata.run.fragment_ids.extend(fragments)
    return message


def component(name: str, told: object, hash_: str = "", fragment: str = "") -> ForwardMsg:
    message = ForwardMsg(hash=hash_)
    message.metadata.cacheable = bool(hash_)
    message.delta.fragment_id = fragment
    shown = message.delta.new_element.bidi_component
    shown.component_name, shown.id, shown.json = name, f"id of {name}", json.dumps(told)
    return message


def button(label: str, *, disabled: bool = False) -> ForwardMsg:
    message = ForwardMsg()
    shown = message.delta.new_element.button
    shown.label, shown.id, shown.disabled = label, f"id of {label}", disabled
    return message


def error(text: str) -> ForwardMsg:
    message = ForwardMsg()
    message.delta.new_element.alert.format, message.delta.new_element.alert.body = Alert.ERROR, text
    return message


def exception(kind: str, text: str) -> ForwardMsg:
    message = ForwardMsg()
    message.delta.new_element.exception.type, message.delta.new_element.exception.message = kind, text
    return message


PAGE = (began(), component(CANVAS, {}, fragment="play"), ended())


def test_a_drawing_is_sent_as_the_canvas_does_and_its_answer_is_waited_for():
    line = Line(
        [
            *PAGE,
            began("other"),
            component(ANSWERS, {"answers": {"cnn": {"digit": 3}}}),
            ended("other"),  # of a timer, say
            began("play"),
            ended("play"),
        ]
    )
    visitor = Visitor(line)

    async def visit() -> float | None:
        await visitor.open()
        return await visitor.draw(STROKES)

    seconds = run_async(visit())
    assert seconds is not None
    assert line.left == 0
    assert visitor.problems == []
    sent = line.heard[-1].rerun_script
    assert sent.fragment_id == "play"
    assert not sent.is_auto_rerun
    (state,) = sent.widget_states.widgets
    assert state.id == f"id of {CANVAS}"
    assert len(json.loads(state.json_value)["drawing"]["raw"]["objects"]) == 1


@pytest.mark.parametrize("told", [[], [component(ANSWERS, {"answers": {}})]])
def test_a_drawing_without_an_answer_is_a_problem(told: list[ForwardMsg]):
    visitor = Visitor(Line([*PAGE, *told, ended("play")]))

    async def visit() -> float | None:
        await visitor.open()
        return await visitor.draw(STROKES)

    assert run_async(visit()) is None
    assert visitor.problems == ["a drawing had no answer"]


def test_what_comes_again_without_its_content_has_come():
    reference = ForwardMsg(ref_hash="42")
    line = Line([began(), component(CHART, {}, "42"), ended(), began(), reference, ended()])
    visitor = Visitor(line)

    async def visit() -> list[set[str]]:
        return [set(await visitor.open()), set(await visitor.open())]

    assert run_async(visit()) == [{CHART}, {CHART}]
    assert list(line.heard[-1].rerun_script.cached_message_hashes) == ["42"]


def test_a_script_run_that_gives_way_to_another_one_is_not_the_end():
    early = ended(how=ForwardMsg.FINISHED_EARLY_FOR_RERUN)
    visitor = Visitor(Line([began(), button("Train"), early, began(), button("Train", disabled=True), ended()]))
    run_async(visitor.open())
    assert not visitor.can_press("Train")


def test_what_was_on_another_page_cannot_be_pressed():
    visitor = Visitor(Line([began(), button("Train"), ended(), began(), ended()]))
    run_async(visitor.open())
    assert visitor.can_press("Train")
    run_async(visitor.open())
    assert not visitor.can_press("Train")


def test_errors_and_exceptions_on_a_page_are_problems():
    visitor = Visitor(Line([began(), error("No model answers"), exception("KeyError", "'lab'"), ended()]))
    run_async(visitor.open())
    assert visitor.problems == ["No model answers", "KeyError: 'lab'"]
