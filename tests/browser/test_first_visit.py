"""The first minute on the Play page in real Chromium, of somebody who has never seen it."""

import itertools
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from digitdemo.bench.harness.browser import on_page
from tests.browser.conftest import EMPTY, LoggedApp, answers, draw, drawing_area, headline, open_play
from tests.conftest import ONE, SEVEN, until


def test_the_page_reads_while_one_draws_and_the_server_once_the_pen_is_up(play: Page):
    said = play.locator(".answers [role=status]")
    before = said.inner_text()
    drawing_area(play)
    (x, y), *rest = on_page(play, SEVEN)
    play.mouse.move(x, y)
    play.mouse.down()
    for x, y in rest:
        play.mouse.move(x, y, steps=8)
    expect(play.get_by_role("heading", name="So far: 7")).to_be_visible()
    expect(play.locator(".answers.provisional .numeral")).to_have_text("7")
    expect(answers(play).filter(has_text=re.compile("^(Linear|MLP|CNN|Fast|Best).*7"))).to_have_count(5)
    assert said.inner_text() == before  # is not read aloud on every frame
    play.mouse.up()
    expect(play.get_by_role("heading", name="All 5 models read 7")).to_be_visible()
    expect(said).to_have_text(re.compile("All 5 models read 7"))
    expect(play.locator(".answers.provisional")).to_have_count(0)
    expect(play.locator(".row", has_text="YOURS")).to_be_enabled()  # the page's own answer: it is no run yet
    play.get_by_role("button", name="Clear").click()
    expect(play.locator(EMPTY)).to_be_visible()


def test_a_model_that_is_chosen_answers_while_one_draws_at_once(app: LoggedApp, page: Page):
    open_play(page, app)
    page.get_by_test_id("stPopoverButton").filter(has_text="Models").click()
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="LeNet-5").click()
    lenet = page.locator(".answers .row", has_text="LeNet-5")
    expect(lenet).to_be_disabled()
    page.keyboard.press("Escape")
    drawing_area(page)
    page.mouse.move(*on_page(page, ONE)[0])
    page.mouse.down()
    page.mouse.move(*on_page(page, ONE)[1], steps=8)
    expect(lenet).to_be_enabled()
    page.mouse.up()


def test_all_of_it_stands_on_one_screen_and_the_ten_probabilities_come_by_keyboard_too(play: Page):
    play.set_viewport_size({"width": 1920, "height": 1080})
    draw(play, SEVEN)
    expect(headline(play, "All 5 models read 7")).to_be_visible()
    expect(answers(play)).to_have_count(6)
    fits = "main => main.scrollHeight <= main.clientHeight"
    assert play.get_by_test_id("stMain").evaluate(fits)
    play.set_viewport_size({"width": 1280, "height": 720})  # all of it becomes smaller: before that it does not fit
    until(lambda: play.get_by_test_id("stMain").evaluate(fits))
    rows = play.locator(".answers .row")
    rows.first.focus()
    play.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    ten = rows.nth(1).locator("xpath=..").locator(".ten")
    expect(ten).to_be_visible()
    play.keyboard.press("Escape")
    expect(ten).to_be_hidden()
    play.keyboard.press("Tab")
    assert play.locator(".answers .row:focus").count() == 0  # one press is enough to pass all of them


def test_what_models_fail_at_is_said_and_asked_why(app: LoggedApp, page: Page):
    open_play(page, app)
    page.get_by_role("button", name="Two digits").click()
    expect(page.get_by_role("heading", name="Two digits: each is read on its own")).to_be_visible()
    page.get_by_role("button", name="A letter").click()
    expect(page.get_by_role("heading", name="This doesn't look like a digit")).to_be_visible()
    page.get_by_role("button", name="Tiny").click()
    expect(page.get_by_role("heading", name="All 5 models read 3")).to_be_visible()
    page.get_by_test_id("stCheckbox").click()
    expect(page.get_by_role("img", name="What the models see: Only shrunk")).to_be_visible()
    expect(page.get_by_role("heading", name="All 5 models read 3")).to_be_hidden()
    shares = [
        (row.get_attribute("aria-label") or "").partition(". ")[2].split(", ")[3] for row in answers(page).all()[1:]
    ]
    assert len(shares) == 5
    page.get_by_role("button", name="Why? Look inside").click()
    expect(page.get_by_role("heading", name="Look inside")).to_be_visible()
    expect(page.get_by_role("img", name="The picture that the model reads")).to_be_visible()


def test_a_phone_shows_the_answer_without_scrolling_and_ten_probabilities_at_a_tap(
    app: LoggedApp, new_page: Callable[..., Page]
):
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    open_play(page, app)
    area = drawing_area(page)
    assert area["width"] >= 350
    draw(page, ONE)
    expect(page.get_by_role("heading", name="All 5 models read 1")).to_be_visible()
    numeral = page.locator(".numeral").bounding_box()
    last = answers(page).last.bounding_box()
    assert numeral
    assert last
    assert numeral["height"] >= 64
    assert numeral["y"] + numeral["height"] <= 844
    assert last["y"] + last["height"] <= 1.5 * 844
    boxes = [row.bounding_box() for row in answers(page).all()]
    assert all(box and box["height"] >= 24 for box in boxes)
    assert all(a["y"] + a["height"] <= b["y"] for a, b in itertools.pairwise(boxes) if a and b)
    answers(page).first.tap()
    expect(page.locator(".open .ten .one")).to_have_count(10)
    expect(page.locator(".open .ten")).to_be_visible()
