import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from digitdemo.runs import drafts
from digitdemo.runs.drafts import SILENT_SECONDS
from digitdemo.runs.run import Forgotten
from digitdemo.runs.store import RunStore
from tests.conftest import Clock, until
from tests.runs.conftest import a_run, change


class OthersClock(Clock):
    def read(self) -> float:
        return self.now

    def __call__(self) -> float:
        return self.read()


@pytest.fixture
def others_clock() -> OthersClock:
    return OthersClock()


@pytest.fixture
def other(make_store: Callable[..., RunStore], others_clock: OthersClock) -> RunStore:
    """Another app on the same database and folder."""
    return make_store(clock=others_clock)


@pytest.fixture
def open_drafts() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def left(tmp_path: Path) -> list[Path]:
    return list(tmp_path.glob("drafts/*/*"))


def test_a_draft_whose_process_lives_is_never_removed(
    store: RunStore, url: str, other: RunStore, others_clock: OthersClock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(drafts, "BEAT_SECONDS", 0.001)
    with store.draft() as draft:
        for _ in range(5):
            other.clear_drafts()
            before = beats(url)
            until(lambda before=before: beats(url) > before)
            others_clock.now += 2 * SILENT_SECONDS
        other.clear_drafts()
        assert draft.is_dir()
        store.save(a_run(), draft)
    assert left(store.root) == []


def beats(url: str) -> list[int]:
    """Return how often each draft has given a sign of life."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = list(connection.execute(text("SELECT beats FROM drafts")).scalars())
    engine.dispose()
    return found


def test_a_draft_that_falls_silent_goes_when_it_was_silent_for_long(
    store: RunStore, url: str, other: RunStore, others_clock: OthersClock, open_drafts: ExitStack, tmp_path: Path
):
    draft = open_drafts.enter_context(store.draft())  # its next beat is far away, as if its process were dead
    (draft / "model.keras").write_bytes(b"half")
    other.clear_drafts()
    others_clock.now += SILENT_SECONDS - 1
    other.clear_drafts()
    assert left(tmp_path) == [draft]
    others_clock.now += 2
    other.clear_drafts()
    assert left(tmp_path) == []
    assert beats(url) == []


def test_a_draft_that_was_taken_for_dead_makes_no_run_without_its_files(store: RunStore, open_drafts: ExitStack):
    draft = open_drafts.enter_context(store.draft())
    shutil.rmtree(draft)
    with pytest.raises(FileNotFoundError):
        store.save(a_run(), draft)
    assert store.ids() == []


def test_a_living_draft_that_another_took_for_dead_comes_back_to_life(
    store: RunStore, url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(drafts, "BEAT_SECONDS", 0.001)
    with store.draft():
        assert change(url, "DELETE FROM drafts") == 1
        until(lambda: beats(url))


def test_a_folder_of_nobody_goes_at_once(store: RunStore, tmp_path: Path):
    with store.draft() as draft:
        pass
    draft.mkdir()  # as if the process had died before it could remove it
    store.clear_drafts()
    assert left(tmp_path) == []


def test_a_run_is_of_whoever_has_its_draft_by_now(store: RunStore, url: str, open_drafts: ExitStack):
    draft = open_drafts.enter_context(store.draft("a"))
    change(url, "UPDATE drafts SET owner = 'b'")
    store.save(a_run(), None, "a", name="Mine", draft=draft)
    assert [(kept.id, kept.name) for kept in store.of("b").listed()] == [("a-run", "Mine")]
    assert store.of("a").listed() == []


def test_whoever_is_forgotten_meanwhile_has_no_run(store: RunStore, url: str, open_drafts: ExitStack):
    draft = open_drafts.enter_context(store.draft("a"))
    change(url, "UPDATE drafts SET owner = ''")
    with pytest.raises(Forgotten):
        store.save(a_run(), None, "a", draft=draft)
    assert store.ids() == []


@pytest.mark.parametrize("owner", ["", "a"])
def test_a_run_whose_draft_is_not_known_any_more_is_of_whom_it_was_for(
    owner: str, store: RunStore, url: str, open_drafts: ExitStack
):
    draft = open_drafts.enter_context(store.draft(owner))
    store.save(a_run("one"), None, owner, draft=draft)
    change(url, "DELETE FROM drafts")
    store.save(a_run("two"), None, owner, draft=draft)
    assert [kept.id for kept in store.of(owner).listed()] == ["one", "two"]


def test_an_app_on_another_database_leaves_drafts_alone(store: RunStore, tmp_path: Path):
    another = RunStore(tmp_path, f"sqlite:///{tmp_path}/another.sqlite")
    another.ids()
    with store.draft() as draft:
        another.clear_drafts()
        assert draft.is_dir()


def test_a_draft_that_gives_a_sign_of_life_at_the_last_moment_stays(
    store: RunStore, url: str, other: RunStore, others_clock: OthersClock, monkeypatch: pytest.MonkeyPatch
):
    with store.draft() as draft:
        other.clear_drafts()

        def late_clock() -> float:  # it is asked between the look and the removal
            change(url, "UPDATE drafts SET beats = beats + 1")
            return others_clock.now + 2 * SILENT_SECONDS

        monkeypatch.setattr(others_clock, "read", late_clock)
        other.clear_drafts()
        assert draft.is_dir()
        assert len(beats(url)) == 1
