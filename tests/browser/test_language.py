"""The other language in real Chromium: by a link in the navigation, by the address, and because the browser has it."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import LoggedApp, draw, go, headline, open_play, settle
from tests.conftest import SEVEN

LANGUAGE = "document.documentElement.lang"


def test_the_language_is_switched_by_keyboard_and_all_that_was_there_stays(app: LoggedApp, page: Page):
    open_play(page, app)
    draw(page, SEVEN)
    expect(headline(page, "All 5 models read 7")).to_be_visible()
    assert page.evaluate(LANGUAGE) == "en"
    page.get_by_test_id("stTopNavLink").filter(has_text="Deutsch").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Zeichne eine Ziffer.")).to_be_visible()
    expect(headline(page, "Alle 5 Modelle lesen 7")).to_be_visible()
    expect(page).to_have_url(f"{app.url}/?lang=de")
    assert page.evaluate(LANGUAGE) == "de"
    settle(page)
    page.get_by_role("button", name="Löschen").click()  # a fragment runs, and nothing else of the page
    expect(headline(page, "Zeichne eine Ziffer")).to_be_visible()
    page.reload()
    expect(headline(page, "Zeichne eine Ziffer")).to_be_visible()
    settle(page)
    go(page, "Über")
    expect(page.get_by_role("heading", level=1, name="Über digitdemo")).to_be_visible()
    expect(page).to_have_url(f"{app.url}/about?lang=de")
    settle(page)
    go(page, "English")
    expect(page.get_by_role("heading", level=1, name="About digitdemo")).to_be_visible()
    settle(page)
    page.go_back()  # to the page before, as it was: not to the link
    expect(page).to_have_url(f"{app.url}/about?lang=de")
    expect(page.get_by_role("heading", level=1, name="Über digitdemo")).to_be_visible()


def test_a_german_phone_is_spoken_to_in_german_and_keeps_its_place_when_it_changes_its_mind(
    app: LoggedApp, new_page: Callable[..., Page]
):
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="de-DE")
    page.goto(f"{app.url}/inside?image=17&view=moved")
    expect(page.get_by_role("heading", level=1, name="Hineinschauen")).to_be_visible()
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 900, "height": 844})
    more = page.get_by_test_id("stTopNavSection").locator("p")
    expect(more).to_have_css("font-size", "0px")  # in its place
    assert more.evaluate("element => getComputedStyle(element, '::after').content") == '"Mehr"'
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="English").tap()
    expect(page.get_by_role("heading", level=1, name="Look inside")).to_be_visible()
    expect(page.get_by_text("Test image 17", exact=True)).to_be_visible()
    expect(page.get_by_role("radio", name="Moved")).to_be_checked()
    expect(page).to_have_url(re.compile("view=moved.*lang=en"))
