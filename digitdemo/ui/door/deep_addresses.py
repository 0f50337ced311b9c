"""Addresses that lead to another: one deeper than pages are, "/lab/more", and the first page's name, "/play".

At a deep one Streamlit's page would look for its scripts beside it; the first page answers at "/" only.
"""

from urllib.parse import quote

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_FIRST_PAGE = "play"
_STREAMLITS = ("_stcore", "auth", "static", "media", "component", "~")  # what it serves below these is as deep as it is


class DeepAddresses:
    """ASGI middleware that leads a browser from "/lab/more" to "/more", where the app says what there is, or to "/"."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lead on who opens such a page; let the app answer all else."""
        if _opens_a_page(scope) and (page := _page_in(scope["path"])):
            query = scope.get("query_string", b"").decode("ascii", "ignore")
            await RedirectResponse(f"{page}?{query}" if query else page)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _opens_a_page(scope: Scope) -> bool:
    is_get = scope["type"] == "http" and scope["method"] == "GET"
    return is_get and "text/html" in Headers(scope=scope).get("accept", "")


def _page_in(path: str) -> str:
    """Return the address of the page to which a path leads: that which its last part names; "" where it stays."""
    base = list(filter(None, st.get_option("server.baseUrlPath").split("/")))
    parts = list(filter(None, path.split("/")))
    below = parts[len(base) :] if parts[: len(base)] == base else parts
    if below[-1:] == [_FIRST_PAGE]:
        return "/".join(["", *base, ""]) if base else "/"
    if len(below) < 2 or below[0] in _STREAMLITS or "." in below[-1]:
        return ""
    return "/".join(["", *base, quote(below[-1], safe="")])
