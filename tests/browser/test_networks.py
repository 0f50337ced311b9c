"""Where the page has the networks from that answer while one draws."""

from collections.abc import Callable

from playwright.sync_api import Page, Route

from digitdemo.inference.shipped import FIRST_TO_ANSWER
from tests.browser.conftest import LoggedApp, go, open_play
from tests.conftest import until

ANSWERING = "() => [...(globalThis[Symbol.for('digitdemo.engine')]?.models?.keys() ?? [])].sort()"
# How many bytes each network took on the line; 0 of one that the browser had.
LOADED = """() => performance.getEntriesByType('resource').filter(({name}) => name.includes('/networks/'))
  .map(({transferSize}) => transferSize)"""


def all_answer(page: Page) -> None:
    until(lambda: page.evaluate(ANSWERING) == sorted([*FIRST_TO_ANSWER, "yours"]))


def test_a_browser_loads_each_network_once(app: LoggedApp, page: Page):
    open_play(page, app)
    all_answer(page)
    first = page.evaluate(LOADED)
    assert len(first) == len(FIRST_TO_ANSWER)
    page.reload()
    all_answer(page)
    assert page.evaluate(LOADED) == [0] * len(FIRST_TO_ANSWER)
    go(page, "About")
    go(page, "Play")
    all_answer(page)


def test_behind_a_proxy_that_knows_no_networks_the_page_has_them_from_streamlit(
    app: LoggedApp, new_page: Callable[..., Page]
):
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=200, body="<!doctype html>", content_type="text/html")

    page = new_page()
    page.route("**/networks/*", answer)
    open_play(page, app)
    all_answer(page)
    assert len(asked) == len(FIRST_TO_ANSWER)
    go(page, "About")
    go(page, "Play")
    all_answer(page)
    assert len(asked) == len(FIRST_TO_ANSWER)  # once was enough
    page.unroute("**/networks/*")
