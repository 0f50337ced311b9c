"""What a person does while the connection is lost, as a phone loses it whenever its camera is open."""

import base64
import contextlib
import io
import socket
from collections.abc import Iterator
from threading import Thread

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import EMPTY, LoggedApp, headline
from tests.conftest import SEVEN, ink_of

# A camera that is done: the field has the photo, connected or not, and says so.
TAKE = """(field, photo) => {
    const bytes = Uint8Array.from(atob(photo), character => character.charCodeAt(0));
    const files = new DataTransfer();
    files.items.add(new File([bytes], 'image.png', {type: 'image/png'}));
    field.files = files.files;
    field.dispatchEvent(new Event('input', {bubbles: true}));
    field.dispatchEvent(new Event('change', {bubbles: true}));
}"""


class Line:
    """Leads from a port of its own to another one, and can be cut: what is open ends, and what comes ends at once."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._is_cut = False
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        self._is_cut = True
        for each in self._open:
            with contextlib.suppress(OSError):  # it has ended by itself
                each.shutdown(socket.SHUT_RDWR)
        self._open.clear()

    def mend(self) -> None:
        self._is_cut = False

    def close(self) -> None:
        self.cut()
        self._listener.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                come = self._listener.accept()[0]
                if self._is_cut:
                    come.close()
                    continue
                on = socket.create_connection(("127.0.0.1", self._to))
                self._open += come, on
                Thread(target=_carry_both, args=(come, on), daemon=True).start()


def _carry_both(come: socket.socket, on: socket.socket) -> None:
    """Carry what comes to each to the other until one of them ends."""
    with come, on:
        back = Thread(target=_carry, args=(on, come), daemon=True)
        back.start()
        _carry(come, on)
        back.join()


def _carry(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while came := one.recv(1 << 16):
            other.sendall(came)
    for each in (one, other):
        with contextlib.suppress(OSError):  # it has ended by itself
            each.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def line(app: LoggedApp) -> Iterator[Line]:
    """Leads to the app by another port."""
    line = Line(app.app.port)
    yield line
    line.close()


def test_a_photo_that_is_taken_while_the_connection_is_lost_is_read_when_it_is_back(page: Page, line: Line):
    photo = io.BytesIO()
    Image.fromarray(255 - ink_of(SEVEN, pen=12)).save(photo, "PNG")
    page.goto(f"http://127.0.0.1:{line.port}/play")
    field = page.get_by_test_id("stFileUploaderDropzoneInput")
    expect(page.locator(EMPTY)).to_be_visible()
    line.cut()
    expect(field).to_be_disabled()  # so says what is around it
    field.evaluate(TAKE, base64.b64encode(photo.getvalue()).decode())
    page.wait_for_timeout(1000)  # it stays lost for a while
    line.mend()
    expect(headline(page, "All 5 models read 7")).to_be_visible()
    expect(page.get_by_role("img", name="Your picture")).to_be_visible()
