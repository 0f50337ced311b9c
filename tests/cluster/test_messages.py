import dataclasses

import msgspec
import pytest

from digitdemo.cluster import messages
from digitdemo.cluster.messages import (
    Begin,
    Done,
    End,
    Hear,
    Heard,
    NotSealed,
    Refused,
    open_answer,
    open_question,
    seal_answer,
    seal_question,
)

TOKEN, QUESTION = "a token", Hear(b"nonce", "session", 7)


def test_questions_and_answers_arrive_as_they_were():
    assert open_question(TOKEN, *seal_question(TOKEN, QUESTION)) == QUESTION
    answer = Heard((b"one\n", b"two\n"), "signal 9")
    assert open_answer(TOKEN, QUESTION, *seal_answer(TOKEN, QUESTION, answer)) == answer


def test_whoever_has_another_token_is_not_heard():
    with pytest.raises(NotSealed, match="not the same token"):
        open_question("another", *seal_question(TOKEN, QUESTION))
    with pytest.raises(NotSealed, match="not the same token"):
        open_answer("another", QUESTION, *seal_answer(TOKEN, QUESTION, Done()))


def test_what_was_changed_on_the_way_is_not_taken():
    data, seal = seal_question(TOKEN, QUESTION)
    for changed in (data[:-1] + bytes([data[-1] ^ 1]), data + b"\0", b""):
        with pytest.raises(NotSealed):
            open_question(TOKEN, changed, seal)


def test_an_answer_to_another_question_and_a_question_as_an_answer_are_not_taken():
    data, seal = seal_answer(TOKEN, QUESTION, Done())
    with pytest.raises(NotSealed):
        open_answer(TOKEN, msgspec.structs.replace(QUESTION, nonce=b"another"), data, seal)
    with pytest.raises(NotSealed):
        open_answer(TOKEN, QUESTION, *seal_question(TOKEN, QUESTION))
    with pytest.raises(NotSealed):
        open_question(TOKEN, *seal_answer(TOKEN, QUESTION, Done()))


@pytest.mark.parametrize("data", [None, "text", 7, {"a": 1}])
def test_what_is_no_message_is_not_taken(data: object):
    with pytest.raises(NotSealed, match="that is none"):
        open_question(TOKEN, data, b"seal")
    with pytest.raises(NotSealed, match="that is none"):
        open_question(TOKEN, b"data", data)


def test_more_than_a_message_may_have_is_not_read(monkeypatch: pytest.MonkeyPatch):
    sealed = seal_question(TOKEN, QUESTION)
    monkeypatch.setattr(messages, "MOST_BYTES", 10)
    with pytest.raises(NotSealed, match="too large"):
        open_question(TOKEN, *sealed)


def test_a_message_is_data_and_no_object_of_anything_else():
    for one in (Begin(b"n", "s", "v"), End(b"n", "s"), Refused("busy", busy=True)):
        assert not dataclasses.is_dataclass(one)
        assert set(msgspec.to_builtins(one)) == {"type", *one.__struct_fields__}
