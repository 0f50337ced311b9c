"""The app as a child process on a free port of 127.0.0.1, and a visitor without a browser, for benchmarks."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import psutil
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from digitdemo.runs import PROJECT

_START_SECONDS = 60.0


@dataclass(frozen=True)
class App:
    """A running app: its process and its port on 127.0.0.1."""

    process: subprocess.Popen[bytes]
    port: int

    def rss_mb(self) -> float:
        """Return the resident memory of the web process in MB (10**6 bytes)."""
        return psutil.Process(self.process.pid).memory_info().rss / 1e6

    def trainer(self) -> psutil.Process | None:
        """Return the trainer process, or None while there is none."""
        children = psutil.Process(self.process.pid).children()
        return next((child for child in children if "digitdemo.trainer" in child.cmdline()), None)


@contextlib.contextmanager
def running_app(**environment: str) -> Iterator[App]:
    """Start the app, yield it when it answers, and end it.

    Raises:
        RuntimeError: it did not answer within a minute.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = (f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true")
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", *address],
        cwd=PROJECT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_until_healthy(process, port)
        yield App(process, port)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_healthy(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"the app did not answer within {_START_SECONDS:.0f} s (exit code {process.poll()})")


class Visitor:
    """A visit over Streamlit's websocket: opens pages and presses buttons."""

    def __init__(self, socket_: websockets.ClientConnection) -> None:
        self._socket = socket_
        self._buttons: dict[str, str] = {}
        self._pages: dict[str, str] = {}
        self._query = ""

    async def open(self, page: str = "", query: str = "") -> None:
        """Run the page with that path ("" is the first one) and wait for its end.

        Raises:
            KeyError: no such page; the first page has to be opened first.
        """
        self._query = query
        await self._run(page_script_hash=self._pages[page] if page else "")

    async def press(self, label: str) -> None:
        """Press the button that says `label` on the open page and wait for the answer.

        Raises:
            KeyError: no such button.
        """
        await self._run(pressed=self._buttons[label])

    async def _run(self, *, page_script_hash: str = "", pressed: str | None = None) -> None:
        message = BackMsg()
        message.rerun_script.query_string = self._query
        message.rerun_script.page_script_hash = page_script_hash
        if pressed is not None:
            message.rerun_script.widget_states.widgets.add(id=pressed, trigger_value=True)
        await self._socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(await asyncio.wait_for(self._socket.recv(decode=False), 30))
            match answer.WhichOneof("type"):
                case "delta" if answer.delta.new_element.WhichOneof("type") == "button":
                    button = answer.delta.new_element.button
                    self._buttons[button.label] = button.id
                case "navigation":
                    self._pages = {page.url_pathname: page.page_script_hash for page in answer.navigation.app_pages}
                case "script_finished":
                    return


@contextlib.asynccontextmanager
async def visit(port: int) -> AsyncIterator[Visitor]:
    """Open a session with the app on that port of 127.0.0.1."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with websockets.connect(address, max_size=None, proxy=None, subprotocols=["streamlit"]) as socket_:  # type: ignore[list-item]
        yield Visitor(socket_)
