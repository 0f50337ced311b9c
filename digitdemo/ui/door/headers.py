"""What a browser is told with every answer: where scripts may come from, who may frame the app, what it may use.

`deploy/nginx.conf` says the same, for the answers that are its own; a test compares the two, and another one walks
through the pages in a browser that holds to it.
"""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Streamlit's page has one script within it, `window.prerenderReady = false`: its hash, which a test computes anew.
_PRERENDER = "'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='"

# Content Security Policy (w3.org/TR/CSP3). What Streamlit cannot live without: components are modules that it makes of
# text (blob:), long numbers in messages are computed in WebAssembly, styles are written into the page, pictures come
# as data, too.
_POLICY = {
    "default-src": "'self'",
    "script-src": f"'self' blob: 'wasm-unsafe-eval' {_PRERENDER}",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'none'",
    "frame-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
# What no page of ours needs; photos come by the file dialog, which asks for no such thing.
_NEVER = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "serial", "usb")

HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {sources}" for name, sources in _POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    # Addresses hold secrets: a link to a run, a teacher's key.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _NEVER),
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """ASGI middleware that adds `HEADERS` to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer, and add the headers to what it sends first."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._app(scope, receive, send_with_headers)
