"""A sweep in a real browser: its last training is real, the map fills, and cells open runs by mouse and keys."""

import contextlib
from collections.abc import Callable

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, TimeoutError, expect

from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.owners import owner_of
from digitdemo.runs.store import RunStore
from digitdemo.sweeps.sweep import Axis, Sweep
from digitdemo.visitors.keys import new_key
from tests.browser.conftest import LoggedApp, open_lab, open_tab, resting, settle
from tests.conftest import run_of, until

BASE = TrainConfig(architecture="mlp", hidden_layers=1, train_size=200, epochs=1)
SWEEP = Sweep(BASE, (Axis("width", (2, 8, 32, 128, 512)), Axis("batch_norm", ("off", "on"))), 1)
QUERY = "architecture=mlp&hidden_layers=1&train_size=200&epochs=1"


def visitor_with_runs(app: LoggedApp) -> str:
    """Return the key of a visitor who has all of the sweep but its first training."""
    key, store = new_key(), RunStore(app.runs)
    for number, config in enumerate(SWEEP.trainings[1:]):
        store.save(
            run_of(config, 0.5 + 0.04 * number, id=f"swept-{number}-{key[:8].lower()}x".replace("_", "-")),
            None,
            owner_of(key),
        )
    store.close()
    return key


def pick(page: Page, key: str, option: str) -> None:
    """Choose an option of a short list, which has no search, and closes when the page scrolls or is made anew."""
    page.locator(".st-key-sweep_start").scroll_into_view_if_needed()
    settle(page)

    def chosen() -> bool:
        page.locator(f".st-key-{key} input").click()
        try:
            page.get_by_role("option", name=option, exact=True).click(timeout=5000)
        except TimeoutError:  # what was chosen before has made the page anew meanwhile: a person opens it again
            return False
        return True

    until(chosen)
    settle(page)


def test_a_map_fills_and_its_cells_open_their_runs(app: LoggedApp, new_page: Callable[..., Page]):
    page = new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.context.add_cookies([{"name": "digitdemo_visit", "value": visitor_with_runs(app), "url": app.url}])
    open_lab(page, app, QUERY)
    open_tab(page, "Sweep")
    settle(page)
    pick(page, "sweep_knob", "Width")
    pick(page, "sweep_knob_2", "Batch normalization")
    page.locator(".st-key-sweep_seeds").get_by_role("radio", name="1", exact=True).click()
    expect(page.get_by_text("10 trainings. 9 of them are there already.")).to_be_visible()
    maps = page.locator(".heat-map")
    first = maps.first.get_by_role("button").first
    # The training lasts a moment where a trainer has started already: it is to be seen under way.
    with resting(app) if app.app.trainer() else contextlib.nullcontext():
        page.locator(".st-key-sweep_start button").click()
        expect(maps.first.locator("button.done")).to_have_count(9)
        expect(first).to_have_text("…")
    expect(maps.first.locator("button.done")).to_have_count(10)  # by a real training
    expect(page.get_by_text("10 of 10 trainings are done.")).to_be_visible()
    expect(page.locator(".st-key-sweep_resume")).to_have_count(0)
    expect(page.get_by_text("Best on validation: width 512, batch normalization on, 82.00%.")).to_be_visible()

    first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-sweep_cell")).to_contain_text("width 8, batch normalization on")
    cell = maps.first.get_by_role("button", name="width 8, batch normalization on: validation accuracy 58.00%")
    expect(cell).to_have_attribute("aria-expanded", "true")
    expect(cell).to_be_focused()  # the map has stayed
    page.get_by_role("button", name="Seed 0: 58.00%").click()
    expect(page.locator(".st-key-verdict_head")).to_contain_text("width 8")

    settle(page)  # until then what is below the verdict is pale
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    assert [
        (rule["id"], rule["nodes"][0]["html"][:200]) for rule in found if rule["impact"] in ("serious", "critical")
    ] == []

    page.set_viewport_size({"width": 360, "height": 780})
    settle(page)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 360
    page.reload()
    open_tab(page, "Sweep")
    expect(page.get_by_text("10 of 10 trainings are done.")).to_be_visible()
