"""What a browser gets at the addresses of networks."""

from typing import Any

import pytest
import streamlit as st
from starlette.applications import Starlette

from digitdemo.ui import resources
from digitdemo.ui.door.network_files import network_route
from tests.conftest import run_async


def asked(path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    """Return the status, the headers and the content of the answer."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": []}
    run_async(Starlette(routes=[network_route()])(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


def test_a_network_comes_to_stay():
    address = resources.network_address("linear")
    assert address is not None
    status, headers, content = asked(f"/{address}")
    assert (status, content) == (200, resources.network_file(address.partition("/")[2]))
    assert headers["content-type"] == "application/octet-stream"
    assert headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("name", ["linear", "linear-0000000000000000.bin", "%2e%2e", "ä"])
def test_what_is_not_there_is_not_kept_either(name: str):
    status, headers, content = asked(f"/networks/{name}")
    assert (status, content) == (404, b"There is no such network.")
    assert "cache-control" not in headers


def test_networks_are_only_asked_for():
    assert asked(f"/{resources.network_address('linear')}", "POST")[0] == 405


def test_below_an_address_of_its_own_the_app_has_its_networks_there(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(st, "get_option", {"server.baseUrlPath": "/school/digits/"}.__getitem__)
    address = resources.network_address("linear")
    assert asked(f"/school/digits/{address}")[0] == 200
    assert asked(f"/{address}")[0] == 404
