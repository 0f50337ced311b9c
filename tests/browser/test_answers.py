"""The models' answers on the page: when the page's own networks speak, and when the server does."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from digitdemo.bench.harness.live_page import live_page
from digitdemo.ui.components.live.answers import what_it_says

SET_UP = """
async texts => {
  globalThis[Symbol.for('digitdemo.engine')] = {subscribe: tell => { globalThis.tell = tell; return () => {}; }};
  const {default: answers} = await import('/answers.js');
  const shares = number => Array.from({length: 10}, (_, n) => n === number ? 0.91 : 0.01);
  const digit = number => ({digit: number, probabilities: shares(number)});
  const live = number => {
    const each = [...String(number)].map(one => digit(Number(one)));
    return {...each[each.length - 1], each};
  };
  const row = (id, own) => ({id, name: id, about: '', own, colour: 'gray'});
  const words = headline => ({numeral: '', headline, detail: ''});
  globalThis.server = (version, strokes, headline, read) => void answers({parentElement: document.body, data: {
    rows: [row('yours', true), row('best', false), row('slow', false)], words: words(headline), empty: words('Draw'),
    version, strokes, texts,
    answers: Object.fromEntries(Object.entries(read).map(([id, number]) => [id, digit(number)])),
  }});
  globalThis.pen = (version, strokeCount, provisional, read) => void tell({
    version, strokeCount, provisional, image: strokeCount ? new Uint8Array(784) : null,
    answers: Object.fromEntries(Object.entries(read).map(([id, number]) => [id, live(number)])),
  });
}"""


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    page = live_page(browser)
    page.clock.install()
    yield page
    page.close()


@pytest.fixture
def view(blank: Page) -> Page:
    """A page with nothing but the answers; the test plays server and pen, and turns the clock."""
    blank.reload()
    blank.evaluate(SET_UP, what_it_says())
    blank.evaluate("server('0', 0, 'Draw', {})")
    return blank


def test_the_page_speaks_while_the_pen_is_down_and_the_server_as_soon_as_it_knows_the_drawing(view: Page):
    headline, aloud = view.locator(".headline"), view.locator("[role=status]")
    view.evaluate("pen('0', 1, true, {best: 7, yours: 3})")
    expect(headline).to_have_text("So far: 7")
    expect(aloud).to_have_text("Draw.")
    view.clock.run_for(60_000)
    expect(headline).to_have_text("So far: 7")  # a pen may rest
    view.evaluate("pen('0', 1, false, {best: 7, yours: 3})")
    expect(headline).to_have_text("So far: 7")
    view.evaluate("server('0', 1, 'All read 7', {best: 7, slow: 7})")
    expect(headline).to_have_text("All read 7")
    expect(aloud).to_have_text("All read 7.")
    view.clock.run_for(60_000)
    expect(view.locator(".row:enabled")).to_have_text(["yours391%", "best791%", "slow791%"])


def test_while_the_server_is_behind_its_answers_are_stale_and_after_a_while_it_has_the_last_word(view: Page):
    headline, stale = view.locator(".headline"), view.locator(".stale .name")
    view.evaluate("server('0', 1, 'All read 7', {best: 7, slow: 7})")
    view.evaluate("pen('0', 2, false, {best: 4})")
    expect(headline).to_have_text("So far: 4")
    expect(stale).to_have_text(["yours", "slow"])
    view.clock.run_for(60_000)
    expect(headline).to_have_text("All read 7")
    expect(stale).to_have_count(0)


def test_what_is_cleared_is_gone_before_the_server_says_so(view: Page):
    view.evaluate("server('0', 1, 'All read 7', {best: 7, slow: 7})")
    view.evaluate("pen('1', 0, false, {})")
    expect(view.locator(".headline")).to_have_text("Draw")
    expect(view.locator(".row:enabled")).to_have_count(0)


def test_several_digits_are_shown_in_reading_order_with_the_share_of_the_least_sure_one(view: Page):
    view.evaluate("pen('0', 3, true, {best: '01', yours: '07'})")
    expect(view.locator(".numeral")).to_have_text("0 1")
    expect(view.locator(".headline")).to_have_text("Two digits: each is read on its own")
    expect(view.locator(".detail")).to_have_text("1 of 1 models, while you draw")
    expect(view.locator(".row:enabled")).to_have_text(["yours0 791%", "best0 191%"])
    expect(view.locator("li", has_text="yours").locator(".which")).to_have_text("Least sure of the 0:")
    view.evaluate("pen('0', 4, true, {best: '7012'})")
    expect(view.locator(".numeral")).to_have_text("7 0 1 2")
    expect(view.locator(".headline")).to_have_text("4 digits: each is read on its own")
    view.evaluate("pen('0', 1, true, {best: '7'})")
    expect(view.locator(".headline")).to_have_text("So far: 7")
    expect(view.locator("li", has_text="best").locator(".which")).to_have_text("")
