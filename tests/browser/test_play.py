"""The Play page in real Chromium, as a person uses it."""

import math
import re
from collections.abc import Callable

import numpy as np
from playwright.sync_api import Page, expect

from tests.browser.conftest import EMPTY, LoggedApp, answers, draw, headline, open_play, settle
from tests.conftest import ONE, SEVEN


def test_drawings_are_read_by_all_shipped_models(play: Page):
    draw(play, SEVEN)
    expect(headline(play, "All 5 models read 7")).to_be_visible()
    expect(answers(play)).to_have_count(6)  # five ready-made ones, and YOURS
    best = play.get_by_role("button", name=re.compile(r"^Best CNN: 7, .*\d+\.\d% sure\. 0: 0%, "))
    expect(best).to_have_text(re.compile(r"^Best CNN7>?\d+\.\d%$"))
    ten = best.locator("xpath=..").locator(".one")
    expect(ten.first).to_be_hidden()
    best.hover()
    expect(ten).to_have_text([re.compile(rf"^>?[\d.]+%{digit}$") for digit in range(10)])
    expect(ten.last).to_be_visible()
    expect(play.get_by_role("img", name="What the models see: Centred in 28 × 28")).to_be_visible()
    play.get_by_test_id("stPopoverButton").filter(has_text="Steps").click()
    for step in ("Step 1: Your drawing", "Step 2: Redrawn", "Step 3: 20 × 20"):
        expect(play.get_by_role("img", name=step)).to_be_visible()
    play.keyboard.press("Escape")
    play.get_by_role("button", name="Clear").click()
    expect(play.locator(EMPTY)).to_be_visible()
    draw(play, ONE)
    expect(headline(play, "All 5 models read 1")).to_be_visible()


def test_drawn_digits_that_touch_are_told_apart_for_the_networks_of_the_page_too(play: Page):
    four = [[(70, 80), (48, 150), (146, 148)], [(106, 75), (100, 200)]]
    two = [(115, 100), (140, 80), (170, 105), (112, 197), (190, 195)]
    for stroke in (*four, two):
        draw(play, stroke)
    expect(headline(play, "Two digits: each is read on its own")).to_be_visible()
    expect(play.get_by_text("Some touch: where one ends is a guess.").first).to_be_visible()
    yours = play.get_by_role("button", name=re.compile(r"^YOURS: \d \d"))  # which only the page computes
    expect(yours).to_be_visible()
    play.get_by_role("button", name="Undo").click()
    expect(headline(play, "All 5 models read 4")).to_be_visible()
    expect(yours).to_be_hidden()


def test_a_digit_in_pieces_is_one_for_the_networks_of_the_page_too_and_a_ring_around_one_is_left_out(play: Page):
    def arc(first: float, last: float, size: float = 1.0) -> list[tuple[float, float]]:
        turns = np.radians(np.linspace(first, last, 16)).tolist()
        return [(140 + 55 * size * math.cos(turn), 140 + 80 * size * math.sin(turn)) for turn in turns]

    yours = play.get_by_role("button", name=re.compile(r"^YOURS: \d,"))  # of several digits it reads each
    for half in (arc(-78, 78), arc(102, 258)):
        draw(play, half)
    expect(headline(play, "All 5 models read 0")).to_be_visible()
    expect(yours).to_be_visible()
    play.get_by_role("button", name="Clear").click()
    expect(play.locator(EMPTY)).to_be_visible()
    draw(play, [(115, 100), (165, 100), (130, 180)])
    draw(play, arc(-90, 270, 1.6))
    expect(headline(play, "All 5 models read 7")).to_be_visible()
    expect(play.get_by_text("Left out: a frame.").first).to_be_visible()
    expect(yours).to_be_visible()


def test_what_is_opened_beside_an_answer_is_filled_whole_in_sight_and_closed_with_the_next_drawing(
    app: LoggedApp, new_page: Callable[..., Page]
):
    page = new_page(viewport={"width": 1280, "height": 720})
    open_play(page, app)
    draw(page, SEVEN)
    expect(headline(page, "All 5 models read 7")).to_be_visible()
    body = page.get_by_test_id("stPopoverBody")
    for name, last in (
        ("Steps", body.get_by_text("Centred in 28 × 28")),
        ("Models", body.get_by_role("button", name="Vision transformer")),
        ("No, it is …", body.get_by_role("button", name="9")),
    ):
        page.get_by_test_id("stPopoverButton").filter(has_text=name).click()
        expect(last).to_be_in_viewport(ratio=1)
        settle(page)
        if name == "No, it is …":
            body.get_by_role("button", name="1").click()
        else:
            page.keyboard.press("Escape")
        expect(body).to_be_hidden()
    expect(page.get_by_text("Kept as 1.")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(EMPTY)).to_be_visible()
    draw(page, ONE)
    expect(headline(page, "All 5 models read 1")).to_be_visible()
    wrong = page.get_by_test_id("stPopoverButton").filter(has_text="No, it is …")
    expect(wrong).to_be_enabled()
    settle(page)
    expect(body).to_be_hidden()


def test_a_scribble_is_no_digit_and_a_small_drawing_is_read_by_its_strokes_and_not_by_shrinking(play: Page):
    draw(play, [(20, 150), (80, 250), (120, 60), (200, 250), (250, 60), (60, 80)])
    expect(headline(play, "This doesn't look like a digit")).to_be_visible()
    expect(answers(play)).to_have_count(6)  # five ready-made ones, and YOURS
    play.get_by_role("button", name="Clear").click()
    expect(play.locator(EMPTY)).to_be_visible()
    draw(play, [(x * 0.25 + 205, y * 0.25 + 210) for x, y in SEVEN])
    expect(headline(play, "All 5 models read 7")).to_be_visible()
    play.get_by_test_id("stCheckbox").click()
    expect(play.get_by_role("img", name="What the models see: Only shrunk")).to_be_visible()
    expect(headline(play, "All 5 models read 7")).to_be_hidden()
    play.get_by_test_id("stCheckbox").click()
    expect(headline(play, "All 5 models read 7")).to_be_visible()


def test_two_digits_are_read_while_one_draws_and_by_the_server_until_a_line_joins_them(play: Page):
    draw(play, [(x * 0.5 + 120, y * 0.5 + 60) for x, y in ONE])  # the right one first
    expect(headline(play, "All 5 models read 1")).to_be_visible()
    draw(play, [(x * 0.5 - 20, y * 0.5 + 60) for x, y in SEVEN])
    expect(headline(play, "Two digits: each is read on its own")).to_be_visible()
    expect(play.locator(".answers .numeral")).to_have_text("7 1")
    expect(play.locator(".answers .detail")).to_have_text("All 5 models read 7 1")
    best = play.get_by_role("button", name=re.compile(r"^Best CNN: 7 1\. Its least sure digit: [71], "))
    expect(best).to_have_text(re.compile(r"^Best CNN7 1>?[\d.]+%$"))
    expect(play.get_by_text("Only drawings of one digit can be kept.")).to_be_visible()
    draw(play, [(40, 85), (240, 85)])
    expect(headline(play, "Two digits")).to_be_hidden()
