"""The page Look inside in real Chromium."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import LoggedApp, draw, open_draw
from tests.conftest import SEVEN


def test_a_drawing_is_looked_into(app: LoggedApp, page: Page):
    open_draw(page, app)
    draw(page, SEVEN)
    expect(page.get_by_role("heading", name=re.compile("read 7|disagree"))).to_be_visible()
    page.get_by_role("link", name="Look inside").last.click()
    expect(page.get_by_role("heading", name=re.compile("It reads"))).to_be_visible()
    page.get_by_role("radio", name="7", exact=True).click()
    expect(page.get_by_text(re.compile("forms are read as 7|in none of the"))).to_be_visible()

    page.get_by_text("Epoch by epoch").click()
    expect(page.locator(".st-key-inside_epochs .js-plotly-plot")).to_be_visible()
    page.get_by_text("Where it looks").click()
    expect(page.get_by_role("img", name=re.compile("Gradient for 7")).first).to_be_visible()
    page.get_by_text("Maps and weights").click()
    expect(page.get_by_text(re.compile("Weights of 0|Convolution 1|These are the weights")).first).to_be_visible()
    page.get_by_text("Moved", exact=True).click()
    expect(page.locator(".st-key-inside_shifts .js-plotly-plot")).to_be_visible()
    page.get_by_text("What had it seen?").click()
    expect(page.get_by_text(re.compile(r"It learned from [\d,]+ training images"))).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("Training image"))).to_have_count(16)
