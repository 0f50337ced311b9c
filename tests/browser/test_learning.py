"""What a model is learning, as pictures, in a real browser: they follow the training, and then a slider."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, WebSocket, expect

from digitdemo.bench.harness.browser import PHONE
from tests.browser.conftest import LoggedApp, ended, open_lab, settle, start
from tests.conftest import until


def share_at_home(page: Page) -> int:
    """Return what the map says of itself: how many percent of the digits lie nearest the middle of their own."""
    words = page.get_by_role("img", name="Map of 1000 test digits").get_attribute("aria-label")
    found = re.search(r"; (\d+)% lie nearest", words or "")
    assert found is not None
    return int(found[1])


def test_the_slider_replays_a_training_in_all_pictures_without_asking_the_server(
    app: LoggedApp, new_page: Callable[..., Page]
):
    frames: list[str | bytes] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: frames.append(frame))
        socket.on("framereceived", lambda frame: frames.append(frame))

    page = new_page(**PHONE)
    page.on("websocket", listen)
    open_lab(page, app, "architecture=linear&epochs=2&train_size=10000")
    start(page)
    expect(ended(page, "1. Linear softmax")).to_be_visible()
    settle(page)
    moment, tiles = page.locator(".learning .moment"), page.locator(".learning .eight .tile")
    pictures = page.locator(".learning .weight canvas").first
    slider = page.get_by_role("slider", name="Epoch of the pictures")
    expect(moment).to_have_text("Epoch 2 of 2")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^Epoch 2 of 2: [3-8] of 8 right$"))
    trained_share = share_at_home(page)
    trained, weights = tiles.all_inner_texts(), pictures.evaluate("canvas => canvas.toDataURL()")
    assert len(trained) == 8
    assert all(re.fullmatch(r"\d\s*[✓✗]\s*\d+% sure(\s*is \d)?", text) for text in trained)
    expect(page.locator(".learning .six .tile:visible")).to_have_count(6)

    def is_quiet() -> bool:
        before = len(frames)
        page.wait_for_timeout(1000)
        return len(frames) == before

    until(is_quiet)  # a look at the training that was asked for before its end may come after it
    seen = len(frames)
    assert seen
    slider.press("Home")
    expect(moment).to_have_text("Epoch 0 of 2")
    assert tiles.all_inner_texts() != trained
    assert pictures.evaluate("canvas => canvas.toDataURL()") != weights
    assert share_at_home(page) < trained_share  # the clouds lie on each other
    slider.press("End")
    expect(moment).to_have_text("Epoch 2 of 2")
    assert share_at_home(page) == trained_share
    assert tiles.all_inner_texts() == trained
    page.get_by_role("button", name="Replay the training").click()
    moments: set[str | None] = set()
    until(lambda: moments.add(moment.text_content()) or page.get_by_role("button", name="Replay the training").count())
    expect(moment).to_have_text("Epoch 2 of 2")
    assert len(moments) >= 2
    assert len(frames) == seen
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for part in (slider, page.locator(".learning .play"), page.locator(".learning summary")):
        box = part.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
    page.set_viewport_size({"width": 1280, "height": 720})
    heights = set[float]()
    for key in ("Home", "End"):  # the first guesses are 10 % sure, the last ones up to 100 %
        slider.press(key)
        heights |= set(page.locator(".learning .eight .sure").evaluate_all("all => all.map(one => one.offsetHeight)"))
    assert len(heights) == 1
