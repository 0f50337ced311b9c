"""The theme in a real browser: what only the page itself puts in its place."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from digitdemo.bench.harness.kept_copy import keep_copy
from digitdemo.ui.charts.theme import PALETTES, READY_MADE
from tests.browser.conftest import LoggedApp, answers, as_css, draw, open_play, settle
from tests.conftest import SEVEN

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
THEIR_RUNS = [f"20260101-00000{number}-linear-abcdef" for number in range(3)]
LINE = ".st-key-accuracy .scatterlayer .js-line"


def test_charts_and_text_follow_the_theme_and_all_comes_from_the_app(app: LoggedApp, new_page: Callable[..., Page]):
    page = new_page(viewport={"width": 1280, "height": 900}, color_scheme="dark")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{app.url}/lab")
    settle(page)
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme)
        grey = as_css(PALETTES[theme][READY_MADE])
        expect(page.locator(LINE).first).to_have_css("stroke", grey)
        expect(page.locator(".st-key-accuracy .xtitle")).to_have_css("fill", grey)
        expect(page.locator(".st-key-verdict_head .stMarkdownColoredText").last).to_have_css("color", grey)
    expect(page).to_have_title("Lab · digitdemo")
    faces = "[...document.fonts].filter(face => face.status === 'loaded').map(face => face.family.replaceAll('\"', ''))"
    assert "Source Sans" in page.evaluate(faces)
    assert {url for url in asked if not url.startswith((app.url, "data:", "blob:"))} == set()


def test_play_stands_on_a_laptops_screen_with_three_runs_of_others_beside_yours(
    app: LoggedApp, new_page: Callable[..., Page]
):
    page = new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"{app.url}/about")
    settle(page)
    for number, run in enumerate(THEIR_RUNS):  # each taken up by the visit, as its address is gone back to
        shared = keep_copy("linear", app.runs, run)
        heading = "Mistakes" if number % 2 else "Lab"
        address = f"/{heading.lower()}?shared={shared}"
        page.evaluate("to => (history.pushState({}, '', to), dispatchEvent(new PopStateEvent('popstate')))", address)
        expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        settle(page)
    page.get_by_test_id("stTopNavLink").filter(has_text="Play").click()
    draw(page, SEVEN)
    expect(answers(page)).to_have_count(9)
    expect(page.get_by_role("heading", name="models read 7")).to_be_visible()
    settle(page)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollHeight - main.clientHeight") <= 0


def test_on_a_phone_what_opens_the_navigation_says_that_it_is_the_menu(app: LoggedApp, new_page: Callable[..., Page]):
    page = new_page(**PHONE)
    open_play(page, app)
    menu = page.get_by_test_id("stExpandSidebarButton")
    assert menu.evaluate("button => getComputedStyle(button, '::after').content") == '"Menu"'
    for shown in (menu, page.get_by_test_id("stMainMenu")):
        box = shown.bounding_box()
        assert box is not None
        assert 0 <= box["x"] <= box["x"] + box["width"] <= 390
    menu.tap()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Mistakes").tap()
    expect(page.get_by_role("heading", name="Mistakes", level=1)).to_be_visible()
