"""The canvas in real Chromium: its size, its one pair of buttons, when it sends, and what lies on it."""

import base64
import itertools
import re
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from digitdemo.bench.harness.browser import CANVAS, draw_with_finger, on_page
from digitdemo.data.canvas_message import WIDTH
from tests.browser.conftest import (
    EMPTY,
    START,
    LoggedApp,
    answers,
    draw,
    drawing_area,
    go,
    headline,
    open_play,
    settle,
)
from tests.conftest import ONE, SEVEN, ink_of, until

# Counts how often the component is told to send. Its own wait is 200 ms; without the button that would be all.
COUNT_SENDS = """
canvas => {
  window.sends = 0;
  const send = canvas.getRootNode().querySelector('[aria-label="Update the app with this drawing"]');
  send.addEventListener('click', () => window.sends++);
}
"""


def sends(page: Page) -> int:
    return page.evaluate("window.sends")


def test_the_canvas_is_as_large_as_its_place_sharp_and_has_no_buttons_of_its_own(play: Page):
    for width, height, side in ((1280, 720, 420), (1920, 1080, 631), (390, 844, 358), (360, 740, 328)):
        play.set_viewport_size({"width": width, "height": height})
        until(lambda side=side: round(drawing_area(play)["width"]) == round(drawing_area(play)["height"]) == side)
        assert play.locator(CANVAS).evaluate("canvas => canvas.width") == 3 * WIDTH
        for name, count in {"Undo": 1, "Clear": 1, "Edit": 0, "Reset canvas & history": 0}.items():
            expect(play.get_by_role("button", name=name)).to_have_count(count)
        tops = [button.bounding_box()["y"] for button in play.locator(".st-key-canvas_buttons button:visible").all()]
        assert len(tops) == 4
        assert max(tops) - min(tops) < 2  # in one row
        assert play.evaluate("document.documentElement.scrollWidth") <= width


# Two presses that are faster than any finger's: where many draw, slower ones reach the server together, too.
TWICE = "async button => { button.click(); await new Promise(go => setTimeout(go, 20)); button.click() }"


def test_undo_that_is_pressed_twice_at_once_takes_two_strokes_back(app: LoggedApp, page: Page):
    open_play(page, app)
    drawing_area(page)
    page.locator(CANVAS).evaluate(COUNT_SENDS)
    for number, stroke in enumerate((ONE, [(40, 140), (240, 140)], [(40, 200), (240, 200)])):
        draw(page, stroke)
        until(lambda number=number: sends(page) == number + 1 or None)
    undo = page.locator(".st-key-undo button")
    expect(undo).to_be_enabled()
    undo.evaluate(TWICE)
    expect(headline(page, "All 5 models read 1")).to_be_visible()
    undo.click()
    expect(page.locator(EMPTY)).to_be_visible()


def test_a_stroke_is_sent_when_the_pen_goes_up_and_undo_takes_it_back_after_a_visit_to_another_page_too(
    app: LoggedApp, page: Page
):
    open_play(page, app)
    drawing_area(page)
    page.locator(CANVAS).evaluate(COUNT_SENDS)
    draw(page, ONE)
    expect(headline(page, "All 5 models read 1")).to_be_visible()
    assert sends(page) == 1
    draw(page, [(40, 140), (240, 140)])
    expect(headline(page, "All 5 models read 1")).to_be_hidden()
    until(lambda: sends(page) == 2 or None)
    undo = page.locator(".st-key-undo button")
    undo.click()
    expect(headline(page, "All 5 models read 1")).to_be_visible()
    undo.click()
    expect(page.locator(EMPTY)).to_be_visible()
    expect(undo).to_be_disabled()
    draw(page, SEVEN)
    expect(headline(page, "All 5 models read 7")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(EMPTY)).to_be_visible()
    undo.click()  # a drawing that was cleared by mistake comes back
    expect(headline(page, "All 5 models read 7")).to_be_visible()
    until(lambda: ink_at(page, (135, 50)) == 255 or None)
    go(page, "Lab")
    expect(page.locator(START)).to_be_visible()
    go(page, "Play")
    expect(headline(page, "All 5 models read 7")).to_be_visible()
    until(lambda: ink_at(page, (135, 50)) == 255 or None)
    undo.click()
    expect(page.locator(EMPTY)).to_be_visible()


def ink_at(page: Page, point: tuple[float, float]) -> int:
    """Return how bright the canvas' paper is there, 0 to 255."""
    return page.locator(CANVAS).evaluate(
        """(canvas, [x, y]) => {
            const paper = canvas.parentNode.querySelector('.lower-canvas');
            return paper.getContext('2d').getImageData(3 * x, 3 * y, 1, 1).data[0];
        }""",
        point,
    )


# The corners, and where the component's own toolbar once swallowed strokes.
STARTS = [*itertools.product((3, WIDTH - 4), (3, WIDTH - 4)), (170, 3), (220, 3), (200, 28)]


