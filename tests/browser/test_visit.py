"""A visit that goes on, in real Chromium windows: a laptop's, a phone's that takes it over, and somebody else's."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from digitdemo.bench.harness.browser import CANVAS, PHONE
from tests.browser.conftest import (
    EMPTY,
    LONG,
    QUICK,
    START,
    LoggedApp,
    draw,
    ended,
    go,
    headline,
    open_lab,
    open_play,
    resting,
    settle,
    start,
    stop,
    verdict,
)
from tests.conftest import SEVEN, until


def strip(page: Page) -> Locator:
    """Return the runs of the Lab."""
    return page.get_by_role("toolbar", name="Runs on the chart")


def test_a_reload_in_mid_training_loses_nothing_a_phone_takes_it_over_and_all_is_forgotten(
    app: LoggedApp, new_page: Callable[..., Page]
):
    first, other, phone = new_page(), new_page(), new_page(**PHONE)
    open_play(first, app)
    draw(first, SEVEN)
    expect(headline(first, "All 5 models read 7")).to_be_visible()
    open_lab(first, app, LONG)
    start(first)
    expect(first.get_by_text("So far:")).to_be_visible()  # there is an epoch to keep
    with resting(app):
        open_lab(other, app, QUICK)
        start(other)
        expect(other.get_by_text("1 training before yours, about")).to_be_visible()
        go(other, "Play")
        corner = other.locator(".st-key-training_elsewhere")
        expect(corner.get_by_text("1 training before yours, about")).to_be_visible()
        expect(other.locator(CANVAS)).to_be_visible()

        first.reload()
        expect(verdict(first, "TRAINING")).to_be_visible()
        expect(first.locator(START)).to_be_disabled()
    stop(first)
    expect(ended(first, "1. MLP 512-512")).to_be_visible()
    news = other.get_by_role("status").filter(has_text="Training has ended: 1. Linear softmax")
    expect(news).to_have_text(re.compile(r"It reads \d+\.\d% of the test images right\.$"))  # read out where one is
    go(other, "Lab")
    expect(ended(other, "1. Linear softmax")).to_be_visible()
    name = first.get_by_role("textbox", name="Name")
    name.fill("mine")
    name.press("Enter")
    expect(strip(first)).to_contain_text("1. mine")

    go(first, "My visit")
    first.get_by_role("button", name="Show a code").click()
    link = first.locator(".st-key-handover_link input").input_value()
    phone.goto(link)
    expect(phone.get_by_text("This code opens a visit with 1 run.")).to_be_visible()
    phone.get_by_role("button", name="Open it here").click()
    expect(phone.get_by_text("This device has the visit now, too.")).to_be_visible()
    phone.goto(app.url)
    expect(headline(phone, "All 6 models read 7")).to_be_visible()  # drawn on the laptop, read by its run, too
    phone.goto(f"{app.url}/lab")
    expect(strip(phone)).to_contain_text("1. mine")
    settle(phone)

    first.get_by_role("button", name="Forget me").click()
    first.get_by_role("button", name="Delete everything").click()
    expect(first.get_by_text("All that was kept of you is deleted")).to_be_visible()
    until(lambda: not [cookie for cookie in first.context.cookies() if cookie["name"] == "digitdemo_visit"])
    go(first, "Play")
    expect(first.locator(EMPTY)).to_be_visible()
    phone.reload()
    expect(phone.locator(START)).to_be_enabled()
    expect(strip(phone)).not_to_contain_text("mine")
