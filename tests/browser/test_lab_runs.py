"""The runs in the Lab in real Chromium, as a person uses them."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import START, LoggedApp, choose, ended, open_lab, open_tab, start, stop, traces
from tests.conftest import until

SMALL = "architecture=linear&epochs=1&train_size=500"
FIRST, SECOND = "1. Linear softmax, epochs 1, training images 500", "2. Linear softmax, epochs 2, training images 500"


def field(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-{key} input")


def pill(page: Page, name: str):
    return page.get_by_role("toolbar", name="Runs on the chart").get_by_text(name)


def test_a_clone_with_one_knob_changed_is_trained_and_compared(app: LoggedApp, page: Page):
    open_lab(page, app, SMALL)
    start(page)
    expect(ended(page, FIRST)).to_be_visible()
    open_tab(page, "Same again")
    choose(field(page, "clone_knob"), "Epochs")
    slider = page.get_by_role("tabpanel").get_by_role("slider", name="Epochs")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Only one knob differs: Epochs 1 → 2.")).to_be_visible()
    page.get_by_role("button", name="Train 1 model").click()
    expect(ended(page, SECOND)).to_be_visible()
    expect(page.get_by_text(re.compile(r"Epochs 1 → 2: gap .* points, test .*%"))).to_be_visible()
    open_tab(page, "Two runs")
    expect(page.get_by_role("tabpanel")).to_contain_text(f"A ● {FIRST} against B ● {SECOND}")
    expect(page.get_by_text("Only one knob differs: Epochs 1 → 2.")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^From A to B: .* points on validation, from one seed"))).to_be_visible()
    until(lambda: {f"{FIRST}, test", f"{SECOND}, test"} <= traces(page).keys())
    open_tab(page, "Fit map")
    expect(page.locator(".st-key-points .annotation-text").first).to_have_text("underfits: low on both")
    expect(page.locator(".st-key-points .annotation-text")).to_have_count(4 + 2)  # those of own runs
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_run_is_renamed_deleted_restored_taken_home_and_brought_in(app: LoggedApp, page: Page, tmp_path: Path):
    open_lab(page, app, SMALL)
    start(page)
    expect(ended(page, FIRST)).to_be_visible()
    name = page.get_by_role("textbox", name="Name")
    name.fill("my ![x](y) <b>run</b>")
    name.press("Enter")
    renamed = "1. my ![x](y) <b>run</b>"
    expect(pill(page, renamed)).to_be_visible()
    expect(ended(page, renamed)).to_be_visible()
    page.get_by_role("button", name="Pin", exact=True).click()
    expect(page.get_by_role("button", name="Delete", exact=True)).to_be_disabled()
    page.get_by_role("button", name="Unpin", exact=True).click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(pill(page, renamed)).to_have_count(0)
    until(lambda: f"{renamed}, test" not in traces(page))
    page.get_by_role("button", name="Undo delete").click()
    expect(pill(page, renamed)).to_be_visible()
    until(lambda: f"{renamed}, test" in traces(page))
    with page.expect_download() as taken:
        page.get_by_role("button", name="Take home").click()
    assert re.fullmatch(r"digitdemo-\d{8}-\d{6}-linear-\w{12}\.zip", taken.value.suggested_filename)
    taken.value.save_as(tmp_path / "run.zip")
    page.get_by_role("button", name="Bring a run in").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(tmp_path / "run.zip")
    expect(page.get_by_text("It is among your runs.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(ended(page, "Linear softmax, brought in")).to_be_visible()
    assert app.app.process.pid not in app.importers()
    pill(page, "CNN with dropout").click()
    until(lambda: {"CNN with dropout (ready-made), test", f"{renamed}, test"} <= traces(page).keys())
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_five_seeds_train_one_after_the_other_and_can_all_be_stopped(app: LoggedApp, page: Page):
    page.goto(f"{app.url}/compare?run=mlp")  # an address of before
    expect(ended(page, "MLP 512-512 (ready-made)")).to_be_visible()
    open_tab(page, "Same again")
    choose(field(page, "clone_knob"), "Dropout")
    page.get_by_role("tabpanel").get_by_role("slider", name="Dropout").focus()
    page.keyboard.press("End")
    page.get_by_text("Five seeds", exact=True).click()
    # The example is not trained again, unless an earlier version shipped it and did not validate it.
    page.get_by_role("button", name=re.compile("^Train (9|10) models$")).click()
    expect(page.get_by_text(re.compile(r"\(1 of (9|10)\)"))).to_be_visible()
    stop(page)
    expect(page.get_by_text(re.compile(r"\(2 of (9|10)\)"))).to_be_visible()
    page.get_by_role("button", name="Stop all").click()
    expect(page.locator(START)).to_be_enabled()
    expect(page.get_by_text(re.compile(r"\(3 of (9|10)\)"))).to_have_count(0)
