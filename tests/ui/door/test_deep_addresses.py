"""Where an address leads that is deeper than pages are."""

from typing import Any

import pytest

from digitdemo.ui.door.deep_addresses import DeepAddresses


def asked(address: str, accept: str = "text/html,*/*", method: str = "GET") -> tuple[int, str]:
    """Return the status of the answer, and where it leads."""
    sent: list[dict[str, Any]] = []

    async def app(scope: dict, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: Any) -> None:
        sent.append(message)

    path, _, query = address.partition("?")
    headers = [(b"accept", accept.encode())]
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": headers}
    answer = DeepAddresses(app)(scope, None, send)
    with pytest.raises(StopIteration):  # nothing in it waits
        answer.send(None)
    return sent[0]["status"], dict(sent[0]["headers"]).get(b"location", b"").decode()


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/lab/more", "/more"),
        ("/a/b/c/", "/c"),
        ("//evil.example/x", "/x"),
        ("/a/ä ö", "/%C3%A4%20%C3%B6"),
        ("/class/lab?run=linear", "/lab?run=linear"),
        ("/play", "/"),
        ("/class/play/?lang=de", "/?lang=de"),
    ],
)
def test_an_address_without_a_page_leads_to_one(path: str, to: str):
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
