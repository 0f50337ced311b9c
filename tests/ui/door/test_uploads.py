from http import HTTPStatus

import pytest

from digitdemo.ui.door.uploads import Uploads, upload_in
from tests.conftest import Clock

MB = 1_000_000


class Memory:
    """What is kept of files, by session and file."""

    def __init__(self) -> None:
        self.files: set[tuple[str, str]] = set()

    def has(self, session: str, file: str) -> bool:
        return (session, file) in self.files

    def drop(self, session: str, file: str) -> None:
        self.files.discard((session, file))


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def uploads(memory: Memory, clock: Clock) -> Uploads:
    return Uploads(memory, clock)


def send(uploads: Uploads, memory: Memory, session: str, file: str, size: int = MB) -> HTTPStatus:
    """Ask for an address, and send a file there if it may be."""
    uploads.expect(session, [file])
    if (status := uploads.begin(session, file, size)) == HTTPStatus.OK:
        memory.files.add((session, file))
        uploads.end(session, file, came=True)
    return status


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/_stcore/upload_file/s/f", ("s", "f")),
        ("/base/_stcore/upload_file/s/f", ("s", "f")),
        ("/_stcore/upload_file/s", None),
        ("/_stcore/health", None),
    ],
)
def test_the_address_of_a_file_names_session_and_file(path: str, found: tuple[str, str] | None):
    assert upload_in(path) == found


def test_a_file_comes_once_and_only_to_an_address_that_was_asked_for(uploads: Uploads, memory: Memory):
    assert uploads.begin("s", "f", MB) == HTTPStatus.FORBIDDEN
    assert send(uploads, memory, "s", "f") == HTTPStatus.OK
    assert uploads.begin("s", "f", MB) == HTTPStatus.FORBIDDEN
    assert uploads.begin("another", "f", MB) == HTTPStatus.FORBIDDEN


def test_how_large_it_is_has_to_be_said_before(uploads: Uploads):
    uploads.expect("s", ["f"])
    assert uploads.begin("s", "f", None) == HTTPStatus.LENGTH_REQUIRED


def test_a_session_sends_one_at_a_time_and_so_many_a_minute(
    uploads: Uploads, memory: Memory, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DIGITDEMO_UPLOADS_PER_MINUTE", "3")
    uploads.expect("s", ["f", "g"])
    assert uploads.begin("s", "f", MB) == HTTPStatus.OK
    assert uploads.begin("s", "g", MB) == HTTPStatus.TOO_MANY_REQUESTS
    uploads.end("s", "f", came=False)
    sent = [send(uploads, memory, "s", str(n)) for n in range(3)]
    assert sent == [HTTPStatus.OK, HTTPStatus.OK, HTTPStatus.TOO_MANY_REQUESTS]
    clock.now += 61
    assert send(uploads, memory, "s", "later") == HTTPStatus.OK


def test_of_a_session_only_the_newest_file_is_kept(uploads: Uploads, memory: Memory):
    for number in range(20):
        assert send(uploads, memory, "s", str(number), 5 * MB) == HTTPStatus.OK
    assert memory.files == {("s", "19")}


def test_of_all_only_so_much_is_kept_and_what_nobody_reads_gives_way(
    uploads: Uploads, memory: Memory, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DIGITDEMO_UPLOADS_MB", "12")
    assert send(uploads, memory, "one", "f", 5 * MB) == HTTPStatus.OK
    clock.now += 6
    assert send(uploads, memory, "two", "f", 5 * MB) == HTTPStatus.OK
    assert send(uploads, memory, "three", "f", 5 * MB) == HTTPStatus.SERVICE_UNAVAILABLE
    clock.now += 6
    assert send(uploads, memory, "three", "g", 5 * MB) == HTTPStatus.OK
    assert memory.files == {("two", "f"), ("three", "g")}


def test_a_file_that_was_read_leaves_its_room_at_once(
    uploads: Uploads, memory: Memory, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DIGITDEMO_UPLOADS_MB", "12")
    for number in range(10):
        assert send(uploads, memory, f"s{number}", "f", 10 * MB) == HTTPStatus.OK
        memory.files.clear()


def test_nothing_is_expected_of_a_session_that_has_ended(uploads: Uploads):
    uploads.expect("s", ["f"])
    uploads.forget("s")
    assert uploads.begin("s", "f", MB) == HTTPStatus.FORBIDDEN
