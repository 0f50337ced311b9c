"""The Lab in real Chromium, as a person uses it, and what becomes of trainings, trainer and app."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from digitdemo.bench.harness.browser import CANVAS, LAPTOP, PHONE
from digitdemo.runs.store import RunStore
from tests.browser.conftest import (
    LONG,
    LONG_NAME,
    QUICK,
    START,
    LoggedApp,
    draw,
    ended,
    go,
    headline,
    open_lab,
    open_play,
    settle,
    start,
    stop,
    traces,
    verdict,
)
from tests.conftest import SEVEN, until


def slider(page: Page, name: str) -> Locator:
    """Return the slider of a knob."""
    return page.get_by_role("slider", name=name).first


def test_a_curve_is_seen_to_grow_and_stop_keeps_it_and_the_run_before_also_by_the_true_labels(
    app: LoggedApp, page: Page
):
    open_lab(page, app, "architecture=mlp&epochs=1&label_noise=0.3")
    page.locator(".st-key-knob_architecture input").click()
    page.get_by_role("option", name="Linear softmax").click()  # whose epochs take the least time
    expect(page).to_have_url(re.compile("architecture=linear"))
    expect(slider(page, "Epochs")).to_have_value("1")
    start(page)
    noisy = "1. Linear softmax, epochs 1, wrong labels 0.3"
    expect(ended(page, noisy)).to_be_visible()
    expect(page.get_by_text("Generalization gap")).to_be_visible()
    expect(page.get_by_text("dash-dotted: train, true labels")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^as told; true: \d+\.\d\d%$"))).to_be_visible()
    expect(page.get_by_text("Only training images have wrong labels")).to_be_visible()
    until(lambda: f"{noisy}, train, true labels" in traces(page))
    told, true = (traces(page)[f"{noisy}, train, {which}"] for which in ("as told", "true labels"))
    assert len(told) == len(true) == 2
    assert true[1] > told[1] + 0.05  # a third of the labels are wrong, and nothing is learned by heart in one epoch
    untrained, trained = traces(page)[f"{noisy}, test"]
    assert untrained < 0.3
    assert trained > 0.8  # an epoch on all the data
    slider(page, "Epochs").focus()
    page.keyboard.press("End")
    expect(page).to_have_url(re.compile("epochs=50"))
    start(page)
    expect(page.get_by_text(re.compile(r"Epoch \d+ of 50.*images/s .* left"))).to_be_visible()
    expect(page.get_by_role("progressbar")).to_be_visible()
    growing, lengths = "Linear softmax, epochs 50, wrong labels 0.3", list[int]()

    def grown() -> bool:
        lengths.extend(len(values) for name, values in traces(page).items() if name == f"{growing}, test")
        return len(set(lengths)) >= 3

    until(grown)
    assert lengths == sorted(lengths)
    moments = set[str | None]()  # that the pictures show
    until(lambda: moments.add(page.locator(".learning .moment").text_content()) or len(moments) >= 3)
    expect(page.locator(".learning .eight .tile")).to_have_count(8)
    stop(page)
    expect(page.get_by_text(re.compile(r"Stopped by hand after \d+ of 50 epochs"))).to_be_visible()
    expect(ended(page, "2. Linear softmax")).to_be_visible()
    until(lambda: f"2. {growing}, test" in traces(page))  # the chart is drawn after what stands above it
    kept = traces(page)
    assert len(kept[f"2. {growing}, test"]) >= lengths[-1]
    assert kept[f"{noisy}, test"] == [untrained, trained]
    go(page, "Play")
    expect(page.locator(CANVAS)).to_be_visible()
    go(page, "Lab")
    until(lambda: traces(page) == kept)
    page.get_by_role("toolbar", name="Runs on the chart").get_by_text("1. Linear softmax").click()
    until(lambda: f"{noisy}, test" not in traces(page))


def test_three_clicks_lead_from_the_first_page_to_an_overfit_and_its_cure(app: LoggedApp, page: Page):
    open_play(page, app)
    go(page, "Lab")  # one
    page.get_by_role("button", name="See it overfit").click()  # two
    expect(verdict(page, "OVERFITTING")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^It knows its 3,000 images"))).to_be_visible()
    page.get_by_role("button", name="Train with 30,000 training images").click()  # three
    expect(verdict(page, "TRAINING")).to_be_visible()
    go(page, "About")  # as to draw the curve of a training takes half as long as to train
    expect(page.get_by_role("status").filter(has_text="Training has ended: 2. Fast CNN")).to_be_visible()
    go(page, "Lab")
    expect(verdict(page, "GOOD FIT")).to_be_visible()
    changed = r"gap \d\.\d → \d\.\d points, test 9\d\.\d → 9\d\.\d%"
    cured = re.compile(rf"^Cured\. Training images 3,000 → 30,000: {changed}\.$")
    expect(page.get_by_text(cured)).to_be_visible()
    until(lambda: len([name for name in traces(page) if re.match(r"[12]\. Fast CNN.*, test$", name)]) == 2)


@pytest.mark.parametrize("screen", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_verdict_is_in_sight_and_on_a_phone_right_below_the_button(
    app: LoggedApp, new_page: Callable[..., Page], screen: dict[str, Any]
):
    page = new_page(**screen)
    open_lab(page, app, "architecture=mlp")
    settle(page)
    box = {key: page.locator(f".st-key-{key}").bounding_box() for key in ("lab_knobs", "start", "verdict", "remedies")}
    assert all(box.values())
    height = screen["viewport"]["height"]
    assert box["verdict"]["y"] + 60 < height
    for knob in ("architecture", "train_size", "dropout", "epochs", "learning_rate"):
        expect(page.locator(f".st-key-knob_{knob}")).to_be_visible()
    if screen is LAPTOP:
        assert box["remedies"]["y"] + box["remedies"]["height"] < height
    else:
        assert 0 < box["verdict"]["y"] - (box["start"]["y"] + box["start"]["height"]) < 90
    assert page.locator("[data-testid=stSidebar] [role=slider]").count() == 0


def outcomes(app: LoggedApp, before: frozenset[str] = frozenset()) -> dict[str, str]:
    """Return the outcomes of the runs that the app has kept since it had those `before`."""
    store = RunStore(app.runs)
    return {run_id: store.load(run_id).outcome for run_id in store.ids() if run_id not in before}


def test_only_trainers_import_tensorflow_and_a_killed_one_is_replaced(app: LoggedApp, page: Page):
    before = frozenset(outcomes(app))
    open_lab(page, app, LONG)
    start(page)
    until(lambda: len(traces(page).get(f"{LONG_NAME}, train", [])) >= 2)
    first = app.app.trainer()
    assert first is not None
    assert first.pid in app.importers()
    first.kill()
    expect(page.get_by_role("main").get_by_text("Cut short: the trainer process ended unexpectedly")).to_be_visible()
    until(lambda: len(traces(page).get(f"1. {LONG_NAME}, test", [])) >= 2)
    open_lab(page, app, f"{QUICK}&train_size=10000")
    start(page)
    expect(ended(page, "2. Linear softmax")).to_be_visible()
    assert sorted(outcomes(app, before).values()) == ["failed", "finished"]
    go(page, "Play")
    draw(page, SEVEN)
    expect(headline(page, "All 6 models read 7")).to_be_visible()
    second = app.app.trainer()
    assert second is not None
    assert second.pid != first.pid
    assert second.pid in app.importers()
    assert set(app.importers().values()) == {"-m digitdemo.training"}  # the web process reads without


def test_a_bad_address_is_named_and_nothing_else_is_lost(app: LoggedApp, page: Page):
    page.goto(f"{app.url}/?epochs=1e9&dropout=0.2&architecture=%00" + "x" * 2000)
    expect(page.get_by_text("epochs: '1e9' is not allowed; give a whole number from 1 to 50")).to_be_visible()
    expect(
        page.get_by_text(re.compile("architecture: .* is not allowed; give one of linear, mlp, cnn, fast, best, lenet"))
    ).to_be_visible()
    expect(slider(page, "Dropout")).to_have_attribute("aria-valuetext", "0.2")
    expect(page.locator(START)).to_be_enabled()
    expect(page.get_by_test_id("stException")).to_have_count(0)
