"""Networks at addresses of their own: a browser that has one need not ask for it again, on whatever page or visit."""

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

_A_YEAR = 365 * 24 * 60 * 60


def network_route() -> Route:
    """Return the route of `resources.network_address`, below the app's own address."""
    base = filter(None, st.get_option("server.baseUrlPath").split("/"))
    return Route("/".join(["", *base, "networks", "{name}"]), _answer)


def _answer(request: Request) -> Response:
    from digitdemo.ui import resources  # with whose import, half a second, the server does not begin

    content = resources.network_file(request.path_params["name"])
    if content is None:
        return PlainTextResponse("There is no such network.", 404)
    # What an address leads to has its checksum in it.
    headers = {"Cache-Control": f"public, max-age={_A_YEAR}, immutable"}
    return Response(content, media_type="application/octet-stream", headers=headers)
