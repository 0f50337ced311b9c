"""The Draw page in real Chromium, as a person uses it."""

import base64
import itertools
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Page, expect

from digitdemo.data.canvas_message import HEIGHT, STRIP, WIDTH
from tests.browser.conftest import LoggedApp, answers, draw, drawing_area, go, open_draw, open_train, settle
from tests.conftest import ONE, SEVEN, ink_of, until


def test_drawings_are_read_by_all_shipped_models(app: LoggedApp, page: Page):
    open_draw(page, app)
    draw(page, SEVEN)
    expect(page.get_by_text("All 5 models read 7")).to_be_visible()
    expect(answers(page)).to_have_text([re.compile(r"^7, .*\d+\.\d% sure · \S")] * 5)
    expect(page.get_by_role("img", name="What the models see: Centred in 28 x 28")).to_be_visible()
    for step in ("Step 1: Your drawing", "Step 2: Redrawn", "Step 3: 20 x 20"):
        expect(page.get_by_role("img", name=step)).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_text("The drawing area is empty")).to_be_visible()
    draw(page, ONE)
    expect(page.get_by_text("All 5 models read 1")).to_be_visible()


def test_undo_takes_back_the_last_stroke(app: LoggedApp, page: Page):
    open_draw(page, app)
    draw(page, ONE)
    expect(page.get_by_text("All 5 models read 1")).to_be_visible()
    draw(page, [(40, 140), (240, 140)])
    expect(page.get_by_text("All 5 models read 1")).to_be_hidden()
    page.locator(".st-key-undo button").click()
    expect(page.get_by_text("All 5 models read 1")).to_be_visible()
    undo = page.locator(".st-key-undo button")
    undo.click()
    expect(page.get_by_text("The drawing area is empty")).to_be_visible()
    expect(undo).to_be_disabled()
    draw(page, SEVEN)
    expect(page.get_by_text("All 5 models read 7")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_text("The drawing area is empty")).to_be_visible()
    undo.click()  # a drawing that was cleared by mistake comes back
    expect(page.get_by_text("All 5 models read 7")).to_be_visible()


def test_a_drawing_survives_a_visit_to_the_other_page(app: LoggedApp, page: Page):
    open_draw(page, app)
    draw(page, SEVEN)
    expect(page.get_by_text("All 5 models read 7")).to_be_visible()
    go(page, "Train")
    expect(page.get_by_role("button", name="Start training")).to_be_visible()
    go(page, "Draw")
    expect(page.get_by_text("All 5 models read 7")).to_be_visible()
    page.locator(".st-key-undo button").click()
    expect(page.get_by_text("The drawing area is empty")).to_be_visible()


def test_a_small_drawing_in_a_corner_is_read_by_its_strokes_and_not_by_shrinking(app: LoggedApp, page: Page):
    open_draw(page, app)
    draw(page, [(x * 0.25 + 205, y * 0.25 + 210) for x, y in SEVEN])
    expect(page.get_by_text("All 5 models read 7")).to_be_visible()
    page.get_by_text("Only shrinking").click()
    expect(page.get_by_role("img", name="What the models see: Only shrunk")).to_be_visible()
    expect(page.get_by_text("All 5 models read 7")).to_be_hidden()
    page.get_by_text("Centring pixels").click()
    expect(page.get_by_role("img", name="Step 1: Your drawing")).to_have_count(1)  # the step of before is gone
    expect(page.get_by_role("img", name="Step 2: 20 x 20")).to_be_visible()


def test_a_stroke_that_the_pencil_tool_has_stretched_is_read_as_it_is_seen(app: LoggedApp, page: Page):
    open_draw(page, app)
    draw(page, [(60, 60), (60, 100)])
    expect(page.get_by_text("All 5 models read 1")).to_be_visible()
    box = drawing_area(page)
    page.get_by_role("button", name=re.compile("edit", re.IGNORECASE)).first.click()
    x, y = box["x"], box["y"] + STRIP
    page.mouse.click(x + 60, y + 80)
    page.mouse.move(x + 60, y + 80)
    page.mouse.down()
    page.mouse.move(x + 150, y + 140, steps=8)
    page.mouse.up()
    ink = page.get_by_role("img", name="Step 1: Your drawing")
    before = ink.get_attribute("src")
    until(lambda: ink.get_attribute("src") != before or None)
    expect(page.get_by_text("All 5 models read 1")).to_be_visible()


def test_a_scribble_is_called_no_digit(app: LoggedApp, page: Page):
    open_draw(page, app)
    draw(page, [(20, 150), (80, 250), (120, 60), (200, 250), (250, 60), (60, 80)])
    expect(page.get_by_text("This doesn't look like a digit")).to_be_visible()
    expect(answers(page)).to_have_count(5)


def photo(path: Path, size: tuple[int, int] = (900, 700)) -> Path:
    """Write a picture of a 7 in thin dark ink on unevenly lit paper."""
    ink = np.asarray(Image.fromarray(ink_of(SEVEN, pen=9)).resize(size)) / 255
    light = np.linspace(120, 230, size[0])[np.newaxis] * np.linspace(0.8, 1, size[1])[:, np.newaxis]
    Image.fromarray((light * (1 - 0.7 * ink)).astype(np.uint8)).save(path)
    return path


