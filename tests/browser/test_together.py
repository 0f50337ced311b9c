"""Two browsers and a phone: a run is shared, and a class shows and draws together."""

import dataclasses
from collections.abc import Callable

from playwright.sync_api import Page, expect
from sqlalchemy import select

from digitdemo.bench.harness.browser import PHONE, draw_with_finger
from digitdemo.inference.shipped import SHIPPED
from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.owners import owner_of
from digitdemo.runs.schema import members
from digitdemo.runs.store import RunStore
from digitdemo.ui.state.whose import COOKIE
from digitdemo.visitors.keys import new_key
from tests.browser.conftest import (
    START,
    LoggedApp,
    draw,
    drawing_area,
    ended,
    go,
    open_lab,
    settle,
)
from tests.conftest import MLP, ONE, SEVEN, run_of

NICKNAME = "www.zoë.de"  # which must not become a link


def test_two_browsers_and_a_phone_share_and_meet_in_a_room(app: LoggedApp, new_page: Callable[..., Page]):
    teacher, other, phone = new_page(), new_page(locale="de-DE"), new_page(**PHONE)
    bring_run(teacher, app)
    link = share(teacher)
    open_link(other, link)
    open_room(teacher, app, phone)
    show_on_board(teacher, app, phone)
    draw_test_set(teacher, phone)
    take_back(teacher, other, link)
    close_room(teacher, phone)


def bring_run(page: Page, app: LoggedApp) -> None:
    """Have the page's visitor own a run that need not be trained for this, and open it."""
    key, store = new_key(), RunStore(app.runs)
    run = dataclasses.replace(SHIPPED.load("linear"), id="20260101-000000-linear-fedcba")
    store.save(run, SHIPPED.folder("linear"), owner_of(key))
    store.close()
    page.context.add_cookies([{"name": COOKIE, "value": key, "url": app.url}])
    open_lab(page, app)
    expect(ended(page, "1. Linear softmax")).to_be_visible()
    settle(page)


def share(page: Page) -> str:
    """Return the link that opens the page's run."""
    page.locator(".st-key-share button").click()
    page.get_by_role("button", name="Make a link").click()
    link = page.locator(".st-key-link_to_run input").input_value()
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")  # as where there is no https
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    expect(page.get_by_role("img", name="QR code of this link")).to_be_visible()
    return link


def open_link(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_text("Jemand hat diesen Lauf mit dir geteilt.")).to_be_visible()
    expect(page.get_by_role("button", name="So eins trainieren")).to_be_visible()
    expect(page.get_by_role("textbox", name="Name")).to_have_count(0)
    page.get_by_role("link", name="Eine Ziffer für sein Modell zeichnen").click()
    draw(page, SEVEN)
    expect(page.get_by_role("button", name="Geteilt 1")).to_contain_text("7")


def open_room(teacher: Page, app: LoggedApp, learner: Page) -> None:
    teacher.goto(f"{app.url}/class")
    teacher.get_by_role("textbox", name="Title").fill("9b")
    teacher.get_by_role("button", name="Open a room").click()
    expect(teacher.get_by_role("heading", level=1, name="9b")).to_be_visible()
    expect(teacher.get_by_role("img", name="QR code of this link")).to_be_visible()
    learner.goto(teacher.locator(".st-key-learners_link input").input_value())
    learner.get_by_role("textbox", name="Your nickname").fill(NICKNAME)
    learner.get_by_role("button", name="Join", exact=True).click()
    expect(teacher.get_by_text("1 in this room: www")).to_be_visible()


def show_on_board(teacher: Page, app: LoggedApp, learner: Page) -> None:
    keep_run(app)
    learner.reload()
    learner.get_by_role("button", name="Show to my class").click()
    for page in (teacher, learner):
        expect(page.get_by_role("cell", name="MLP 512-512")).to_be_visible()
        expect(page.locator(".st-key-board .js-plotly-plot .scatterlayer .point")).to_have_count(1)
        expect(page.get_by_role("columnheader", name="Test", exact=True)).to_have_count(0)
    expect(teacher.get_by_role("link", name="zoë")).to_have_count(0)


def keep_run(app: LoggedApp) -> None:
    """Keep a run of the only learner, as if it had been trained."""
    store = RunStore(app.runs)
    with store.database.read() as connection:
        owner = connection.execute(select(members.c.owner).where(members.c.nickname == NICKNAME)).scalar_one()
    store.save(run_of(MLP, id="of-learner", parameters=7850), SHIPPED_MODELS / "linear", owner)
    store.close()


def draw_test_set(teacher: Page, learner: Page) -> None:
    learner.get_by_role("tab", name="Draw").click()
    for digit, stroke in enumerate(([*SEVEN, SEVEN[0]], ONE)):
        expect(learner.get_by_role("heading", name=f"Draw this digit: {digit}")).to_be_visible()
        drawing_area(learner)
        draw_with_finger(learner, stroke)
        learner.get_by_role("button", name="Done").click()
    expect(learner.get_by_role("heading", name="Draw this digit: 2")).to_be_visible()
    expect(teacher.get_by_role("columnheader", name="Our test set")).to_be_visible()
    teacher.get_by_text("Uncover the test accuracies").click()
    expect(teacher.get_by_role("columnheader", name="Test", exact=True)).to_be_visible()
    teacher.get_by_role("tab", name="Our test set").click()
    expect(teacher.get_by_text("2 digits, drawn by 1 of you.")).to_be_visible()
    expect(teacher.get_by_text("of 2 right")).to_be_visible()


def take_back(owner: Page, other: Page, link: str) -> None:
    """Stop sharing: who has the run open is told so, and the link opens the Lab without it."""
    go(owner, "Lab")
    expect(ended(owner, "1. Linear softmax")).to_be_visible()
    settle(owner)
    owner.locator(".st-key-share button").click()
    owner.get_by_role("button", name="Stop sharing").click()
    expect(owner.get_by_role("button", name="Make a link")).to_be_visible()
    draw(other, [(60.0, 250.0), (220.0, 250.0)])
    expect(other.get_by_text("wird nicht mehr geteilt.")).to_be_visible()
    expect(other.get_by_role("button", name="Geteilt 1")).to_have_count(0)
    other.goto(link)
    expect(other.get_by_text("Dieser Lauf wird nicht mehr geteilt.")).to_be_visible()
    expect(other.locator(START)).to_be_enabled()  # the Lab goes on


def close_room(teacher: Page, learner: Page) -> None:
    """Close the room: who draws for it hears so with the next digit, and is no longer said to be there."""
    go(teacher, "Class")
    teacher.get_by_role("tab", name="Teacher").click()
    teacher.get_by_text("I am sure").click()
    teacher.get_by_role("button", name="Close the room").click()
    expect(teacher.get_by_role("heading", level=1, name="Class")).to_be_visible()
    drawing_area(learner)
    draw_with_finger(learner, ONE)
    learner.get_by_role("button", name="Done").click()
    expect(learner.get_by_text("is closed. What you trained there is still yours.")).to_be_visible()
    expect(learner.get_by_role("heading", level=1, name="Class")).to_be_visible()
