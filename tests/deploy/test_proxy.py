"""The headers of the app's answers, and the proxy's configuration, which has to say the same and let little through."""

import base64
import contextlib
import hashlib
import re
from pathlib import Path

import pytest
import streamlit
from starlette.types import Message, Receive, Scope, Send

from digitdemo.system import PROJECT, streamlit_settings
from digitdemo.ui.door.headers import HEADERS, SecurityHeaders

CONFIGURATION = (PROJECT / "deploy" / "nginx.conf").read_text(encoding="utf-8")


def test_the_proxy_says_what_the_app_says_and_once():
    assert dict(re.findall(r'add_header (\S+) "(.*)" always;', CONFIGURATION)) == HEADERS
    assert re.findall(r"proxy_hide_header (\S+);", CONFIGURATION) == list(HEADERS)


def test_no_place_within_the_proxy_has_headers_of_its_own_which_would_replace_all_others():
    places = re.findall(r"location [^{]*\{((?:[^{}]|\{[^{}]*\})*)\}", CONFIGURATION)
    assert len(places) > 4
    assert [place for place in places if "add_header" in place] == []


def test_the_proxy_lets_as_much_through_as_the_app_takes():
    most = streamlit_settings()["server"]["maxUploadSize"]
    let_through = int(re.search(r"client_max_body_size (\d+)m;", CONFIGURATION)[1])
    assert most < let_through <= most + 1


def test_the_one_script_in_streamlits_page_is_the_one_that_the_policy_allows():
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    assert hashes == re.findall(r"'sha256-([^']+)'", HEADERS["Content-Security-Policy"])


@pytest.mark.parametrize("status", [200, 404, 500])
def test_every_answer_of_the_app_has_the_headers_once_whatever_it_had(status: int):
    sent: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        own = [(b"content-type", b"text/plain"), (b"referrer-policy", b"unsafe-url")]
        await send({"type": "http.response.start", "status": status, "headers": own})
        await send({"type": "http.response.body", "body": b"words"})

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    with contextlib.suppress(StopIteration):  # at its end: nothing in it waits
        SecurityHeaders(app)({"type": "http"}, receive, send).send(None)
    names = {name.lower(): value for name, value in HEADERS.items()}
    assert {name.decode(): value.decode() for name, value in sent[0]["headers"]} == {
        "content-type": "text/plain",
        **names,
    }
    assert len(sent[0]["headers"]) == 1 + len(HEADERS)
    assert sent[1]["body"] == b"words"
