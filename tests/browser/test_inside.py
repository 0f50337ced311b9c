"""The page Look inside in real Chromium."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import draw
from tests.conftest import SEVEN


def test_a_drawing_is_looked_into(play: Page):
    draw(play, SEVEN)
    expect(play.get_by_role("heading", name=re.compile("read 7|disagree"))).to_be_visible()
    play.get_by_role("link", name="Look inside").last.click()
    expect(play.get_by_role("heading", name=re.compile("It reads"))).to_be_visible()
    play.get_by_role("radio", name="7", exact=True).click()
    expect(play.get_by_text(re.compile("Right: the digit is 7|is to blame[.:]|a hard drawing"))).to_be_visible()
    expect(play.get_by_text(re.compile(r"Of 64 tiny changes, \d+ (is|are) read as 7"))).to_be_visible()
    play.get_by_role("button", name="How this is judged").click()
    expect(play.get_by_text(re.compile("is read by .*Linear"))).to_be_visible()
    play.keyboard.press("Escape")

    play.get_by_text("Epoch by epoch").click()
    expect(play.locator(".st-key-inside_epochs .js-plotly-plot")).to_be_visible()
    play.get_by_text("What speaks for and against").click()
    maps = play.get_by_role("img", name=re.compile("for 7: blue where"))
    expect(maps.first).to_be_visible()
    trained = maps.first.get_attribute("src")
    play.get_by_text("The same, untrained").click()
    expect(maps.first).not_to_have_attribute("src", trained)
    play.get_by_text("Maps and weights").click()
    expect(play.get_by_text(re.compile("Weights of 0|Convolution 1|These are the weights")).first).to_be_visible()
    play.get_by_text("Moved", exact=True).click()
    expect(play.locator(".st-key-inside_shifts .js-plotly-plot")).to_be_visible()
    play.get_by_text("What had it seen?").click()
    expect(play.get_by_text(re.compile(r"It learned from [\d,]+ training images"))).to_be_visible()
    expect(play.get_by_role("img", name=re.compile("Training image"))).to_have_count(16)
