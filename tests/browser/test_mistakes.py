"""The Mistakes page in real Chromium, as a person uses it."""

import functools
import re
from collections.abc import Callable

import numpy as np
from playwright.sync_api import Locator, Page, expect

from digitdemo.analysis.mistakes import changes, changes_in_words, confusion_matrix
from digitdemo.data.mnist import load_test_digits
from digitdemo.inference.classifier import load_classifier
from digitdemo.inference.shipped import SHIPPED
from tests.browser.conftest import LoggedApp, choose, settle, swipe

CHART = ".st-key-confusion .js-plotly-plot"


def open_mistakes(page: Page, app: LoggedApp) -> None:
    page.goto(f"{app.url}/mistakes")
    expect(page.locator(CHART)).to_be_visible()
    expect(page.get_by_role("heading", name="The most confident mistakes")).to_be_visible()


def middle(page: Page, digit: int, read_as: int) -> tuple[float, float]:
    """Return where on the screen the middle of a cell of the matrix is."""
    settle(page)
    page.locator(CHART).scroll_into_view_if_needed()
    box = page.locator(f"{CHART} .nsewdrag").bounding_box()
    assert box is not None
    return box["x"] + (read_as + 0.5) * box["width"] / 10, box["y"] + (digit + 0.5) * box["height"] / 10


def click_cell(page: Page, digit: int, read_as: int, *, off: float = 0.0) -> None:
    """Click a cell of the matrix, `off` pixels beside its middle."""
    x, y = middle(page, digit, read_as)
    page.mouse.click(x + off, y + off)


def pictures(page: Page, name: re.Pattern) -> Locator:
    return page.get_by_role("img", name=name)


@functools.cache
def predicted(run_id: str) -> np.ndarray:
    model = load_classifier(SHIPPED, run_id)
    assert model is not None
    return model.logits(load_test_digits()[0]).argmax(1)


def test_two_runs_are_compared_and_cells_are_chosen_by_mouse_and_keyboard_and_stay_chosen(app: LoggedApp, page: Page):
    open_mistakes(page, app)
    compare_two_runs(page)
    choose_cells_by_mouse(page)
    choose_cell_by_keyboard(page)


def compare_two_runs(page: Page) -> None:
    labels, answers = load_test_digits()[1], {run_id: predicted(run_id) for run_id in ("linear", "mlp", "cnn")}
    found = changes(labels, answers["linear"], answers["mlp"])
    expect(page.get_by_text(changes_in_words(found))).to_be_visible()
    expect(page.get_by_role("heading", name=f"Fixed: {len(found.fixed)}")).to_be_visible()
    expect(pictures(page, re.compile("^Fixed, test image"))).to_have_count(12)
    expect(pictures(page, re.compile("^Newly broken, test image"))).to_have_count(min(12, len(found.broken)))
    choose(page.get_by_role("combobox", name=re.compile("Compared with")), "CNN with dropout (ready-made)")
    found = changes(labels, answers["cnn"], answers["mlp"])
    expect(page.get_by_text(changes_in_words(found))).to_be_visible()


def choose_cells_by_mouse(page: Page) -> None:
    matrix = confusion_matrix(load_test_digits()[1], predicted("mlp"))
    assert 0 < matrix[4, 9] <= 24
    assert 0 < matrix[7, 2] <= 24
    for digit, read_as, off in ((4, 9, 0), (7, 2, 14)):
        click_cell(page, digit, read_as, off=off)
        expect(page.get_by_role("heading", name=f"{digit} read as {read_as}")).to_be_visible()
        shown = pictures(page, re.compile(rf"Test image \d+: digit {digit} read as {read_as}, .*%"))
        expect(shown).to_have_count(int(matrix[digit, read_as]))
        expect(page.locator(f"{CHART} .shapelayer path")).to_have_count(1)
    click_cell(page, 7, 2)
    expect(page.get_by_role("heading", name="The most confident mistakes")).to_be_visible()
    expect(pictures(page, re.compile(r"^Test image \d+: digit \d read as \d, "))).to_have_count(24)
    page.get_by_role("button", name="Show more").click()
    expect(pictures(page, re.compile(r"^Test image \d+: digit \d read as \d, "))).to_have_count(48)


def choose_cell_by_keyboard(page: Page) -> None:
    digit = page.get_by_role("radiogroup", name="It is").get_by_role("radio", name="4", exact=True)
    digit.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="4 read as another digit")).to_be_visible()
    expect(page.locator(f"{CHART} .shapelayer path")).to_have_count(1)
    click_cell(page, 4, 9)
    expect(page.get_by_role("heading", name="4 read as 9")).to_be_visible()
    read_as = page.get_by_role("radiogroup", name="Read as")
    expect(read_as.get_by_role("radio", name="9", exact=True)).to_be_checked()
    page.get_by_role("button", name="Open on the Play page").click()
    expect(page.get_by_text(re.compile(r"Test image \d+ is the digit 4\."))).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile(r"models read \d|disagree"))).to_be_visible()
    page.get_by_test_id("stTopNavLink").filter(has_text="Mistakes").click()
    expect(page.get_by_role("heading", name="4 read as 9")).to_be_visible()


def test_a_phone_is_tapped_and_swiped(app: LoggedApp, new_page: Callable[..., Page]):
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    open_mistakes(page, app)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for digit, read_as in ((4, 9), (7, 2)):  # each tap counts, and for the cell below it
        page.touchscreen.tap(*middle(page, digit, read_as))
        expect(page.get_by_role("heading", name=f"{digit} read as {read_as}")).to_be_visible()
    swipe(page, *middle(page, 9, 5))
    expect(page.get_by_role("heading", name="7 read as 2")).to_be_visible()
