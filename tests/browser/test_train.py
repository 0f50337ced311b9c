"""The Train page in real Chromium, as a person uses it, and what becomes of trainings, trainer and app."""

import re
from collections.abc import Callable

import psutil
from playwright.sync_api import Locator, Page, expect

from digitdemo.bench.harness.browser import CANVAS
from digitdemo.runs.store import RunStore
from tests.browser.conftest import (
    EMPTY,
    LONG,
    QUICK,
    LoggedApp,
    draw,
    go,
    headline,
    open_lab,
    open_play,
    start,
    stop,
    traces,
)
from tests.conftest import ONE, PATIENCE, SEVEN, until


def slider(page: Page, name: str) -> Locator:
    """Return the slider of a knob."""
    return page.get_by_role("slider", name=name).first


def test_a_curve_is_seen_to_grow_and_stop_keeps_it_and_the_run_before(app: LoggedApp, page: Page):
    open_lab(page, app, QUICK)
    start(page)
    expect(page.get_by_role("heading", name="1. Linear softmax")).to_be_visible()
    expect(page.get_by_text("Generalization gap")).to_be_visible()
    untrained, trained = traces(page)["1. Linear softmax, epochs 1, test"]
    assert untrained < 0.3
    assert trained > 0.85  # an epoch on all the data
    page.get_by_text("MLP 512-512", exact=True).first.click()
    page.get_by_test_id("stSidebar").get_by_text("Epochs", exact=True).wait_for()
    expect(page.get_by_test_id("stMain").get_by_text("MLP 512-512.", exact=True)).to_be_visible()
    expect(slider(page, "Epochs")).to_have_value("1")
    slider(page, "Epochs").focus()
    page.keyboard.press("End")
    expect(page).to_have_url(re.compile("epochs=50"))
    start(page)
    expect(page.get_by_text(re.compile(r"epoch \d+ of 50.*images/s .* left"))).to_be_visible()
    expect(page.get_by_role("progressbar")).to_be_visible()
    lengths: list[int] = []

    def grown() -> bool:
        lengths.extend(len(values) for name, values in traces(page).items() if name == "MLP 512-512, epochs 50, test")
        return len(set(lengths)) >= 3

    until(grown)
    assert lengths == sorted(lengths)
    stop(page)
    expect(page.get_by_text(re.compile(r"Stopped by hand after \d+ of 50 epochs"))).to_be_visible()
    expect(page.get_by_role("heading", name="2. MLP 512-512")).to_be_visible()
    kept = traces(page)
    assert len(kept["2. MLP 512-512, epochs 50, test"]) >= lengths[-1]
    assert kept["1. Linear softmax, epochs 1, test"] == [untrained, trained]
    go(page, "Play")
    expect(page.locator(CANVAS)).to_be_visible()
    go(page, "Lab")
    until(lambda: traces(page) == kept)
    page.get_by_role("toolbar", name="On the chart").get_by_text("1. Linear softmax").click()
    until(lambda: "1. Linear softmax, epochs 1, test" not in traces(page))


def test_a_training_with_wrong_labels_is_also_drawn_by_the_true_ones(app: LoggedApp, page: Page):
    open_lab(page, app, "architecture=mlp&epochs=2&train_size=500&label_noise=0.5")
    start(page)
    name = "1. MLP 512-512, epochs 2, training images 500, wrong labels 0.5"
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_text("dash-dotted: train, true labels")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^as told; true: \d+\.\d\d%$"))).to_be_visible()
    expect(page.get_by_text("Only training images have wrong labels")).to_be_visible()
    until(lambda: f"{name}, train, true labels" in traces(page))
    told, true = (traces(page)[f"{name}, train, {which}"] for which in ("as told", "true labels"))
    assert len(told) == len(true) == 3
    assert true[1] > told[1] + 0.05  # half of the labels are wrong, and one epoch is too short to learn them by heart


def test_three_clicks_lead_from_the_first_page_to_an_underfit_and_its_cure(app: LoggedApp, page: Page):
    open_lab(page, app)
    page.get_by_text("Linear softmax", exact=True).click()
    expect(page.get_by_text(re.compile("^Underfitting"))).to_be_visible()
    page.get_by_role("button", name="Convolutions: Fast CNN").click()
    expect(page.get_by_role("radio", name="Fast CNN")).to_be_checked()
    start(page)
    expect(page.get_by_role("heading", name="1. Fast CNN")).to_be_visible()
    expect(page.get_by_text(re.compile("^Good fit"))).to_be_visible()


def test_an_experiment_is_seen_and_trained_anew(app: LoggedApp, page: Page):
    page.goto(f"{app.url}/experiments")
    expect(page.get_by_text("The claim.")).to_be_visible()
    expect(page.locator(".st-key-experiment_accuracy .js-plotly-plot")).to_be_visible()
    expect(page.get_by_text(re.compile("^Underfitting"))).to_be_visible()
    page.get_by_role("radio", name="The training", exact=True).click()
    page.get_by_role("radio", name="The learning rate is too small").click()
    expect(page.get_by_text(re.compile("^Learning too slowly"))).to_be_visible()
    page.get_by_role("button", name="Train both yourself").click()
    expect(page.get_by_text(re.compile(r"\([12] of 2\)"))).to_be_visible()
    expect(page.get_by_role("heading", name="2. MLP 512-512")).to_be_visible()
    assert len([name for name in traces(page) if re.match(r"[12]\. MLP 512-512, .*, test$", name)]) == 2


