"""The other end of a connection, as it is and not as somebody says it is."""

import ipaddress

from starlette.types import ASGIApp, Receive, Scope, Send


class Peers:
    """ASGI middleware that takes back what uvicorn believes of `X-Forwarded-For`.

    From this machine uvicorn takes anybody's word on the other end of a connection: whoever comes through a proxy here
    that hands the header on could choose an address, and fill the places of somebody else's. Only `DIGITDEMO_PROXIES`
    says whose word counts. What arrives at the loopback interface comes from this machine.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        host, _ = scope.get("server") or ("", None)
        if scope["type"] != "lifespan" and _is_loopback(host):
            scope = {**scope, "client": (host, 0)}
        await self._app(scope, receive, send)


def _is_loopback(host: str) -> bool:
    try:
        found = ipaddress.ip_address(host)
    except ValueError:  # a socket that is a file
        return False
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback
