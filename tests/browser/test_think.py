"""While one draws, the page reads the drawing as the server does, and shows what a model makes of it."""

import re

import numpy as np
from playwright.sync_api import Locator, Page, expect

from digitdemo.bench.harness.browser import CANVAS, draw_stroke, draw_with_finger, on_page
from tests.browser.conftest import EMPTY, LoggedApp, drawing_area, open_play
from tests.conftest import SEVEN, until

LIVE_IMAGE = "() => Array.from(globalThis[Symbol.for('digitdemo.engine')].state().image)"
SERVER_IMAGE = """async picture => {
  try {
    await picture.decode();
  } catch {
    return null; // the next one takes its place
  }
  const canvas = Object.assign(document.createElement('canvas'), {width: 28, height: 28});
  const context = canvas.getContext('2d');
  context.imageSmoothingEnabled = false;
  context.drawImage(picture, 0, 0, 28, 28);
  return Array.from(context.getImageData(0, 0, 28, 28).data).filter((_, i) => i % 4 === 0);
}"""
# What ends farther to the right than the element.
STICKING_OUT = """element => {
  const edge = element.getBoundingClientRect().right + 1;
  return [...element.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > edge).map(e => e.className);
}"""


def bright(sheet: Locator) -> int:
    """Return how many pixels of a sheet of maps are bright."""
    return sheet.evaluate(
        """canvas => {
          const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          return Array.from(data).filter((value, i) => i % 4 === 0 && value > 128).length;
        }"""
    )


def test_the_page_sees_the_pixels_that_the_server_sees(play: Page, play_on_phone: Page):
    for shown, by_touch in ((play, False), (play_on_phone, True)):
        drawing_area(shown)
        # Curved, as hands draw, and not on whole pixels.
        for turn in (0.3, 2.9):
            angles = np.linspace(turn, turn + 4.4, 30)
            points = np.stack([140 + 60.3 * np.cos(angles), 100 + 30 * turn + 41.7 * np.sin(angles)], 1).tolist()
            if by_touch:
                draw_with_finger(shown, points, steps=1)
            else:
                draw_stroke(shown, points, steps=2)
        seen = shown.get_by_role("img", name="What the models see: Centred in 28 × 28")
        expect(seen).to_be_visible()
        until(lambda: seen.evaluate(SERVER_IMAGE) == shown.evaluate(LIVE_IMAGE))  # noqa: B023


def test_the_layers_of_a_model_move_before_the_pen_is_up_and_a_click_silences_a_map(app: LoggedApp, page: Page):
    open_play(page, app)
    page.get_by_text("See it think").click()
    thinking = page.locator(".thinking")
    model, says = page.get_by_label("Model", exact=True), thinking.locator(".says")
    model.select_option(label="Fast CNN")
    sheets = page.locator(".sheet canvas")
    expect(sheets).to_have_count(3)
    expect(says).to_have_text("Draw a digit and watch.")
    for width in (1000, 1280):
        page.set_viewport_size({"width": width, "height": 720})
        until(lambda: not thinking.evaluate(STICKING_OUT))  # Streamlit lays out the columns after the window
    page.locator(CANVAS).scroll_into_view_if_needed()
    first, *rest = on_page(page, SEVEN)
    page.mouse.move(*first)
    page.mouse.down()
    for place in rest:
        page.mouse.move(*place, steps=5)
    expect(says).to_have_text(re.compile(r"^It reads 7, .*% sure\.$"))  # the pen is still down
    assert all(bright(sheet) > 5 for sheet in sheets.all())
    page.mouse.up()
    expect(page.get_by_role("heading", name="All 5 models read 7")).to_be_visible()

    maps = page.get_by_role("group", name="Convolution 3, 64 maps").get_by_role("button")
    before = bright(sheets.nth(2))
    for number in range(0, 64, 2):
        maps.nth(number).click()
    expect(says).to_have_text(re.compile(r"^Without the 32 you silenced it (still reads|no longer reads 7 but) \d, "))
    expect(maps.first).to_have_attribute("aria-pressed", "true")
    assert bright(sheets.nth(2)) < before
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(says).to_have_text(re.compile(r"^Without the 33 you silenced "))
    expect(page.get_by_role("heading", name="All 5 models read 7")).to_be_visible()  # the rows are of whole models
    page.get_by_role("button", name="Wake all").click()
    expect(says).to_have_text(re.compile(r"^It reads 7, "))

    page.get_by_role("button", name="Models", exact=True).click()
    page.get_by_role("button", name=re.compile("LeNet-5")).first.click()
    model.select_option(label="LeNet-5")  # its network has come
    expect(page.get_by_role("group", name="Hidden layer 1, 120 units").get_by_role("button")).to_have_count(120)
    page.keyboard.press("Escape")

    model.select_option(label="Linear softmax")
    expect(page.locator(".pictures canvas")).to_have_count(10)
    expect(page.locator(".pictures .first")).to_have_text(re.compile(r"^7: \d"))
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(EMPTY)).to_be_visible()
    expect(says).to_have_text("Draw a digit and watch.")
