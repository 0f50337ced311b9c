"""Addresses deeper than the app's pages are, "/lab/more": Streamlit's page would look for its scripts beside them."""

from urllib.parse import quote

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_STREAMLITS = ("_stcore", "auth", "static", "media", "component", "~")  # what it serves below these is as deep as it is


class DeepAddresses:
    """ASGI middleware that leads a browser from "/lab/more" to "/more", where the app says what there is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lead on who opens such a page; let the app answer all else."""
        if _opens_a_page(scope) and (page := _page_in(scope["path"])):
            await RedirectResponse(page)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _opens_a_page(scope: Scope) -> bool:
    is_get = scope["type"] == "http" and scope["method"] == "GET"
    return is_get and "text/html" in Headers(scope=scope).get("accept", "")


def _page_in(path: str) -> str:
    """Return the address of the page that the last part of a deep path names; "" where the path is none."""
    base = list(filter(None, st.get_option("server.baseUrlPath").split("/")))
    parts = list(filter(None, path.split("/")))
    below = parts[len(base) :] if parts[: len(base)] == base else parts
    if len(below) < 2 or below[0] in _STREAMLITS or "." in below[-1]:
        return ""
    return "/".join(["", *base, quote(below[-1], safe="")])
