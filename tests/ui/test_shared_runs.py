"""Runs of others: a link opens one read-only, nothing else opens any, and its owner takes the link back."""

from collections.abc import Callable, Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.own_runs import OwnRuns
from digitdemo.runs.owners import owner_of
from digitdemo.runs.run import RunError, StoreError
from digitdemo.takehome import package
from digitdemo.ui import resources
from digitdemo.ui.state import shared_runs, widget_keys
from tests.conftest import DROPOUT, MLP, SEVEN, run_of
from tests.ui.conftest import (
    INSIDE,
    LAB,
    MISTAKES,
    PLAY,
    bring,
    message,
    open_tab,
    shown_answers,
    texts,
    visit_of,
    widget,
)

THEIRS = "20260101-000000-mlp-abcdef"


@pytest.fixture
def owner(at: AppTest) -> OwnRuns:
    """Somebody else, who has trained the run `THEIRS`."""
    someone = owner_of("somebody else's key")
    resources.run_store().save(run_of(DROPOUT, id=THEIRS), SHIPPED_MODELS / "mlp", someone)
    return resources.run_store().of(someone)


@pytest.fixture
def never_read(owner: OwnRuns, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lets the test fail that has `THEIRS` read."""
    store, asked = resources.run_store(), []
    for method in ("load", "read", "has"):
        monkeypatch.setattr(store, method, lambda run_id, *_: asked.append(run_id) or False)
    yield
    assert THEIRS not in asked


def open_page(at: AppTest, page: str, **says: str) -> None:
    at.query_params.clear()
    at.query_params.update(says)
    at.switch_page(page).run()
    assert not at.exception


def buttons(at: AppTest) -> set[str]:
    return {button.key for button in at.button}


def test_a_link_opens_a_run_with_its_knobs_and_answers_but_lets_nobody_change_it(at: AppTest, owner: OwnRuns):
    owner.rename(THEIRS, "of *Ada*")
    token = owner.share(THEIRS)
    open_page(at, LAB, shared=token)
    assert visit_of(at).shown == [THEIRS]
    assert "Shared 1: of *Ada*" in texts(at)
    assert "Somebody shared this run with you." in texts(at)
    assert at.session_state["knob_dropout"] == DROPOUT.dropout
    assert {"train_the_same", "take_off", "to_knobs"} <= buttons(at)
    assert not {"pin", "delete", "make_link"} & buttons(at)
    assert f"name_{THEIRS}" not in [field.key for field in at.text_input]
    at.slider(key="knob_epochs").set_value(5).run()
    assert dict(at.query_params) == {"architecture": "mlp", "dropout": "0.5", "epochs": "5", "shared": token}
    at.session_state["canvas"] = message(SEVEN)
    at.switch_page(PLAY).run()
    assert THEIRS in shown_answers(at)["answers"]
    open_page(at, INSIDE)
    assert at.query_params["shared"] == token
    open_page(at, MISTAKES)
    assert dict(at.query_params) == {"shared": token}
    assert [(kept.name, kept.pinned) for kept in owner.listed()] == [("of *Ada*", False)]


@pytest.mark.parametrize("end", ["unshare", "delete"])
def test_a_run_that_its_owner_takes_back_leaves_the_page_that_shows_it(at: AppTest, owner: OwnRuns, end: str):
    token = owner.share(THEIRS)
    open_page(at, LAB, shared=token)
    at.switch_page(PLAY).run()
    getattr(owner, end)(THEIRS)
    at.session_state["canvas"] = message(SEVEN)
    at.run()
    assert "Shared 1: MLP 512-512, dropout 0.5 is no longer shared." in texts(at)
    assert THEIRS not in shown_answers(at)["answers"]
    assert THEIRS not in {*visit_of(at).answering, *visit_of(at).shown, visit_of(at).looked_at}
    at.switch_page(LAB).run()
    assert "no longer shared" not in texts(at)
    assert THEIRS not in at.query_params.values()
    open_page(at, MISTAKES, shared=token)
    assert "This run is no longer shared. In the Lab you can train one of your own." in texts(at)
    assert "Not all of this address" not in texts(at)


def test_a_page_that_stays_open_gives_nobody_a_file_of_a_run_that_is_no_longer_shared(
    at: AppTest, owner: OwnRuns, monkeypatch: pytest.MonkeyPatch
):
    made: list[Callable[[], bytes]] = []
    monkeypatch.setattr(st, "download_button", lambda label, data, *_, **__: made.append(data))
    monkeypatch.setattr(package, "pack", lambda source, run_id: b"all of it")
    open_page(at, LAB, shared=owner.share(THEIRS))
    assert made[-1]() == b"all of it"
    owner.unshare(THEIRS)
    with pytest.raises(RunError, match="no longer shared"):
        made[-1]()


def test_a_run_of_somebody_else_is_compared_with_ones_own(at: AppTest, owner: OwnRuns):
    open_page(at, LAB, shared=owner.share(THEIRS))
    visit_of(at).runs = {"mine": run_of(MLP, id="mine", seed=1)}
    visit_of(at).runs_tab = "Two runs"
    bring(at, "mine", THEIRS)
    assert "**A** :green[●] 1. " in texts(at)
    assert "**B** :blue[●] Shared 1: " in texts(at)
    assert "From A to B: " in texts(at)


def test_whoever_opens_a_run_takes_it_off_the_own_list_only(at: AppTest, owner: OwnRuns):
    token = owner.share(THEIRS)
    open_page(at, LAB, shared=token)
    at.button(key="take_off").click().run()
    assert visit_of(at).shown == []
    assert "no longer shared" not in texts(at)
    assert [kept.id for kept in owner.listed()] == [THEIRS]
    open_page(at, MISTAKES)
    open_page(at, LAB, shared=token)
    assert visit_of(at).shown == [THEIRS]


@pytest.mark.usefixtures("scripted_trainer")
def test_a_visit_that_goes_on_has_the_runs_whose_links_it_opened_if_they_still_are_shared(at: AppTest, owner: OwnRuns):
    other = "20260101-000000-mlp-fedcba"
    resources.run_store().save(run_of(MLP, id=other), None, owner_of("somebody else's key"))
    at.run()
    now = visit_of(at)
    now.links_opened = {THEIRS: owner.share(THEIRS), other: owner.share(other)}
    owner.unshare(other)
    now.shown, now.answering = [THEIRS, other], [THEIRS]
    open_page(at, LAB)
    assert list(now.shared_with_me) == list(now.links_opened) == now.shown == now.answering == [THEIRS]
    assert "This run is no longer shared." in texts(at)


def test_a_run_of_another_visit_that_becomes_the_same_is_ones_own(at: AppTest, owner: OwnRuns):
    open_page(at, LAB, shared=owner.share(THEIRS))
    resources.keeper().bring_along(owner_of("somebody else's key"), visit_of(at).owner)
    visit_of(at).in_store = True
    at.run()
    assert visit_of(at).shared_with_me == {}
    assert visit_of(at).shown == [THEIRS]
    assert "pin" in buttons(at)


def test_a_database_that_fails_for_a_moment_takes_no_shared_run_away(
    at: AppTest, owner: OwnRuns, monkeypatch: pytest.MonkeyPatch
):
    open_page(at, LAB, shared=owner.share(THEIRS))
    with monkeypatch.context() as failing:
        failing.setattr(resources.run_store(), "shared_runs", lambda _: fail())
        at.run()
        assert visit_of(at).shown == [THEIRS]
        assert not at.exception
    owner.unshare(THEIRS)
    at.run()
    assert visit_of(at).shown == []


def fail() -> None:
    raise StoreError("the database of runs fails (for a moment)")


def test_whoever_opens_a_run_trains_the_same(at: AppTest, owner: OwnRuns):
    open_page(at, LAB, shared=owner.share(THEIRS))
    at.button(key="train_the_same").click().run()
    (job,) = visit_of(at).job_ids
    assert resources.job_queue().job(job).config == DROPOUT
    at.button(key="stop").click().run()


def test_an_owner_makes_a_link_and_takes_it_back(at: AppTest):
    at.switch_page(LAB).run()
    run = run_of(MLP, id="mine")
    resources.run_store().save(run, SHIPPED_MODELS / "mlp", visit_of(at).owner)
    visit_of(at).runs = {"mine": run}
    bring(at, "mine")
    open_tab(at, "Numbers")
    at.button(key="make_link").click().run()
    (token,) = [kept.token for kept in resources.run_store().of(visit_of(at).owner).listed()]
    assert any(f"/lab?shared={token}" in element.proto.json for element in at.get("bidi_component"))
    open_page(at, MISTAKES)
    open_page(at, LAB, shared=token)  # one's own link: it stays one's own run
    assert visit_of(at).shared_with_me == {}
    assert "pin" in buttons(at)
    at.button(key="stop_sharing").click().run()
    assert resources.run_store().shared(token) is None
    assert "make_link" in buttons(at)


@pytest.mark.parametrize("page", [LAB, MISTAKES, INSIDE, PLAY])
@pytest.mark.parametrize("name", ["run", "shared"])
def test_no_address_opens_a_run_by_its_id(at: AppTest, owner: OwnRuns, page: str, name: str, never_read: None):
    open_page(at, page, **{name: THEIRS})
    assert f"{name}: " in texts(at)
    assert THEIRS not in {*visit_of(at).answering, *visit_of(at).shown, visit_of(at).looked_at}


@pytest.mark.parametrize(
    ("page", "kind", "key"),
    [
        (LAB, "pills", "shown_on_lab"),
        (PLAY, "pills", "answering_on_play"),
        (MISTAKES, "selectbox", "looked_at_on_mistakes"),
        (MISTAKES, "selectbox", "compared_with_on_mistakes"),
        (INSIDE, "selectbox", "looked_at_on_inside"),
    ],
)
def test_no_widget_chooses_a_run_that_it_does_not_offer(
    at: AppTest, owner: OwnRuns, page: str, kind: str, key: str, never_read: None
):
    at.switch_page(page)
    at.session_state[widget_keys.MODELS] = True  # where the choice is, on Play: its content is made once it is open
    at.run()
    choice = widget(at, kind, key)
    if kind == "selectbox":
        choice.options.append(THEIRS)
    choice.set_value([*choice.value, THEIRS] if kind == "pills" else THEIRS).run()
    if page == PLAY:
        at.button(key="test_digit").click().run()
        at.button(key="hard").click().run()
    assert not at.exception
    assert THEIRS not in shown_answers(at).get("answers", {})


def test_the_run_that_was_opened_first_gives_way_to_the_last(
    at: AppTest, owner: OwnRuns, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(shared_runs, "MOST", 2)
    for number in range(3):
        resources.run_store().save(run_of(MLP, id=f"their-{number}"), None, owner_of("somebody else's key"))
        open_page(at, MISTAKES)
        open_page(at, LAB, shared=owner.share(f"their-{number}"))
    assert list(visit_of(at).shared_with_me) == ["their-1", "their-2"]
