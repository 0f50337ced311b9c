"""The chart of a training in a real browser: it grows in place, and what a person does with it meanwhile stays."""

import re

from playwright.sync_api import Page, expect

from digitdemo.ui.charts.theme import PALETTES
from tests.browser.conftest import LoggedApp, as_css, go, open_lab, open_play, settle, start, stop, traces
from tests.conftest import until

CHART = ".st-key-accuracy .js-plotly-plot"
SOME_SECONDS = "architecture=mlp&epochs=50&train_size=10000"
TEST_LINE = "MLP 512-512, epochs 50, training images 10,000, test"
# Every node that leaves the chart but for what stands at the mouse, and every state that was drawn.
_WATCH = """
chart => {
  window.watched = {removed: [], states: new Set()};
  const note = () => watched.states.add(JSON.stringify(chart.data.map(line => Array.from(line.y ?? []))));
  note();
  chart.on('plotly_afterplot', note);
  chart.on('plotly_react', note);
  new MutationObserver(changes => {
    for (const {target, removedNodes} of changes)
      if (!(target.nodeType === 1 && target.closest('.hoverlayer')))
        for (const node of removedNodes) watched.removed.push(node.outerHTML ?? node.data);
  }).observe(document.querySelector('.st-key-accuracy'), {childList: true, subtree: true});
}
"""


def states(page: Page) -> int:
    return page.evaluate("watched.states.size")


def ranges(page: Page) -> list[list[float]]:
    return page.locator(CHART).evaluate("chart => [chart._fullLayout.xaxis.range, chart._fullLayout.yaxis.range]")


def epochs_drawn(page: Page) -> int:
    return len(traces(page).get(TEST_LINE, []))


def test_the_chart_of_a_training_grows_in_place_and_keeps_mouse_and_zoom(app: LoggedApp, page: Page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "PlotlyChart" in request.url else None)
    open_play(page, app)
    settle(page)
    assert not asked  # a page without a chart does not wait for Plotly
    open_lab(page, app, SOME_SECONDS)
    page.locator(CHART).wait_for()
    page.evaluate("window.samePage = true")
    assert len(asked) == 1
    asked.clear()
    page.get_by_text("0 to 100%").click()  # then there is no reason for the axis to widen
    start(page)
    until(lambda: epochs_drawn(page) >= 3)
    page.locator(CHART).evaluate(_WATCH)
    before = epochs_drawn(page)
    # Within one epoch the curve may grow as often.
    until(lambda: states(page) >= 5 and epochs_drawn(page) > before)
    assert page.evaluate("watched.removed") == []
    expect(page.locator(f"{CHART} .textpoint", has_text=re.compile(r"test (\d+\.\d|≈\d+)%"))).to_be_visible()

    point = page.locator(f"{CHART} .points path").last.bounding_box()
    assert point is not None
    page.mouse.move(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    expect(page.locator(f"{CHART} .hovertext")).to_be_visible()
    seen = states(page)
    until(lambda: states(page) >= seen + 2)
    expect(page.locator(f"{CHART} .hovertext")).to_be_visible()

    area = page.locator(f"{CHART} .nsewdrag").bounding_box()
    assert area is not None
    page.mouse.move(area["x"] + 40, area["y"] + 20)
    page.mouse.down()
    page.mouse.move(area["x"] + 160, area["y"] + 120, steps=5)
    page.mouse.up()
    until(lambda: ranges(page)[0][1] < 40)
    zoomed, seen = ranges(page), states(page)
    until(lambda: states(page) >= seen + 2)
    assert ranges(page) == zoomed
    stop(page)
    until(lambda: f"1. {TEST_LINE}" in traces(page))

    page.emulate_media(color_scheme="dark")
    expect(page.locator(f"{CHART} .xtitle")).to_have_css("fill", as_css(PALETTES["dark"]["gray"]))
    go(page, "Play")
    expect(page.locator(CHART)).to_have_count(0)
    go(page, "Lab")
    until(lambda: f"1. {TEST_LINE}" in traces(page))
    image = page.get_by_role("img", name=re.compile(r"^Accuracy on train and test.*1\. MLP.*at the end train \d"))
    expect(image).to_be_visible()
    assert page.evaluate("window.samePage")
    assert not asked


def test_where_plotly_cannot_be_loaded_the_words_stand_in_its_place_until_it_can(app: LoggedApp, page: Page):
    page.route("**/PlotlyChart*", lambda route: route.abort())
    open_lab(page, app)
    words = re.compile(r"could not be drawn\. Reload the page.*Accuracy on train and test .*test \d+\.\d%")
    expect(page.locator(".st-key-accuracy").get_by_text(words)).to_be_visible()
    page.unroute_all()
    expect(page.locator(CHART)).to_be_visible()  # nothing else on the page has changed
    expect(page.locator(".st-key-accuracy").get_by_text(words)).to_be_hidden()