def test_a_stroke_that_starts_anywhere_counts(play: Page):
    for (x, y), comes_from_outside in zip(STARTS, itertools.cycle((False, True))):
        if comes_from_outside:  # else the mouse rests where the last stroke ended, or on the button
            play.mouse.move(5, 5)
        inwards = (x + (30 if x < WIDTH / 2 else -30), y + (30 if y < WIDTH / 2 else -30))
        draw(play, [(x, y), inwards])
        expect(answers(play), f"stroke from {x}, {y}").not_to_have_count(0)
        play.get_by_role("button", name="Clear").click()
        expect(answers(play)).to_have_count(0)


def test_the_phone_is_drawn_on_with_a_finger(play_on_phone: Page):
    drawing_area(play_on_phone)
    play_on_phone.locator(CANVAS).evaluate(COUNT_SENDS)
    for number, stroke in enumerate(([(250, 8), (250, 230)], ONE), start=1):
        settle(play_on_phone)
        draw_with_finger(play_on_phone, stroke)
        expect(headline(play_on_phone, "All 5 models read 1")).to_be_visible()
        assert sends(play_on_phone) == number
        play_on_phone.get_by_role("button", name="Clear").click()
        expect(play_on_phone.locator(EMPTY)).to_be_visible()


def photo(path: Path, size: tuple[int, int] = (900, 700)) -> Path:
    """Write a picture of a 7 in thin dark ink on unevenly lit paper."""
    ink = np.asarray(Image.fromarray(ink_of(SEVEN, pen=9)).resize(size)) / 255
    light = np.linspace(120, 230, size[0])[np.newaxis] * np.linspace(0.8, 1, size[1])[:, np.newaxis]
    Image.fromarray((light * (1 - 0.7 * ink)).astype(np.uint8)).save(path)
    return path


def test_a_photo_from_a_file_or_the_clipboard_lies_on_the_canvas_until_one_draws(play: Page, tmp_path: Path):
    picture = photo(tmp_path / "seven.jpg")
    play.locator("input[type=file]").set_input_files(picture)
    expect(headline(play, "All 5 models read 7")).to_be_visible()
    shown = play.get_by_role("img", name="Your picture")
    until(lambda: shown.bounding_box() == play.locator(CANVAS).bounding_box())
    box = drawing_area(play)
    play.mouse.move(*on_page(play, ONE)[0])
    play.mouse.down()
    expect(shown).to_be_hidden()  # at once, not when the server has heard of it
    play.mouse.move(*on_page(play, ONE)[-1], steps=8)
    play.mouse.up()
    expect(headline(play, "All 5 models read 1")).to_be_visible()
    expect(shown).to_have_count(0)
    play.mouse.click(box["x"] + box["width"] + 300, 5)  # the focus is nowhere near the field
    play.evaluate(
        """picture => {
            const bytes = Uint8Array.from(atob(picture), character => character.charCodeAt(0));
            const clipboard = new DataTransfer();
            clipboard.items.add(new File([bytes], 'image.jpg', {type: 'image/jpeg'}));
            const paste = new ClipboardEvent('paste', {clipboardData: clipboard, bubbles: true, cancelable: true});
            document.body.dispatchEvent(paste);
        }""",
        base64.b64encode(picture.read_bytes()).decode(),
    )
    expect(headline(play, "All 5 models read 7")).to_be_visible()
    expect(shown).to_be_visible()
    play.locator(".st-key-undo button").click()
    expect(headline(play, "All 5 models read 1")).to_be_visible()


def test_a_file_that_is_no_picture_is_named_and_a_photo_too_large_for_the_server_is_made_smaller(
    play: Page, tmp_path: Path
):
    # A file that was brought stands in a field of its own, with another input, until it is gone.
    (tmp_path / "no![x](y).png").write_bytes(b"not a picture")
    play.locator("input[type=file]").last.set_input_files(tmp_path / "no![x](y).png")
    expect(play.get_by_text("no![x](y).png: not a picture that can be read; give a PNG")).to_be_visible()
    settle(play)  # until then the field that held it gives way to a new one
    for name in ("fat.png", "film.mov"):
        (tmp_path / name).write_bytes(bytes(8_500_000))
        play.locator("input[type=file]").last.set_input_files(tmp_path / name)
        expect(play.get_by_text(f"{name}: not a picture that can be read; give a PNG")).to_be_visible()
        settle(play)
    draw(play, SEVEN)
    expect(headline(play, "All 5 models read 7")).to_be_visible()
    noise = np.random.default_rng(0).integers(200, 256, (2000, 2400, 3), np.uint8)
    noise[400:1600, 1100:1300] = 0
    Image.fromarray(noise).save(tmp_path / "one.png")
    assert (tmp_path / "one.png").stat().st_size > 8_000_000
    play.locator("input[type=file]").last.set_input_files(tmp_path / "one.png")
    expect(headline(play, "All 5 models read 1")).to_be_visible()
    expect(play.get_by_role("img", name="Your picture")).to_be_visible()


