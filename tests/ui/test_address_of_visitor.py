import pytest
import streamlit as st

from digitdemo.ui.state.address_of_visitor import visitors_address

PROXY = "10.0.0.7"


def test_this_session_has_the_address_of_its_browser(monkeypatch: pytest.MonkeyPatch):
    headers = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
    context = FakeContext(PROXY, headers)
    monkeypatch.setattr(st, "context", context)
    assert visitors_address() == PROXY
    monkeypatch.setenv("DIGITDEMO_PROXIES", "1")
    assert visitors_address() == "203.0.113.9"


def test_without_a_browser_no_address_is_known():
    assert visitors_address() == ""


class FakeContext:
    """What Streamlit knows of a connection."""

    def __init__(self, ip_address: str, headers: dict[str, str]) -> None:
        self.ip_address = ip_address
        self.headers = FakeHeaders(headers)


class FakeHeaders(dict[str, str]):
    def get_all(self, name: str) -> list[str]:
        return [self[name]] if name in self else []