def kept_runs(app: LoggedApp) -> set[str]:
    """Return the ids of the runs that the app has kept so far."""
    return {entry.name for entry in app.runs.glob("[!.]*")}


def outcomes(app: LoggedApp, before: set[str]) -> list[str]:
    """Return the outcomes of the runs that the app has kept since."""
    return sorted(RunStore(app.runs).load(run_id).outcome for run_id in kept_runs(app) - before)


def test_reload_keeps_the_page_usable(app: LoggedApp, page: Page):
    before = kept_runs(app)
    open_lab(page, app, LONG)
    start(page)
    expect(page.get_by_text(re.compile("of 50|starting TensorFlow"))).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Start training")).to_be_enabled()
    expect(slider(page, "Epochs")).to_have_value("50")  # the URL keeps the knobs
    open_lab(page, app, QUICK)
    start(page)  # the training from before the reload does not keep the visitor waiting
    expect(page.get_by_role("heading", name="1. Linear softmax")).to_be_visible()
    assert outcomes(app, before) == ["finished", "stopped"]
    open_play(page, app)
    draw(page, SEVEN)
    expect(headline(page, "All 5 models read 7")).to_be_visible()
    page.reload()
    expect(page.locator(EMPTY)).to_be_visible()
    draw(page, ONE)
    expect(headline(page, "All 5 models read 1")).to_be_visible()


def test_both_addresses_of_the_first_page_work(app: LoggedApp, page: Page):
    page.goto(f"{app.url}/train?{QUICK}")
    expect(page.get_by_role("button", name="Start training")).to_be_enabled()
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(slider(page, "Epochs")).to_have_value("1")


def test_others_wait_their_turn_and_see_their_place(app: LoggedApp, new_page: Callable[..., Page]):
    first, second = new_page(), new_page()
    open_lab(first, app, LONG)
    open_lab(second, app, QUICK)
    start(first)
    expect(first.get_by_text(re.compile("images/s"))).to_be_visible()
    start(second)
    expect(second.get_by_text("waiting; 1 training is ahead of yours")).to_be_visible()
    go(second, "Play")
    expect(second.get_by_text("waiting; 1 training is ahead of yours")).to_be_visible()  # in the sidebar
    stop(first)
    go(second, "Lab")
    expect(second.get_by_role("heading", name="1. Linear softmax")).to_be_visible()


def test_a_killed_trainer_is_reported_and_replaced_and_drawing_goes_on(app: LoggedApp, page: Page):
    before = kept_runs(app)
    open_lab(page, app, LONG)
    start(page)
    until(lambda: len(traces(page).get("MLP 512-512, epochs 50, train", [])) >= 2)
    trainer = app.app.trainer()
    assert trainer is not None
    trainer.kill()
    expect(page.get_by_text(re.compile(r"Cut short: the trainer process ended unexpectedly"))).to_be_visible()
    assert len(traces(page)["1. MLP 512-512, epochs 50, test"]) >= 2
    go(page, "Play")
    draw(page, SEVEN)
    expect(headline(page, "All 5 models read 7")).to_be_visible()
    open_lab(page, app, QUICK)
    start(page)
    expect(page.get_by_role("heading", name="1. Linear softmax")).to_be_visible()
    assert outcomes(app, before) == ["failed", "finished"]


def test_the_web_process_trains_and_reads_without_tensorflow(app: LoggedApp, page: Page):
    open_lab(page, app, QUICK)
    start(page)
    expect(page.get_by_role("heading", name="1. Linear softmax")).to_be_visible()
    go(page, "Play")
    draw(page, SEVEN)
    expect(headline(page, "All 6 models read 7")).to_be_visible()
    importers = app.importers()
    assert importers
    assert app.app.process.pid not in importers


def test_the_trainer_imports_tensorflow_and_goes_with_the_app(own_app: LoggedApp, page: Page):
    open_lab(page, own_app, LONG)
    start(page)
    expect(page.get_by_text(re.compile("images/s"))).to_be_visible()
    trainer = own_app.app.trainer()
    assert trainer is not None
    assert own_app.importers() == {trainer.pid}
    own_app.app.process.kill()
    psutil.wait_procs([trainer], timeout=PATIENCE)
    assert not trainer.is_running()


def test_a_bad_address_is_named_and_nothing_else_is_lost(app: LoggedApp, page: Page):
    page.goto(f"{app.url}/?epochs=1e9&dropout=0.2&architecture=%00" + "x" * 2000)
    expect(page.get_by_text("epochs: '1e9' is not allowed; give a whole number from 1 to 50")).to_be_visible()
    expect(
        page.get_by_text(re.compile("architecture: .* is not allowed; give one of linear, mlp, cnn, fast, best, lenet"))
    ).to_be_visible()
    expect(slider(page, "Dropout")).to_have_value("0.2")
    expect(page.get_by_role("button", name="Start training")).to_be_enabled()
    expect(page.get_by_test_id("stException")).to_have_count(0)
