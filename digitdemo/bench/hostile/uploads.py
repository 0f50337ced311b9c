"""Files that strangers give the running app by its fields: their readers alone do not show how others are delayed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from typing import TYPE_CHECKING

from digitdemo.bench.hostile.target import kind_of
from digitdemo.bench.hostile.zips import TAKEN_HOME, is_whole_run, taken_home

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_PATIENCE = 60.0  # seconds
# Which kind of files a field takes, the page and query that it is at, how its widget's key begins, and a file's name.
_FIELDS = {
    "pictures": ("", "", "file_", "picture.png"),
    "drawings": ("mistakes", "test_set=mine", "drawings_file_", "mine.json"),
    "zips": ("lab", "", "bring_in_", "run.zip"),
}


@dataclass(frozen=True)
class Upload:
    """A file for the field of a page whose key begins with `field`."""

    page: str
    query: str
    field: str
    name: str
    file: bytes


class Sender:
    """Sends files to the app on that port of 127.0.0.1, with what a browser has to show for that."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._token = self._ask("GET", "/_stcore/health").partition("_streamlit_xsrf=")[2].partition(";")[0]
        if not self._token:
            raise RuntimeError("the app has given no token for files")

    def put(self, address: str, name: str, file: bytes, *, token: bool = True) -> int:
        """Send a file to an address that a session was given, with the pages' token or without; return the status."""
        about = f'Content-Disposition: form-data; name="f"; filename="{name}"'.encode()
        body = b"--b7b\r\n%s\r\n\r\n%s\r\n--b7b--\r\n" % (about, file)
        headers = {"Content-Type": "multipart/form-data; boundary=b7b"}
        if token:
            headers |= {"Cookie": f"_streamlit_xsrf={self._token}", "X-Xsrftoken": self._token}
        return int(self._ask("PUT", address, body, headers)[:3])

    def _ask(self, method: str, address: str, body: bytes = b"", headers: dict[str, str] | None = None) -> str:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=_PATIENCE)
        try:
            connection.request(method, address, body, headers or {})
            answer = connection.getresponse()
            answer.read()
            return f"{answer.status} {answer.getheaders()}"
        except (BrokenPipeError, ConnectionResetError):  # it does not listen to the end of what is too large
            return "413"
        finally:
            connection.close()


def by_hand() -> dict[str, Upload]:
    """Return the files that the kinds have made by hand, each for the field that takes such files.

    Not a run as it was taken home: its model is run and measured, for seconds, as it should be.
    """
    return {
        f"{kind}: {label}": Upload(*field, file)
        for kind, field in _FIELDS.items()
        for label, file in kind_of(kind).hand_made().items()
        if label != TAKEN_HOME
    }


def generated() -> SearchStrategy[Upload]:
    """Return generated files of the kinds, but for those that are a run as it was taken home."""
    from hypothesis import strategies as st

    files = {kind: kind_of(kind).generated() for kind in _FIELDS}
    files["zips"] = files["zips"].filter(lambda file: not is_whole_run(file))
    return st.one_of([files[kind].map(partial(Upload, *field)) for kind, field in _FIELDS.items()])


def whole_run() -> Upload:
    """Return a run as it was taken home."""
    return Upload(*_FIELDS["zips"], taken_home())
