"""The Play page in real Chromium, as a person uses it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import EMPTY, LoggedApp, answers, draw, headline, open_play
from tests.conftest import ONE, SEVEN


def test_drawings_are_read_by_all_shipped_models(app: LoggedApp, page: Page):
    open_play(page, app)
    draw(page, SEVEN)
    expect(headline(page, "All 5 models read 7")).to_be_visible()
    expect(answers(page)).to_have_count(6)  # five ready-made ones, and YOURS
    best = page.get_by_role("button", name=re.compile(r"^Best CNN: 7, .*\d+\.\d% sure\. 0: 0%, "))
    expect(best).to_have_text(re.compile(r"^Best CNN7>?\d+\.\d%$"))
    ten = best.locator("xpath=..").locator(".one")
    expect(ten.first).to_be_hidden()
    best.hover()
    expect(ten).to_have_text([re.compile(rf"^>?[\d.]+%{digit}$") for digit in range(10)])
    expect(ten.last).to_be_visible()
    expect(page.get_by_role("img", name="What the models see: Centred in 28 × 28")).to_be_visible()
    page.get_by_test_id("stPopoverButton").filter(has_text="Steps").click()
    for step in ("Step 1: Your drawing", "Step 2: Redrawn", "Step 3: 20 × 20"):
        expect(page.get_by_role("img", name=step)).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(EMPTY)).to_be_visible()
    draw(page, ONE)
    expect(headline(page, "All 5 models read 1")).to_be_visible()


def test_a_scribble_is_no_digit_and_a_small_drawing_is_read_by_its_strokes_and_not_by_shrinking(
    app: LoggedApp, page: Page
):
    open_play(page, app)
    draw(page, [(20, 150), (80, 250), (120, 60), (200, 250), (250, 60), (60, 80)])
    expect(headline(page, "This doesn't look like a digit")).to_be_visible()
    expect(answers(page)).to_have_count(6)  # five ready-made ones, and YOURS
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(EMPTY)).to_be_visible()
    draw(page, [(x * 0.25 + 205, y * 0.25 + 210) for x, y in SEVEN])
    expect(headline(page, "All 5 models read 7")).to_be_visible()
    page.get_by_test_id("stCheckbox").click()
    expect(page.get_by_role("img", name="What the models see: Only shrunk")).to_be_visible()
    expect(headline(page, "All 5 models read 7")).to_be_hidden()


def test_two_digits_are_read_while_one_draws_and_by_the_server_until_a_line_joins_them(app: LoggedApp, page: Page):
    open_play(page, app)
    draw(page, [(x * 0.5 + 120, y * 0.5 + 60) for x, y in ONE])  # the right one first
    expect(headline(page, "All 5 models read 1")).to_be_visible()
    draw(page, [(x * 0.5 - 20, y * 0.5 + 60) for x, y in SEVEN])
    expect(headline(page, "Two digits: each is read on its own")).to_be_visible()
    expect(page.locator(".answers .numeral")).to_have_text("7 1")
    expect(page.locator(".answers .detail")).to_have_text("All 5 models read 7 1")
    best = page.get_by_role("button", name=re.compile(r"^Best CNN: 7 1\. Its least sure digit: [71], "))
    expect(best).to_have_text(re.compile(r"^Best CNN7 1>?[\d.]+%$"))
    expect(page.get_by_text("Only drawings of one digit can be kept.")).to_be_visible()
    draw(page, [(40, 85), (240, 85)])
    expect(headline(page, "Two digits")).to_be_hidden()
