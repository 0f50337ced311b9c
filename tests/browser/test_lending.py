"""Networks come to the page once, the large ones when the pen rests; a test plays the server."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from digitdemo.bench.harness.live_page import live_page
from digitdemo.bench.harness.traffic import Traffic
from digitdemo.inference.live_network import live_network
from digitdemo.inference.shipped import SHIPPED
from digitdemo.runs.snapshots import load_snapshots
from tests.browser.conftest import LoggedApp, drawing_area, settle

SET_UP = """
async network => {
  const {getEngine} = await import('/engine.js');
  const {default: lend} = await import('/lending.js');
  const place = document.body;
  globalThis.engine = getEngine();
  globalThis.wanted = null;
  globalThis.server = (offered, sent) => lend({
    data: {offered, networks: Object.fromEntries(sent.map(id => [id, network]))},
    parentElement: place,
    setStateValue: (name, ids) => { globalThis.wanted = ids; },
  });
}"""
SMALL, LARGE = 20_000, 1_800_000


@pytest.fixture
def page_of_networks(browser: Browser) -> Iterator[Page]:
    page = live_page(browser)
    page.clock.install()
    run = SHIPPED.load("linear")
    page.evaluate(SET_UP, live_network(run.config, load_snapshots(SHIPPED.folder("linear"))[run.kept.epoch], 1.0))
    yield page
    page.close()


def test_networks_are_wanted_once_and_the_large_ones_when_the_pen_rests(page_of_networks: Page):
    page = page_of_networks
    offered = {"linear": SMALL, "mlp": LARGE, "fast": SMALL}
    page.evaluate("engine.beginStroke([1, 1])")
    page.evaluate("offered => server(offered, [])", offered)
    assert page.evaluate("wanted") == ["linear", "fast"]
    page.evaluate("wanted = null")
    page.evaluate("offered => server(offered, ['linear', 'fast'])", offered)
    page.clock.run_for(60_000)
    assert page.evaluate("wanted") is None  # the pen is down
    page.evaluate("engine.endStroke()")
    page.clock.run_for(500)
    assert page.evaluate("wanted") is None  # and may come down again
    page.clock.run_for(1000)
    assert page.evaluate("wanted") == ["mlp"]
    page.evaluate("offered => server(offered, ['mlp'])", offered)
    assert page.evaluate("wanted") == []  # so that no stroke brings it again
    assert page.evaluate("[...engine.models.keys()]") == ["linear", "fast", "mlp"]


def test_networks_stay_from_one_visit_of_the_page_to_the_next_until_they_are_offered_no_more(page_of_networks: Page):
    page = page_of_networks
    page.evaluate("offered => { globalThis.leave = server(offered, ['linear', 'fast']); }", {"linear": 1, "fast": 1})
    page.evaluate("engine.setNetwork('yours', engine.models.get('fast').description); leave()")
    page.evaluate("wanted = null; server({linear: 1}, [])")
    assert page.evaluate("[wanted, ...engine.models.keys()]") == [None, "linear", "yours"]


def test_who_comes_back_to_play_is_sent_no_network_again(app: LoggedApp, page: Page):
    traffic = Traffic(page.context, page)
    page.goto(app.url)
    models = "[...(globalThis[Symbol.for('digitdemo.engine')]?.models.keys() ?? [])].sort().join()"
    page.wait_for_function(f"{models} === 'best,cnn,fast,linear,mlp,yours'")
    assert traffic.kilobytes() > 2000  # they are counted
    page.get_by_role("link", name="About").first.click()
    expect(page.get_by_role("heading", name="About", level=1)).to_be_visible()
    traffic.kilobytes()
    page.get_by_role("link", name="Play").first.click()
    drawing_area(page)
    page.wait_for_function(f"{models} === 'best,cnn,fast,linear,mlp,yours'")
    settle(page)
    assert traffic.kilobytes() < 500