def test_the_keyboard_alone_gets_an_answer_from_a_test_digit(app: LoggedApp, page: Page):
    open_play(page, app)
    settle(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # "Skip to main content"
    press_at(page, "Test digit", within=10)
    digit = page.get_by_role("img", name=re.compile(r"^Test image \d+$"))
    expect(digit).to_be_visible()
    until(lambda: digit.bounding_box() == page.locator(CANVAS).bounding_box())
    expect(answers(page)).not_to_have_count(0)
    expect(page.get_by_text(re.compile(r"^Test image \d+ is the digit \d\."))).to_be_visible()
    first = digit.get_attribute("alt")
    press_at(page, "A hard one", within=3)
    until(lambda: digit.get_attribute("alt") != first or None)
    expect(answers(page)).not_to_have_count(0)


def press_at(page: Page, words: str, within: int) -> None:
    """Press Enter on the button with these words, reached by Tab alone."""
    for _ in range(within):
        page.keyboard.press("Tab")
        if words in page.evaluate(
            "document.activeElement.tagName === 'BUTTON' ? document.activeElement.innerText : ''"
        ):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{words!r} is not within {within} presses of Tab")


def framed(path: Path) -> Path:
    """Write a picture of a 7 beside a 1, in a frame."""
    beside = [(x + 260, y) for x, y in ONE]
    picture = Image.fromarray(255 - np.pad(ink_of(SEVEN, beside, width=560), 60))
    ImageDraw.Draw(picture).rectangle((10, 10, 670, 390), outline=0, width=3)
    picture.save(path)
    return path


def corner(page: Page, x: float, y: float) -> tuple[float, float]:
    """Return where a place of the framed picture, 680 x 400 pixels, is on the page."""
    box = drawing_area(page)
    scale = box["width"] / 680
    return box["x"] + scale * x, box["y"] + (box["height"] - scale * 400) / 2 + scale * y


def test_a_box_drawn_by_hand_on_a_picture_takes_what_is_in_it(play: Page, tmp_path: Path):
    play.locator("input[type=file]").set_input_files(framed(tmp_path / "framed.png"))
    expect(play.locator(".picture-box rect.taken")).to_have_count(2)
    expect(play.get_by_text("Left out: ")).to_be_visible()
    toggle = play.locator(".st-key-own_box label")
    toggle.click()
    expect(play.get_by_text("Drag a box around the digit.")).to_be_visible()
    play.mouse.move(*corner(play, 50, 50))
    play.mouse.down()
    play.mouse.move(*corner(play, 330, 350), steps=5)
    play.mouse.up()
    expect(headline(play, "All 5 models read 7")).to_be_visible()
    # Two clicks on corners do as well as dragging.
    play.mouse.click(*corner(play, 370, 50))
    play.mouse.click(*corner(play, 640, 350))
    expect(headline(play, "All 5 models read 1")).to_be_visible()
    # So do the arrow keys: the left edge goes to the left until the box holds both.
    edge = play.get_by_role("slider", name="Left edge")
    edge.focus()
    expect(play.locator(".picture-box .edge")).to_have_count(1)
    before = int(edge.input_value())
    play.keyboard.press("ArrowLeft")
    until(lambda: int(edge.input_value()) < before)
    play.keyboard.press("Home")
    expect(headline(play, "All 5 models read 1")).to_be_hidden()
    toggle.click()
    expect(play.locator(".picture-box rect.taken")).to_have_count(2)
    expect(play.get_by_role("slider", name="Left edge")).to_have_count(0)


def test_a_box_is_drawn_with_a_finger_and_goes_when_one_draws(play_on_phone: Page, tmp_path: Path):
    play_on_phone.locator("input[type=file]").set_input_files(framed(tmp_path / "framed.png"))
    play_on_phone.locator(".st-key-own_box label").click()
    expect(play_on_phone.get_by_text("Drag a box around the digit.")).to_be_visible()
    touch = play_on_phone.context.new_cdp_session(play_on_phone)

    def send(kind: str, *points: tuple[float, float]) -> None:
        told = [{"x": x, "y": y} for x, y in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": told})

    settle(play_on_phone)
    send("touchStart", corner(play_on_phone, 370, 50))
    for step in range(1, 6):
        send("touchMove", corner(play_on_phone, 370 + 54 * step, 50 + 60 * step))
    send("touchEnd")
    expect(headline(play_on_phone, "All 5 models read 1")).to_be_visible()
    play_on_phone.locator(".st-key-own_box label").click()
    expect(play_on_phone.locator(".picture-box rect.taken")).to_have_count(2)
    settle(play_on_phone)
    draw_with_finger(play_on_phone, SEVEN)
    expect(headline(play_on_phone, "All 5 models read 7")).to_be_visible()
    expect(play_on_phone.locator(".picture-box")).to_have_count(0)
