"""The fields of a visit that are kept, without a database."""

import msgspec

from digitdemo.visitors.kept import FIELDS, TOGETHER, KeptVisit, both, changed, changes, checked, state_of

BEFORE = {"lessons": 1, "predicted": {"a": 1, "b": 2}, "shown": ["mlp"]}


def test_a_visit_is_json_and_comes_back_from_it():
    visit = KeptVisit(predicted={"a": 1}, climb=((0.5, 0.9),), spotted=[("overfit", 0.8)], own_digits=[(4, {"m": 9})])
    state = checked(msgspec.json.decode(msgspec.json.encode(state_of(visit))))
    assert KeptVisit(**state) == visit


def test_what_is_damaged_or_unknown_is_left_out_and_the_rest_is_kept():
    state = {"lessons": "many", "shown": [1], "predicted": {"a": 1}, "password": "x", "language": "d" * 201}
    assert checked(state) == {"predicted": {"a": 1}}
    assert checked([1, 2]) == {}


def test_of_what_there_is_too_much_of_the_newest_is_kept():
    """The numbers of all runs were lost with the thousand and first."""
    numbers = {f"r{n}": n for n in range(1001)}
    state = checked({"numbers": numbers, "told_ended": list(numbers)})
    assert list(state["numbers"].values()) == list(range(1, 1001))
    assert state["told_ended"] == list(numbers)[1:]


def test_changes_are_what_is_other_than_before():
    after = {"lessons": 2, "predicted": {"a": 3, "c": 0}, "shown": ["mlp"]}
    change = changes(BEFORE, after)
    assert change == {"lessons": 2, "predicted": {"a": 3, "c": 0, "b": None}}
    assert changed(BEFORE, change) == after
    assert changes(BEFORE, BEFORE) == {}


def test_what_two_tabs_change_at_once_is_kept_of_both():
    one = changes(BEFORE, {**BEFORE, "predicted": {**BEFORE["predicted"], "mine": 1}})
    other = changes(BEFORE, {**BEFORE, "predicted": {"a": 1, "yours": 2}})
    assert changed(changed(BEFORE, one), other)["predicted"] == {"a": 1, "mine": 1, "yours": 2}
    assert changed(BEFORE, both(one, other)) == changed(changed(BEFORE, one), other)


def test_all_tabs_have_the_same_of_what_was_done_and_each_its_own_of_what_is_looked_at():
    assert {"numbers", "colours", "predicted", "deleted"} <= set(TOGETHER)
    assert {"objects", "shown", "answering", "looked_at", "knobs"} <= set(FIELDS) - set(TOGETHER)
