"""The scripts that answer while one draws, in a page of their own: no app, and nothing from elsewhere."""

import base64
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from digitdemo.inference.live_network import live_network, packed
from digitdemo.inference.shipped import SHIPPED
from digitdemo.runs.snapshots import FILE, load_snapshots
from digitdemo.system import PROJECT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

_SCRIPTS = PROJECT / "digitdemo" / "ui" / "components" / "live"
_ADDRESS = "http://live.test/"


UNPACK = """
async text => (await import('/network.js')).unpacked(Uint8Array.from(atob(text), letter => letter.charCodeAt(0)))"""
"""What a page makes networks of by their names, once more, of `as_text`."""


def shipped_network(name: str) -> dict[str, Any]:
    """Return a shipped model, one that the browser can compute, as the page gets it."""
    run = SHIPPED.load(name)
    weights = load_snapshots(SHIPPED.read(name, FILE))[run.kept.epoch]
    network = live_network(run.config, weights, run.temperature or 1.0)
    assert network is not None
    return network


def as_text(networks: Mapping[str, dict[str, Any] | str]) -> str:
    """Return networks as the app packs them, in base64: a script is told only text."""
    return base64.b64encode(packed(networks)).decode("ascii")


def live_page(browser: "Browser") -> "Page":
    """Return a blank page in which `import('/engine.js')` finds the scripts of digitdemo/ui/components/live.

    What these import from the folder above is found, too.
    """

    def answer(route: "Route") -> None:
        name = route.request.url.removeprefix(_ADDRESS)
        if name:
            folders = [folder for folder in (_SCRIPTS, _SCRIPTS.parent) if (folder / name).is_file()]
            if folders:
                route.fulfill(path=folders[0] / name, content_type="text/javascript")
            else:
                route.fulfill(status=404, body=name)
        else:
            route.fulfill(body="<!doctype html><title>live</title>", content_type="text/html")

    page = browser.new_page()
    page.route(f"{_ADDRESS}**", answer)
    page.goto(_ADDRESS)
    return page
