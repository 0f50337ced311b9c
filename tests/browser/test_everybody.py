"""Every page for everybody: what axe-core finds, what a chart says without being seen, keys, fingers, news."""

import itertools
import re
from collections.abc import Callable

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from digitdemo.bench.harness.kept_copy import keep_copy
from digitdemo.system import streamlit_settings
from tests.browser.conftest import LoggedApp, draw, go, open_tab, settle, swipe
from tests.conftest import SEVEN, until

PAGES = ("Lab", "Play", "Lessons", "Mistakes", "Look inside", "Class", "My visit", "About")
_THEME = streamlit_settings()["theme"]
THEMES = {name: _THEME[name] for name in ("light", "dark")}
# What a person with another eye, hand or ear is kept from, and headings that leave out a step.
GRAVE = ("serious", "critical")
_ALL = "{resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}"
_COLOURS = "{resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block']}"  # what a theme changes
_MOVING = "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0.002)"
# The page's and the components' own idea of their background; components hear later of another theme.
_PAPER = """
() => [...document.querySelectorAll('[data-testid=stApp], [data-testid=stBidiComponentIsolated]')].map(part => {
  const own = getComputedStyle(part).getPropertyValue('--st-background-color');
  const [r, g, b] = getComputedStyle(part).backgroundColor.match(/\\d+/g).map(Number);
  return own || '#' + [r, g, b].map(shade => shade.toString(16).padStart(2, '0')).join('');
})
"""
_CHARTS = """
() => [...document.querySelectorAll('.js-plotly-plot, [data-testid=stImageContainer] img')].map(
  shown => shown.alt ?? shown.closest('[aria-label]')?.getAttribute('aria-label') ?? '')
"""


@pytest.fixture
def shared(app: LoggedApp) -> str:
    """What shares a run that somebody else has trained."""
    return keep_copy("linear", app.runs, "20260101-000000-linear-abcdef")


def violations(page: Page, rules: str, part: str = "html") -> list[str]:
    """Return what axe-core finds on that part of the page, as it is, that is grave, and gaps between headings."""
    found = page.evaluate(f"axe.run({part!r}, {rules})")["violations"]
    return [
        f"{page.url}: {rule['id']} ({rule['impact']}): {node['html'][:200]} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in GRAVE or rule["id"] == "heading-order"
        for node in rule["nodes"]
    ]


def test_no_page_keeps_anybody_out_in_either_theme(app: LoggedApp, shared: str, new_page: Callable[..., Page]):
    page = new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")  # no colour is half another one
    page.goto(f"{app.url}/compare?shared={shared}")
    expect(page.get_by_text("Shared 1: Linear softmax").first).to_be_visible()
    page.evaluate(AXE_SCRIPT)
    found: list[str] = []
    for name, themes in zip(PAGES, itertools.cycle((("light", "dark"), ("dark", "light")))):
        go(page, name)
        expect(page.get_by_test_id("stTopNavLink").filter(has_text=name)).to_have_attribute("aria-current", "page")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if name == "Play":
            draw(page, SEVEN)
            expect(page.get_by_role("heading", name=re.compile(r"All \d models read 7"))).to_be_visible()
            until(lambda: page.evaluate(f"{_MOVING}.length") == 0)  # who wants no motion gets none
        settle(page)
        for theme, rules in zip(themes, (_ALL, _COLOURS), strict=True):
            page.emulate_media(color_scheme=theme)
            until(lambda paper=THEMES[theme]["backgroundColor"]: set(page.evaluate(_PAPER)) <= {paper})
            found += violations(page, rules)
            if name == "Lab" and rules is _ALL:
                for tab in ("Loss", "Table", "Fit map", "Sweep", "Two runs", "Same again"):
                    open_tab(page, tab)
                    settle(page)
                    found += violations(page, rules, "[data-testid=stTabs]")  # the rest of the page is the same
            if name == "Lessons" and rules is _ALL:
                found += _violations_of_a_lesson(page, rules)
        silent = [said for said in page.evaluate(_CHARTS) if not said]
        assert not silent, page.url
        charts = page.locator(".js-plotly-plot").count()
        assert len([said for said in page.evaluate(_CHARTS) if re.search(r"\d", said)]) >= charts, page.url
    assert not found, "\n".join(found)


def _violations_of_a_lesson(page: Page, rules: str) -> list[str]:
    """Return what axe-core finds on each step of a lesson, up to the open fold, and on a curve to be judged."""
    found: list[str] = []
    steps = (
        ("link", "What if 3 and 8 are rare in the training images?", "What do you predict?"),
        ("button", "Skip", "Now find out"),
        ("button", "Show the recorded runs", "What came out"),
        ("link", "All lessons", "The network"),
        ("link", "Spot the overfit: ten curves to judge", "Curve 1 of 10"),
    )
    for role, name, heading in steps:
        page.get_by_role(role, name=name).click()
        expect(page.get_by_role("heading", level=2, name=heading)).to_be_visible()
        if heading == "What came out":
            page.get_by_text("More about it").click()
            expect(page.locator(".st-key-experiment_recall .main-svg").first).to_be_visible()
        settle(page)
        found += violations(page, rules)
    return found


# Whether the button of that name can be reached: while widgets near it are loaded, Streamlit hides it.
REACHABLE = """
name => [...document.querySelectorAll('[data-testid=stMain] button')].some(
  button => button.innerText.includes(name) && !button.disabled && button.checkVisibility({visibilityProperty: true}))
  && !document.querySelector('[data-testid=stMain] [data-testid=stSkeleton]')
"""


def test_keys_reach_what_matters_within_ten_steps(app: LoggedApp, page: Page):
    for address, *wanted in (("/lab", "Train"), ("/", "Test digit", "Teach mine")):
        page.goto(f"{app.url}{address}")
        for name in wanted:
            expect(page.get_by_role("button", name=name).first).to_be_enabled()
        settle(page)
        page.wait_for_function(REACHABLE, arg=wanted[0])
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")  # the link that skips the navigation
        reached = []
        while not all(any(name in text for text in reached) for name in wanted):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.innerText ?? document.activeElement.tagName"))
            assert len(reached) <= 10, reached


def test_a_swipe_that_begins_on_a_chart_scrolls_the_page(app: LoggedApp, new_page: Callable[..., Page]):
    page = new_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, device_scale_factor=2)
    for address in ("lab", "lessons?lesson=spot", "inside?image=17&view=moved"):
        page.goto(f"{app.url}/{address}")
        chart = page.locator(".js-plotly-plot .main-svg").first
        chart.wait_for()
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        chart.evaluate("chart => chart.scrollIntoView({block: 'center'})")
        box = chart.bounding_box()
        assert box is not None
        swipe(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