def test_a_photo_is_read_from_a_file_and_from_the_clipboard(app: LoggedApp, page: Page, tmp_path: Path):
    open_draw(page, app)
    page.get_by_text("Upload or paste").click()
    expect(page.get_by_text("No digit yet")).to_be_visible()
    picture = photo(tmp_path / "seven.jpg")
    page.locator("input[type=file]").set_input_files(picture)
    expect(page.get_by_text("All 5 models read 7")).to_be_visible()
    expect(page.get_by_role("img", name="Step 1: Its ink")).to_be_visible()
    page.reload()
    page.get_by_text("Upload or paste").click()
    expect(page.get_by_text("No digit yet")).to_be_visible()
    page.get_by_role("heading", name="Draw a digit").click()
    page.evaluate(
        """picture => {
            const bytes = Uint8Array.from(atob(picture), character => character.charCodeAt(0));
            const clipboard = new DataTransfer();
            clipboard.items.add(new File([bytes], 'image.jpg', {type: 'image/jpeg'}));
            const paste = new ClipboardEvent('paste', {clipboardData: clipboard, bubbles: true, cancelable: true});
            document.body.dispatchEvent(paste);
        }""",
        base64.b64encode(picture.read_bytes()).decode(),
    )
    expect(page.get_by_text("All 5 models read 7")).to_be_visible()


def test_a_file_that_is_no_picture_is_named_and_the_page_lives_on(app: LoggedApp, page: Page, tmp_path: Path):
    open_draw(page, app)
    page.get_by_text("Upload or paste").click()
    (tmp_path / "no![x](y).png").write_bytes(b"not a picture")
    page.locator("input[type=file]").set_input_files(tmp_path / "no![x](y).png")
    expect(page.get_by_text("no![x](y).png: not a picture that can be read; give a PNG")).to_be_visible()
    (tmp_path / "fat.png").write_bytes(bytes(5_500_000))
    page.locator("input[type=file]").set_input_files(tmp_path / "fat.png")
    expect(page.get_by_text("File must be 5.0MB or smaller")).to_be_visible()
    page.get_by_text("Draw", exact=True).last.click()
    draw(page, SEVEN)
    expect(page.get_by_text("All 5 models read 7")).to_be_visible()


def test_the_keyboard_alone_gets_an_answer(app: LoggedApp, page: Page):
    open_draw(page, app)

    def focused() -> str:
        return page.evaluate("document.activeElement.tagName === 'BUTTON' ? document.activeElement.innerText : ''")

    def tab_to(words: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if words in focused():
                return
        raise AssertionError(f"no way to {words!r} by Tab")

    tab_to("Draw")
    for _ in range(2):  # the arrows go from choice to choice
        page.keyboard.press("ArrowRight")
    assert "Test digit" in focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("All 5 models read 7")).to_be_visible()  # the first test image
    expect(page.get_by_text("It is a 7.")).to_be_visible()
    tab_to("A hard one")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Number 0 of 10,000")).to_be_hidden()
    expect(answers(page)).to_have_count(5)


# Points of the drawing area where the component's toolbar once swallowed strokes, its corners, and a coarse grid.
STARTS = [
    *itertools.product((3, WIDTH - 4), (3, WIDTH - 4)),
    *((x, 3) for x in range(130, WIDTH, 25)),
    *((x, 28) for x in range(130, WIDTH, 50)),
    (WIDTH // 2, WIDTH // 2),
]


def test_a_stroke_that_starts_anywhere_counts(app: LoggedApp, page: Page):
    open_draw(page, app)
    for (x, y), comes_from_outside in zip(STARTS, itertools.cycle((False, True))):
        if comes_from_outside:  # else the mouse rests where the last stroke ended, or on the button
            page.mouse.move(5, 5)
        inwards = (x + (30 if x < WIDTH / 2 else -30), y + (30 if y < WIDTH / 2 else -30))
        draw(page, [(x, y), inwards])
        expect(answers(page), f"stroke from {x}, {y}").to_have_count(5)
        page.get_by_role("button", name="Clear").click()
        expect(answers(page)).to_have_count(0)


def test_the_phone_is_drawn_on_with_a_finger(app: LoggedApp, new_page: Callable[..., Page]):
    page = new_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, device_scale_factor=2)
    open_draw(page, app)
    box = drawing_area(page)
    assert box["x"] >= 0
    assert box["x"] + WIDTH <= 360
    assert box["height"] == HEIGHT
    touch = page.context.new_cdp_session(page)

    def send(kind: str, *points: tuple[float, float]) -> None:
        at = [{"x": box["x"] + x, "y": box["y"] + STRIP + y} for x, y in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    for start_x, digit_points in ((250, [(250.0, 8.0), (250.0, 230.0)]), (140, ONE)):
        settle(page)
        send("touchStart", digit_points[0])
        for step in range(1, 21):
            send("touchMove", (start_x, digit_points[0][1] + step * 10))
        send("touchEnd")
        expect(page.get_by_text("All 5 models read 1")).to_be_visible()
        page.get_by_role("button", name="Clear").click()
        expect(page.get_by_text("The drawing area is empty")).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
    open_train(page, app)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
