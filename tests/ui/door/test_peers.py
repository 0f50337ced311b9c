"""Whom the app takes for the other end of a connection, behind uvicorn, which believes what headers say."""

import contextlib
from typing import Any

import pytest
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from digitdemo.ui.door.peers import Peers
from digitdemo.visitors.addresses import address_of

CHOSEN = "198.51.100.1"


def client(peer: str, at: str, kind: str = "websocket") -> str:
    """Return the other end that the app sees of a connection from `peer` to `at` that says it is from `CHOSEN`."""
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["client"][0])

    scope = {
        "type": kind,
        "scheme": "ws",
        "client": (peer, 50_000),
        "server": (at, 8501),
        "headers": [(b"x-forwarded-for", f"{CHOSEN}:77".encode())],
    }
    with contextlib.suppress(StopIteration):  # at its end: nothing in it waits
        ProxyHeadersMiddleware(Peers(app), trusted_hosts="127.0.0.1,::1")(scope, None, None).send(None)  # type: ignore[arg-type]
    return seen[0]


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("here", ["127.0.0.1", "::1"])
def test_nobody_on_this_machine_chooses_an_address(here: str, kind: str):
    assert client(here, here, kind) == here
    assert address_of(client(here, here, kind), [CHOSEN], 0) == ""


def test_whoever_comes_over_the_network_has_the_address_that_they_have():
    assert client("203.0.113.9", "10.0.0.5") == "203.0.113.9"


def test_a_proxy_on_this_machine_is_believed_as_far_as_the_limits_say():
    assert address_of(client("127.0.0.1", "127.0.0.1"), [f"{CHOSEN}, 203.0.113.9"], 1) == "203.0.113.9"
