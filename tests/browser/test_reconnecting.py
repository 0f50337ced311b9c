"""What a person does while the connection is lost, as a phone loses it whenever its camera is open."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.conftest import LoggedApp, headline, open_play
from tests.conftest import SEVEN, ink_of


class Line:
    """The connection of a page, which can be cut and mended."""

    def __init__(self, page: Page) -> None:
        self._open: list[WebSocketRoute] = []
        self._is_cut = False
        page.route_web_socket("**/_stcore/stream", self._take)

    def _take(self, route: WebSocketRoute) -> None:
        if self._is_cut:
            route.close()
            return
        route.connect_to_server()
        self._open.append(route)

    def cut(self) -> None:
        self._is_cut = True
        for route in self._open:
            route.close()
        self._open.clear()

    def mend(self) -> None:
        self._is_cut = False


@pytest.fixture
def line(page: Page) -> Line:
    return Line(page)


def test_a_photo_that_is_taken_while_the_connection_is_lost_is_read_when_it_is_back(
    app: LoggedApp, page: Page, line: Line, tmp_path: Path
):
    picture = tmp_path / "seven.png"
    Image.fromarray(255 - ink_of(SEVEN, pen=12)).save(picture)
    open_play(page, app)
    field = page.get_by_test_id("stFileUploaderDropzoneInput")
    with page.expect_file_chooser() as chosen:
        field.evaluate("field => field.click()")
    line.cut()
    expect(field).to_be_disabled()
    chosen.value.set_files(picture)
    line.mend()
    expect(headline(page, "All 5 models read 7")).to_be_visible()
    expect(page.get_by_role("img", name="Your picture")).to_be_visible()
