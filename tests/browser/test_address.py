"""Back and Forward in real Chromium, and addresses that open what they were copied from."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import START, LoggedApp, go, open_lab, settle


def test_a_changed_knob_replaces_the_address_and_one_step_back_leaves_the_page(app: LoggedApp, page: Page):
    page.goto(f"{app.url}/about")
    expect(page.get_by_role("heading", level=1, name="About digitdemo")).to_be_visible()
    settle(page)
    go(page, "Lab")
    expect(page.locator(START)).to_be_enabled()
    settle(page)
    epochs = page.get_by_role("slider", name="Epochs").first
    for wanted in (3, 2, 1):
        epochs.focus()
        page.keyboard.press("ArrowLeft")
        expect(page).to_have_url(re.compile(f"epochs={wanted}"))
    settle(page)
    page.go_back()
    expect(page).to_have_url(re.compile("/about"))
    expect(page.get_by_role("heading", level=1, name="About digitdemo")).to_be_visible()
    settle(page)
    page.go_forward()
    expect(page).to_have_url(re.compile("epochs=1"))
    expect(epochs).to_have_value("1")


def test_what_is_looked_at_opens_from_its_address_in_another_window(app: LoggedApp, new_page: Callable[..., Page]):
    first = new_page()
    open_lab(first, app)
    go(first, "Look inside")
    first.get_by_role("radio", name="Maps and weights").click()
    expect(first).to_have_url(re.compile("view=maps-and-weights"))
    picture = first.get_by_text(re.compile(r"^Test image \d+$")).inner_text()
    second = new_page()
    second.goto(first.url)
    expect(second.get_by_text(picture, exact=True)).to_be_visible()
    expect(second.get_by_role("radio", name="Maps and weights")).to_be_checked()


def test_an_address_of_before_leads_on_and_does_not_hold_whoever_goes_back(app: LoggedApp, page: Page):
    page.goto("about:blank")
    page.goto(f"{app.url}/train?epochs=2")
    expect(page).to_have_url(re.compile(r"/lab\?.*epochs=2"))
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page.get_by_role("slider", name="Epochs").first).to_have_value("2")
    settle(page)
    page.go_back()
    expect(page).to_have_url("about:blank")
    page.goto(f"{app.url}/draw")
    expect(page).to_have_url(f"{app.url}/")
    for _ in range(2):
        before = page.url
        page.get_by_role("button", name="Test digit").click()
        expect(page).not_to_have_url(before)
        expect(page).to_have_url(re.compile(r"/\?image=\d+$"))
        settle(page)
    page.get_by_role("button", name="Clear").click()
    expect(page).to_have_url(f"{app.url}/")
    settle(page)
    page.go_back()
    expect(page).to_have_url("about:blank")
    page.goto(f"{app.url}/?architecture=linear")
    expect(page).to_have_url(re.compile(r"/lab\?.*architecture=linear"))
    for before, now in (("start", re.compile("/lab")), ("compare?run=linear", f"{app.url}/lab?run=linear")):
        page.goto(f"{app.url}/{before}")
        expect(page).to_have_url(now)
    page.goto(f"{app.url}/experiments?experiment=little-data")
    expect(page).to_have_url(f"{app.url}/lessons?experiment=little-data")
    expect(page.get_by_role("heading", level=1, name="What if there are only 500 images?")).to_be_visible()
    page.goto(f"{app.url}/play")
    expect(page).to_have_url(f"{app.url}/")
    page.goto(f"{app.url}/much/no-such")
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)
