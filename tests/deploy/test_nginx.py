"""The shipped proxy, run: whom it tells the app of, what it refuses, and what it says of its own answers."""

import http.client
import http.server
import threading
from collections.abc import Iterator

import pytest

from digitdemo.bench.harness.processes import free_port
from digitdemo.bench.harness.proxy import nginx, running_proxy
from digitdemo.system import PROJECT
from digitdemo.ui.door.headers import HEADERS

pytestmark = pytest.mark.skipif(nginx() is None, reason="nginx is not installed: apt-get install nginx-light")


class Echo(http.server.BaseHTTPRequestHandler):
    """Stands in for the app: answers with the headers that it was sent."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = "".join(f"{name}: {value}\n" for name, value in self.headers.items()).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Referrer-Policy", "unsafe-url")
        self.end_headers()
        self.wfile.write(body)

    do_PUT = do_GET

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def proxy() -> Iterator[int]:
    """The port of the proxy before such a server."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        with running_proxy(server.server_port) as port:
            yield port
        server.shutdown()
        thread.join()


def ask(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, list[str]], str]:
    """Return the status of an answer, its headers by name, and its text."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, sent)
        answer = connection.getresponse()
        found: dict[str, list[str]] = {}
        for name, value in answer.getheaders():
            found.setdefault(name, []).append(value)
        return answer.status, found, answer.read().decode()
    finally:
        connection.close()


def assert_held(headers: dict[str, list[str]]) -> None:
    assert {name: headers.get(name) for name in HEADERS} == {name: [value] for name, value in HEADERS.items()}


def test_the_app_is_told_who_asks_by_the_proxy_alone(proxy: int):
    status, headers, told = ask(proxy, "GET", "/", X_Forwarded_For="203.0.113.9, 10.0.0.1", Forwarded="for=203.0.113.9")
    assert status == 200
    assert_held(headers)
    assert "X-Forwarded-For: 127.0.0.1\n" in told
    assert "203.0.113.9" not in told
    assert f"Host: 127.0.0.1:{proxy}\n" in told


@pytest.mark.parametrize(
    ("method", "path", "size", "status"),
    [
        ("GET", "/lab", 0, 200),
        ("POST", "/", 0, 403),
        ("PUT", "/lab", 10, 403),
        ("PUT", "/_stcore/upload_file/session/file", 12_500_000, 200),
        ("PUT", "/_stcore/upload_file/session/file", 14_000_000, 413),
        ("GET", "/_stcore/metrics", 0, 404),
        ("POST", "/_stcore/agent/interact", 2, 404),
        ("GET", "/..%2f..%2fetc/passwd", 0, 400),
    ],
)
def test_what_is_not_asked_for_is_refused_in_words_that_say_nothing_of_the_server(
    proxy: int, method: str, path: str, size: int, status: int
):
    found, headers, text = ask(proxy, method, path, bytes(size))
    assert found == status
    assert_held(headers)
    if status != 200:
        assert headers["Server"] == ["nginx"]
        assert str(PROJECT) not in text
        assert "Host:" not in text  # the app has never heard of it


def test_files_that_come_too_fast_are_refused_and_pages_are_not(proxy: int):
    sent = [ask(proxy, "PUT", "/_stcore/upload_file/a/b", b"x")[0] for _ in range(100)]
    assert 429 in sent
    assert ask(proxy, "GET", "/")[0] == 200


def test_while_the_app_is_away_the_proxy_says_so_under_the_same_policy():
    with running_proxy(free_port()) as port:
        status, headers, text = ask(port, "GET", "/")
    assert status == 502
    assert_held(headers)
    assert "127.0.0.1" not in text
