"""Teach mine in real Chromium: the first visit, from an empty page to a model of one's own that reads."""

import re

from playwright.sync_api import Page, expect

from digitdemo.ui.state.teaching import YOURS
from tests.browser.conftest import START, LoggedApp, draw, ended, go, open_play
from tests.conftest import SEVEN

# Takes note of what YOURS reads whenever its weights change, digit and probability of a 7.
_LISTEN = """
id => {
  window.heard = [];
  globalThis[Symbol.for('digitdemo.engine')].subscribe(({answers}) => {
    if (answers[id]) window.heard.push([answers[id].digit, answers[id].probabilities[7]]);
  });
}
"""

# Takes note of what a screen reader would say: each new text of a live region, within the shadows of components, too.
_OVERHEAR = """
() => {
  window.said = [];
  const hear = changes => {
    for (const {target} of changes) {
      const region = (target instanceof Element ? target : target.parentElement)?.closest('[role=status], [aria-live]');
      const text = region?.getAttribute('aria-live') === 'off' ? '' : region?.textContent;
      if (text && text !== window.said.at(-1)) window.said.push(text);
    }
  };
  const listen = root => {
    new MutationObserver(hear).observe(root, {subtree: true, childList: true, characterData: true});
    for (const {shadowRoot} of root.querySelectorAll('*')) if (shadowRoot) listen(shadowRoot);
  };
  listen(document);
}
"""
_COLOUR = "element => getComputedStyle(element).color"


def test_one_click_teaches_a_network_whose_answer_moves_from_guessing_to_right(app: LoggedApp, page: Page):
    open_play(page, app)
    draw(page, SEVEN)
    expect(page.get_by_role("heading", name="All 5 models read 7")).to_be_visible()  # YOURS guesses and is not asked
    yours = page.get_by_role("button", name=re.compile("^YOURS"))
    expect(yours).to_contain_text(re.compile(r"^YOURS\d1\d%$"))  # some digit, one in ten or so
    page.evaluate(_LISTEN, YOURS)
    page.evaluate(_OVERHEAR)
    page.get_by_role("button", name="Teach mine").dblclick()  # as people do
    expect(page.locator(".st-key-stop_lesson button")).to_be_enabled()
    expect(page.get_by_text("has not ended yet")).to_have_count(0)
    teach = page.locator(".st-key-teach button:disabled")
    assert teach.evaluate(_COLOUR) == teach.locator("p").evaluate(_COLOUR)  # Streamlit's for what is disabled
    climb = page.get_by_role("img", name=re.compile(r"^Test accuracy, from \d+% to "))
    expect(climb).to_be_visible()
    expect(page.locator(".st-key-training_elsewhere")).to_have_count(0)  # it is shown here
    expect(yours).to_contain_text(re.compile(r"^YOURS7(9\d|>?99.\d)%$"))  # while it trains
    expect(page.locator(".sparkline .words", has_text="Done. It reads 9")).to_be_visible()

    heard = page.evaluate("window.heard")
    assert heard[0][1] < 0.2
    assert heard[-1][0] == 7
    assert len({share for _, share in heard}) >= 5  # it was seen to move
    expect(yours).to_have_count(0)  # it is a run, which the server asks as any other
    expect(page.get_by_role("button", name=re.compile("^1. Yours: 7"))).to_be_visible()
    expect(page.get_by_role("heading", name="All 6 models read 7")).to_be_visible()
    said = page.evaluate("window.said")
    assert any("Learning from" in text for text in said), said
    assert len([text for text in said if re.search(r"It reads \d", text)]) == 1, said  # that it is done, once

    page.get_by_role("button", name="Open in Lab").click()
    expect(page.locator(START)).to_be_visible()
    expect(ended(page, "1. Yours")).to_be_visible()
    go(page, "Play")
    expect(page.get_by_role("button", name="Teach another")).to_be_visible()
