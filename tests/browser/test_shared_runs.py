"""A run that is shared, in two real Chromium windows: its owner's, and that of somebody who opens the link."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import QUICK, START, LoggedApp, draw, ended, open_lab, settle, start
from tests.conftest import SEVEN

_LINK = ".st-key-link_to_run input"


def test_a_link_opens_a_run_that_answers_until_its_owner_takes_it_back(app: LoggedApp, new_page: Callable[..., Page]):
    owner, other = new_page(), new_page(locale="de-DE")
    open_lab(owner, app, QUICK)
    start(owner)
    expect(ended(owner, "1. Linear softmax")).to_be_visible()
    settle(owner)
    owner.locator(".st-key-share button").click()
    owner.get_by_role("button", name="Make a link").click()
    link = owner.locator(_LINK).input_value()
    assert link.startswith(f"{app.url}/lab?shared=")
    owner.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")  # as where there is no https
    owner.get_by_role("button", name="Copy").click()
    expect(owner.get_by_role("button", name="Copied")).to_be_visible()
    expect(owner.get_by_role("img", name="QR code of this link")).to_be_visible()

    other.goto(link)
    expect(other.get_by_text("Jemand hat diesen Lauf mit dir geteilt.")).to_be_visible()
    expect(other.get_by_role("button", name="Genauso trainieren")).to_be_visible()
    expect(other.get_by_role("textbox", name="Name")).to_have_count(0)
    other.get_by_role("link", name="Zeichne ihm eine Ziffer").click()
    draw(other, SEVEN)
    row = other.get_by_role("button", name="Geteilt 1")
    expect(row).to_contain_text("7")

    owner.get_by_role("button", name="Stop sharing").click()
    expect(owner.get_by_role("button", name="Make a link")).to_be_visible()
    draw(other, [(60.0, 250.0), (220.0, 250.0)])
    expect(other.get_by_text("wird nicht mehr geteilt.")).to_be_visible()
    expect(row).to_have_count(0)
    other.goto(link)
    expect(other.get_by_text("Dieser Lauf wird nicht mehr geteilt.")).to_be_visible()
    expect(other.locator(START)).to_be_enabled()  # the Lab goes on
