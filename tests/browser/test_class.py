"""A class in two real Chromium windows: its teacher's laptop and a learner's phone."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from sqlalchemy import select

from digitdemo.bench.harness.browser import PHONE, draw_with_finger
from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.schema import members
from digitdemo.runs.store import RunStore
from tests.browser.conftest import LoggedApp, drawing_area
from tests.conftest import MLP, ONE, SEVEN, run_of

NICKNAME = "www.zoë.de"  # which must not become a link


def keep_run(app: LoggedApp) -> None:
    """Keep a run of the only learner, as if it had been trained."""
    store = RunStore(app.runs)
    with store.database.read() as connection:
        owner = connection.execute(select(members.c.owner).where(members.c.nickname == NICKNAME)).scalar_one()
    store.save(run_of(MLP, id="of-learner", parameters=7850), SHIPPED_MODELS / "linear", owner)
    store.close()


def test_a_class_shows_runs_and_draws_a_test_set_together(app: LoggedApp, new_page: Callable[..., Page]):
    teacher, learner = new_page(), new_page(**PHONE)
    teacher.goto(f"{app.url}/class")
    teacher.get_by_role("textbox", name="Title").fill("9b")
    teacher.get_by_role("button", name="Open a room").click()
    expect(teacher.get_by_role("heading", level=1, name="9b")).to_be_visible()
    expect(teacher.get_by_role("img", name="QR code of this link")).to_be_visible()
    learner.goto(teacher.locator(".st-key-learners_link input").input_value())
    learner.get_by_role("textbox", name="Your nickname").fill(NICKNAME)
    learner.get_by_role("button", name="Join", exact=True).click()
    expect(teacher.get_by_text("1 in this room: www")).to_be_visible()

    keep_run(app)
    learner.reload()
    learner.get_by_role("button", name="Show to my class").click()
    for page in (teacher, learner):
        expect(page.get_by_role("cell", name="MLP 512-512")).to_be_visible()
        expect(page.locator(".st-key-board .js-plotly-plot .scatterlayer .point")).to_have_count(1)
        expect(page.get_by_role("columnheader", name="Test", exact=True)).to_have_count(0)
    expect(teacher.get_by_role("link", name="zoë")).to_have_count(0)

    learner.get_by_role("tab", name="Draw").click()
    for digit, stroke in enumerate(([*SEVEN, SEVEN[0]], ONE)):
        expect(learner.get_by_role("heading", name=f"Draw a {digit}")).to_be_visible()
        drawing_area(learner)
        draw_with_finger(learner, stroke)
        learner.get_by_role("button", name="Done").click()
    expect(learner.get_by_role("heading", name="Draw a 2")).to_be_visible()
    expect(teacher.get_by_role("columnheader", name="Our test set")).to_be_visible()
    teacher.get_by_text("Uncover the test accuracies").click()
    expect(teacher.get_by_role("columnheader", name="Test", exact=True)).to_be_visible()
    teacher.get_by_role("tab", name="Our test set").click()
    expect(teacher.get_by_text("2 digits, drawn by 1 of you.")).to_be_visible()
    expect(teacher.get_by_text("of 2 right")).to_be_visible()
