import pytest

from digitdemo.runs.own_runs import LONGEST_NAME, KeptRun, SharedRun
from digitdemo.runs.run import RunError
from digitdemo.runs.store import RunStore
from tests.runs.conftest import put

KEY, OTHER_KEY = "a visitor's key", "another one"


def names(store: RunStore, owner: str = KEY) -> list[str]:
    return [kept.id for kept in store.of(owner).listed()]


@pytest.fixture
def two(store: RunStore) -> RunStore:
    put(store, "first", KEY)
    put(store, "second", KEY)
    put(store, "other", OTHER_KEY)
    return store


def test_an_owner_has_the_own_runs_alone_with_names_and_pins(two: RunStore):
    own = two.of(KEY)
    assert own.rename("first", "x" * 1000)
    assert own.pin("second")
    first, second = own.listed()
    assert first == KeptRun(id="first", name="x" * LONGEST_NAME, pinned=False, size=first.size, token=None)
    assert (second.id, second.name, second.pinned) == ("second", "", True)
    assert first.size > len(b"model")
    assert own.pin("second", False)
    assert not own.listed()[1].pinned


def test_nobody_does_anything_to_the_runs_of_others(two: RunStore):
    other = two.of(OTHER_KEY)
    for done in (other.rename("first", "mine"), other.pin("first"), other.delete("first"), other.unshare("first")):
        assert not done
    assert other.share("first") is None
    assert two.of(KEY).listed()[0].name == ""
    assert names(two, OTHER_KEY) == ["other"]


def test_a_deleted_run_is_gone_until_it_is_restored_and_for_good_when_the_app_starts_anew(two: RunStore):
    own = two.of(KEY)
    assert own.delete("first")
    assert not own.delete("first")
    assert names(two) == ["second"]
    assert two.ids() == ["second", "other"]
    assert not two.has("first", "model.tflite")
    with pytest.raises(RunError, match="run first: there is no"):
        two.load("first")
    assert own.restore("first")
    assert names(two) == ["first", "second"]
    assert two.load("first")
    own.delete("first")
    two.tidy()
    assert not own.restore("first")
    assert names(two) == ["second"]


def test_a_pinned_run_is_not_deleted(two: RunStore):
    own = two.of(KEY)
    own.pin("first")
    assert not own.delete("first")
    assert names(two) == ["first", "second"]


def test_a_token_opens_a_run_until_it_is_taken_back(two: RunStore):
    own = two.of(KEY)
    token = own.share("first")
    assert token
    assert own.share("first") == token
    assert own.share("second") != token
    assert two.shared(token) == "first"
    own.rename("first", "mine")
    assert two.shared_runs([token, "guessed"]) == {token: SharedRun("first", "mine", KEY)}
    assert own.listed()[0].token == token
    assert two.shared("guessed") is None
    own.delete("first")
    assert two.shared(token) is None
    own.restore("first")
    assert own.unshare("first")
    assert not own.unshare("first")
    assert two.shared(token) is None
    assert own.share("first") != token


def test_forgetting_takes_all_that_an_owner_has_and_nothing_of_others(two: RunStore):
    own = two.of(KEY)
    own.pin("first")
    token = own.share("first")
    own.delete("second")
    assert own.forget_all() == 2
    assert names(two) == []
    assert two.shared(token) is None
    assert two.ids() == ["other"]
