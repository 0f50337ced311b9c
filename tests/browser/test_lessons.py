"""A lesson in real Chromium: by keyboard, on a phone's width, with a real training."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from digitdemo.bench.harness.browser import PHONE
from tests.browser.conftest import LoggedApp, settle
from tests.conftest import until

QUESTION = "What if each hidden layer has only 4 units?"
_FOCUSED = "document.activeElement.matches('a, button') ? document.activeElement.innerText : ''"
_DRAWN = (
    "() => (document.querySelector('.st-key-lesson_accuracy .js-plotly-plot')?.data ?? [])"
    ".filter(line => line.name).map(line => line.name)"
)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what is focused says `name`, which takes no longer than there is something to focus."""
    settle(page)
    for _ in range(60):
        page.keyboard.press("Tab")
        if name in page.evaluate(_FOCUSED):
            return
    raise AssertionError(f"{name!r} is not reached by Tab")


def title(page: Page, words: str) -> None:
    """Wait for that title, on a page no wider than the screen."""
    expect(page.get_by_role("heading", level=1, name=words)).to_be_visible()
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]


def test_a_lesson_is_predicted_trained_and_answered_by_keyboard_on_a_phone(
    app: LoggedApp, new_page: Callable[..., Page]
):
    page = new_page(**PHONE)
    page.goto(f"{app.url}/lessons")
    title(page, "Lessons")
    tab_to(page, QUESTION)
    page.keyboard.press("Enter")
    title(page, QUESTION)
    assert page.url.endswith("/lessons?lesson=few-neurons")
    assert page.locator(".js-plotly-plot").count() == 0
    tab_to(page, "Both stay low together")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Now find out")).to_be_visible()
    tab_to(page, "Train both")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Training 1 of 2: 4 units")).to_be_visible()
    expect(page.get_by_role("heading", name="✓ You were right")).to_be_visible()
    expect(page.get_by_role("heading", name="4 units: underfitting")).to_be_visible()
    expect(page.get_by_role("heading", name="32 units: good fit")).to_be_visible()
    until(lambda: {"4 units, test", "32 units, test", "4 units, train"} <= set(page.evaluate(_DRAWN)))
    title(page, QUESTION)
    assert page.get_by_test_id("stToast").count() == 0  # the page itself has told the end
    tab_to(page, "Next: What if a network has no hidden layer?")
    page.keyboard.press("Enter")
    title(page, "What if a network has no hidden layer?")
    page.go_back()
    title(page, QUESTION)
    expect(page.get_by_role("heading", name="✓ You were right")).to_be_visible()
    tab_to(page, "All lessons")
    page.keyboard.press("Enter")
    title(page, "Lessons")
    expect(page.get_by_text("Your predictions: 1 of 1 right")).to_be_visible()
    expect(page.get_by_role("link", name=f"✓ {QUESTION}")).to_be_visible()
