"""Firefox and WebKit beside Chromium: what a walk through the app needs of a browser, in each one's own protocol.

Firefox speaks WebDriver BiDi (https://w3c.github.io/webdriver-bidi/) on a socket of its own. WebKitGTK's MiniBrowser,
the engine of Safari, is driven by WebKitWebDriver (https://www.w3.org/TR/webdriver2/) on a screen that Xvfb makes up.
Neither needs a network. `browser.py` has Chromium.
"""

import contextlib
import itertools
import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

from digitdemo.bench.harness.processes import end, free_port

if TYPE_CHECKING:
    from websockets.sync.client import ClientConnection

SIZE = 1280, 800  # pixels of the window
_START_SECONDS = 60.0
_MINIBROWSER = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"

Point = tuple[float, float]
_Process: TypeAlias = subprocess.Popen[bytes]
_T = TypeVar("_T")


class Engine(Protocol):
    """A browser with one window."""

    def go_to(self, url: str) -> None:
        """Open an address."""

    def evaluate(self, expression: str) -> Any:
        """Return the value of a JavaScript expression: null, a boolean, a number, a text, or a list of them."""

    def press(self, points: Sequence[Point]) -> None:
        """Go to the first point, press the mouse's button, and go on to the others."""

    def release(self) -> None:
        """Let the mouse's button go."""


def _press(points: Sequence[Point]) -> list[dict[str, Any]]:
    """Return how the mouse goes to the first point, presses, and goes on; 15 ms from point to point."""

    def move(to: Point, milliseconds: int) -> dict[str, Any]:
        return {"type": "pointerMove", "x": round(to[0]), "y": round(to[1]), "duration": milliseconds}

    return [move(points[0], 0), {"type": "pointerDown", "button": 0}, *(move(to, 15) for to in points[1:])]


_LET_GO = {"type": "pointerUp", "button": 0}


def _mouse(steps: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what the mouse does, as both protocols write it."""
    return [{"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": list(steps)}]


class Firefox:
    """Firefox by WebDriver BiDi."""

    def __init__(self, connection: "ClientConnection") -> None:
        self._socket = connection
        self._numbers = itertools.count(1)
        self._send("session.new", capabilities={})
        self._context = self._send("browsingContext.getTree")["contexts"][0]["context"]
        size = dict(zip(("width", "height"), SIZE, strict=True))
        self._send("browsingContext.setViewport", context=self._context, viewport=size)

    def _send(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:  # events come in between
            answer = json.loads(self._socket.recv(timeout=_START_SECONDS))
            if answer.get("id") == number:
                if answer["type"] == "error":
                    raise RuntimeError(f"{method}: {answer['message']}")
                return answer["result"]

    def go_to(self, url: str) -> None:
        self._send("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def evaluate(self, expression: str) -> Any:
        found = self._send(
            "script.evaluate",
            expression=f"JSON.stringify({expression})",
            target={"context": self._context},
            awaitPromise=True,
        )
        if found["type"] == "exception":
            raise RuntimeError(found["exceptionDetails"]["text"])
        return json.loads(found["result"].get("value", "null"))

    def press(self, points: Sequence[Point]) -> None:
        self._send("input.performActions", context=self._context, actions=_mouse(_press(points)))

    def release(self) -> None:
        self._send("input.performActions", context=self._context, actions=_mouse([_LET_GO]))


class WebKit:
    """WebKitGTK's MiniBrowser by WebKitWebDriver."""

    def __init__(self, url: str, binary: str) -> None:
        self._url = url
        options = {"binary": binary, "args": ["--automation"]}
        capabilities = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self._url += "/session/" + self._send("", {"capabilities": capabilities}, "/session")["sessionId"]
        self._send("/window/rect", dict(zip(("width", "height"), SIZE, strict=True)))

    def _send(self, path: str, body: dict[str, Any], session: str = "", method: str = "POST") -> Any:
        data = json.dumps(body).encode() if method == "POST" else None
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self._url + session + path, data=data, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=_START_SECONDS) as answer:
                return json.loads(answer.read())["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {error.read().decode(errors='replace')[:500]}") from error

    def go_to(self, url: str) -> None:
        self._send("/url", {"url": url})

    def evaluate(self, expression: str) -> Any:
        return self._send("/execute/sync", {"script": f"return {expression}", "args": []})

    def press(self, points: Sequence[Point]) -> None:
        self._send("/actions", {"actions": _mouse(_press(points))})

    def release(self) -> None:
        self._send("/actions", {"actions": _mouse([_LET_GO])})

    def close(self) -> None:
        self._send("", {}, method="DELETE")


def find_firefox() -> str | None:
    """Return the path of Firefox, or None where it is not installed."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


def find_webkit() -> tuple[str, str, str] | None:
    """Return the paths of WebKitWebDriver, MiniBrowser and Xvfb, or None where one of them is not installed."""
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    browser = next(map(str, Path("/").glob(_MINIBROWSER.lstrip("/"))), None)
    return (driver, browser, screen) if driver and browser and screen else None


@contextlib.contextmanager
def running_firefox(path: str) -> Iterator[Firefox]:
    """Start Firefox without a window, with a profile that is thrown away, and end it at last."""
    from websockets.sync.client import connect

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        command = [path, "--headless", "--no-remote", "--profile", folder, "--remote-debugging-port", "0"]
        said = Path(folder) / "said.txt"
        with said.open("wb") as log, _process(command, says=log) as process:
            url = _until(lambda: _address_in(said, process))
            with connect(f"{url}/session", max_size=None, open_timeout=_START_SECONDS) as connection:
                yield Firefox(connection)


def _address_in(said: Path, process: _Process) -> str | None:
    """Return the address at which Firefox can be spoken to, as soon as it has said so."""
    if process.poll() is not None:
        raise RuntimeError(f"Firefox ended (exit code {process.returncode})")
    found = re.search(r"WebDriver BiDi listening on (ws://\S+)", said.read_text(errors="replace"))
    return found and found[1]


@contextlib.contextmanager
def running_webkit(driver: str, browser: str, screen: str) -> Iterator[WebKit]:
    """Start MiniBrowser on a screen of its own, and end it at last."""
    with contextlib.ExitStack() as stack:
        # Xvfb says which number it has found free.
        display = stack.enter_context(
            _process([screen, "-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"])
        )
        assert display.stdout is not None
        number = display.stdout.readline().decode().strip()
        port = free_port()
        # In a container no sandbox can be made, and the page is our own.
        environment = {"DISPLAY": f":{number}", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1", "GDK_BACKEND": "x11"}
        stack.enter_context(_process([driver, f"--port={port}"], environment=environment))
        _until(lambda: _listens(port))
        webkit = WebKit(f"http://127.0.0.1:{port}", browser)
        yield webkit
        webkit.close()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _until(found: Callable[[], _T | None]) -> _T:
    """Wait until `found` returns something true, and return it."""
    deadline = time.monotonic() + _START_SECONDS
    while not (result := found()):
        if time.monotonic() > deadline:
            raise RuntimeError(f"the browser did not answer within {_START_SECONDS:.0f} s")
        time.sleep(0.05)
    return result


@contextlib.contextmanager
def _process(
    command: list[str], *, says: IO[bytes] | int = subprocess.DEVNULL, environment: Mapping[str, str] | None = None
) -> Iterator[_Process]:
    all_of_it = {**os.environ, **(environment or {})}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=says, env=all_of_it)
    try:
        yield process
    finally:
        end(process)
        assert process.stdout is not None
        process.stdout.close()
