"""How many bytes a page loads."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, CDPSession, Page


class Traffic:
    """Counts what a page loads, files and messages, as it comes over the line."""

    def __init__(self, context: "BrowserContext", page: "Page") -> None:
        self.session: CDPSession = context.new_cdp_session(page)
        self._bytes = 0.0
        self.session.send("Network.enable")
        self.session.on("Network.loadingFinished", lambda event: self._count(event["encodedDataLength"]))
        # Messages are binary: sent as base64, four letters for three bytes.
        self.session.on(
            "Network.webSocketFrameReceived", lambda event: self._count(len(event["response"]["payloadData"]) * 3 / 4)
        )

    def _count(self, more: float) -> None:
        self._bytes += more

    def kilobytes(self) -> float:
        """Return the kilobytes (1,000 bytes) loaded since the last call."""
        now, self._bytes = self._bytes, 0.0
        return round(now / 1000, 1)
