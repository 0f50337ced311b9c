"""Where an address leads that is deeper than pages are."""

from typing import Any

import pytest

from digitdemo.ui.door.deep_addresses import DeepAddresses


def asked(path: str, accept: str = "text/html,*/*", method: str = "GET") -> tuple[int, str]:
    """Return the status of the answer, and where it leads."""
    sent: list[dict[str, Any]] = []

    async def app(scope: dict, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": [(b"accept", accept.encode())]}
    answer = DeepAddresses(app)(scope, None, send)
    with pytest.raises(StopIteration):  # nothing in it waits
        answer.send(None)
    return sent[0]["status"], dict(sent[0]["headers"]).get(b"location", b"").decode()


@pytest.mark.parametrize(
    ("path", "to"),
    [("/lab/more", "/more"), ("/a/b/c/", "/c"), ("//evil.example/x", "/x"), ("/a/ä ö", "/%C3%A4%20%C3%B6")],
)
def test_a_deep_address_leads_to_a_page_of_the_app(path: str, to: str):
    assert asked(path) == (307, to)


@pytest.mark.parametrize(
    "path",
    ["/", "/lab", "/lab/", "/static/js/index.js", "/_stcore/health", "/auth/login", "/auth/logout", "/a/picture.png"],
)
def test_what_is_no_deep_page_is_the_apps_own(path: str):
    assert asked(path) == (200, "")


def test_only_who_opens_a_page_is_led_on():
    assert asked("/lab/more", accept="*/*") == (200, "")
    assert asked("/lab/more", method="PUT") == (200, "")
