import pytest

from digitdemo.jobs.fair_share import FairShare


def served(share: FairShare, amounts: dict[str, float], turns: int) -> str:
    """Serve those who always want so much so many times, and return who was."""
    order = ""
    for _ in range(turns):
        party = min(amounts, key=lambda each: (share.due(each, amounts[each]), each))
        share.serve(party, amounts[party])
        order += party
    return order


@pytest.mark.parametrize(
    ("amounts", "order"),
    [
        ({"a": 1, "b": 1}, "ababab"),
        ({"a": 1, "b": 2}, "aabaab"),  # as much time, half as often
        ({"a": 1, "b": 10}, "a" * 10 + "b" + "a" * 10 + "b"),  # little before much, and much in the end
        ({"a": 1, "b": 1, "c": 4}, "ababababc"),
    ],
)
def test_all_get_as_much_and_little_comes_before_much(amounts: dict[str, float], order: str):
    share = FairShare()
    share.wait(set(amounts))
    assert served(share, amounts, len(order)) == order


def test_who_comes_anew_begins_level_with_those_that_are_served():
    share = FairShare()
    share.wait({"a"})
    served(share, {"a": 1}, 1000)
    share.wait({"a", "b"})
    assert served(share, {"a": 1, "b": 1}, 6) == "bababa"


def test_who_leaves_and_comes_back_at_once_has_not_had_less():
    share = FairShare()
    share.wait({"a", "b"})
    share.serve("a", 100)
    share.wait({"b"})
    share.wait({"a", "b"})
    assert served(share, {"a": 1, "b": 1}, 100) == "b" * 100


def test_what_took_less_or_more_than_foretold_is_put_right():
    share = FairShare()
    share.wait({"a", "b"})
    share.serve("a", 10)
    share.correct("a", -8)
    assert share.due("a", 0) == 2
    share.correct("a", 5)
    assert share.due("a", 0) == 7


def test_a_copy_goes_on_by_itself():
    share = FairShare()
    share.wait({"a", "b"})
    served(share.copy(), {"a": 1, "b": 1}, 9)
    assert (share.due("a", 0), share.due("b", 0)) == (0, 0)
