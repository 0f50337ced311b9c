import json
import math

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from digitdemo.data.canvas_message import drawing_of, write_message
from digitdemo.data.strokes import MOST_POINTS
from digitdemo.ui.door.messages import MessageRefused, check_message, with_what_fits


def rerun(*widgets: WidgetState, **state: object) -> bytes:
    message = BackMsg()
    message.rerun_script.SetInParent()
    for name, value in state.items():
        setattr(message.rerun_script, name, value)
    message.rerun_script.widget_states.widgets.extend(widgets)
    return message.SerializeToString()


def numbers(*values: float) -> WidgetState:
    widget = WidgetState(id="it")
    widget.double_array_value.data.extend(values)
    return widget


def texts(*values: str) -> WidgetState:
    widget = WidgetState(id="it")
    widget.string_array_value.data.extend(values)
    return widget


def files(*names: str) -> WidgetState:
    widget = WidgetState(id="it")
    widget.file_uploader_state_value.SetInParent()
    for name in names:
        widget.file_uploader_state_value.uploaded_file_info.add(name=name)
    return widget


def drawing(points: int) -> WidgetState:
    stroke = [(100.123456 + n % 7, 100.123456 + n % 5) for n in range(points)]
    return WidgetState(id="it", json_value=json.dumps({"drawing": write_message(drawing_of([stroke]))}))


POSSIBLE = {
    "a press": WidgetState(id="it", trigger_value=True),
    "a switch": WidgetState(id="it", bool_value=False),
    "a number": WidgetState(id="it", double_value=12.5),
    "a slider": numbers(3.0),
    "choices": texts("a", "b"),
    "a text": WidgetState(id="it", string_value="Ada"),
    "a file": files("seven.png"),
    "no file": files(),
    "the longest drawing": drawing(MOST_POINTS - 10),
}
IMPOSSIBLE = {
    "no number": WidgetState(id="it", double_value=math.nan),
    "infinite": WidgetState(id="it", double_value=-math.inf),
    "no number in a slider": numbers(math.nan),
    "too large a number": WidgetState(id="it", double_value=1e300),
    "too many numbers": numbers(*[0.0] * 1001),
    "too many choices": texts(*["a"] * 1001),
    "too long a choice": texts("a" * 10_001),
    "too long a text": WidgetState(id="it", string_value="a" * 10_001),
    "many files": files(*["a"] * 5),
    "bytes": WidgetState(id="it", bytes_value=b"a"),
    "deep JSON": WidgetState(id="it", json_value="[" * 60 + "]" * 60),
    "JSON of a million lists": WidgetState(id="it", json_value="[" + "[]," * 500_000 + "[]]"),
    "JSON of a million numbers": WidgetState(id="it", json_value="[" + "0," * 900_000 + "0]"),
    "text in JSON": WidgetState(id="it", json_value='"drawing"'),
    "no JSON": WidgetState(id="it", json_value='{"drawing": '),
    "NaN in JSON": WidgetState(id="it", json_value='{"drawing": NaN}'),
    "JSON with a long number": WidgetState(id="it", json_value="[" + "1" * 5000 + "]"),
}


@pytest.mark.parametrize("name", POSSIBLE)
def test_what_widgets_say_passes_as_it_is(name: str):
    data = rerun(POSSIBLE[name], query_string="lesson=spot")
    checked = check_message(data)
    assert checked is not None
    assert checked.data == data


@pytest.mark.parametrize(
    ("said", "is_once", "is_press"),
    [
        (POSSIBLE["a press"], True, True),
        (WidgetState(id="a cell", json_trigger_value="{}"), True, False),
        (POSSIBLE["the longest drawing"], False, False),
    ],
)
def test_what_is_said_once_and_what_is_a_press_is_known(said: WidgetState, is_once: bool, is_press: bool):
    checked = check_message(rerun(POSSIBLE["a text"], said))
    assert checked is not None
    assert (checked.once, checked.presses) == (is_once, is_press)


def test_what_does_not_fit_its_widget_is_left_out_and_the_rest_passes():
    press = WidgetState(id="a button", trigger_value=True)
    data = rerun(WidgetState(id="a button", json_value="{}"), press, WidgetState(id="unknown", json_value="{}"))
    passed = with_what_fits(data, lambda said: said.id != "a button" or said.HasField("trigger_value"))
    left = BackMsg.FromString(passed).rerun_script.widget_states.widgets
    assert [(one.id, one.WhichOneof("value")) for one in left] == [
        ("a button", "trigger_value"),
        ("unknown", "json_value"),
    ]
    assert with_what_fits(data, lambda _: True) == data


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_no_widget_says_is_left_out_and_the_rest_passes(name: str):
    checked = check_message(rerun(POSSIBLE["a text"], IMPOSSIBLE[name], POSSIBLE["a press"], page_name="lab"))
    assert checked is not None
    passed = BackMsg.FromString(checked.data).rerun_script
    assert list(passed.widget_states.widgets) == [POSSIBLE["a text"], POSSIBLE["a press"]]
    assert passed.page_name == "lab"


def many_names(count: int) -> bytes:
    message = BackMsg()
    message.file_urls_request.file_names.extend(["a"] * count)
    return message.SerializeToString()


@pytest.mark.parametrize(
    "data",
    [
        BackMsg(clear_cache=True).SerializeToString(),
        BackMsg(set_run_on_save=True).SerializeToString(),
        BackMsg(debug_shutdown_runtime=True).SerializeToString(),
        b"",
        many_names(5),
    ],
)
def test_what_no_page_of_ours_asks_for_does_not_pass(data: bytes):
    assert check_message(data) is None


@pytest.mark.parametrize(
    "data",
    [
        b"\xff" * 100,
        b"\x0a",
        many_names(100_000),
        rerun(*[WidgetState()] * 20_001),  # a hundred bytes of memory for two on the wire
        rerun(query_string="a" * 10_001),
    ],
    ids=["rubbish", "cut short", "names", "empty widgets", "a long address"],
)
def test_what_no_browser_sends_shuts_its_sender_out(data: bytes):
    with pytest.raises(MessageRefused):
        check_message(data)


def test_a_message_says_what_is_to_run_and_whether_a_person_asks():
    checked = check_message(rerun(fragment_id="f", is_auto_rerun=True))
    assert checked is not None
    assert (checked.kind, checked.fragment, checked.by_itself) == ("rerun_script", "f", True)


@pytest.mark.parametrize(
    ("before", "after", "replaces"),
    [
        (rerun(), rerun(POSSIBLE["a text"]), True),
        (rerun(POSSIBLE["a text"]), rerun(POSSIBLE["a press"]), True),
        (rerun(POSSIBLE["a press"]), rerun(POSSIBLE["a text"]), False),
        (rerun(fragment_id="f"), rerun(fragment_id="f"), True),
        (rerun(fragment_id="f"), rerun(fragment_id="g"), False),
        (rerun(page_script_hash="p"), rerun(page_script_hash="q"), False),
        (BackMsg(app_heartbeat=True).SerializeToString(), rerun(), False),
    ],
)
def test_what_a_browser_says_anew_replaces_what_still_waits_but_no_press_is_lost(
    before: bytes, after: bytes, replaces: bool
):
    earlier, later = check_message(before), check_message(after)
    assert earlier is not None
    assert later is not None
    assert later.replaces(earlier) is replaces
