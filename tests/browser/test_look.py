"""The theme in a real browser: what only the page itself puts in its place."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from digitdemo.ui.charts.theme import PALETTES, READY_MADE
from tests.browser.conftest import LoggedApp, settle

LINE = ".st-key-accuracy .scatterlayer .js-line"


def as_css(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


@pytest.mark.parametrize("theme", PALETTES)
def test_charts_and_text_follow_the_theme_and_all_comes_from_the_app(
    app: LoggedApp, new_page: Callable[..., Page], theme: str
):
    page = new_page(color_scheme=theme, viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{app.url}/lab")
    settle(page)
    grey = as_css(PALETTES[theme][READY_MADE])
    expect(page.locator(LINE).first).to_have_css("stroke", grey)
    expect(page.locator(".st-key-accuracy .xtitle")).to_have_css("fill", grey)
    expect(page.locator("[data-testid=stMain] .stMarkdownColoredText").first).to_have_css("color", grey)
    expect(page).to_have_title("Lab · digitdemo")
    faces = "[...document.fonts].filter(face => face.status === 'loaded').map(face => face.family.replaceAll('\"', ''))"
    assert "Source Sans" in page.evaluate(faces)
    assert {url for url in asked if not url.startswith((app.url, "data:", "blob:"))} == set()
