"""How soon an answer to a drawing is seen, by the clock of the page in a real browser."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from digitdemo.data.strokes import box_of
from digitdemo.data.templates import pen_digit

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Resolves to the milliseconds from the next time that the pointer goes up to the picture with the server's answer.
_WATCH = """
() => { window.digitdemoLatency = new Promise(resolve => {
  const page = document.querySelector('.st-key-answers [data-testid=stBidiComponentIsolated]').shadowRoot;
  const empty = page.querySelector('.headline').innerText;
  const said = () =>
    !page.querySelector('.provisional') && ![empty, ''].includes(page.querySelector('.headline').innerText);
  addEventListener('pointerup', () => {
    const start = performance.now();
    // What is there when a frame begins is painted in it: the next frame's beginning is after that.
    const look = () => {
      const saidNow = said();
      requestAnimationFrame(() => saidNow ? resolve(performance.now() - start) : look());
    };
    requestAnimationFrame(look);
  }, {once: true, capture: true});
}); }
"""
_ANSWER = """
() => Promise.race([
  window.digitdemoLatency,
  new Promise((_, fail) => { setTimeout(() => fail(new Error('no answer within 30 s')), 30_000); }),
])
"""


def drawing(number: int) -> list[np.ndarray]:
    """Return a digit of one stroke in units of the drawing area, another one for each number."""
    label = (2, 3, 5, 6, 7, 8, 9, 0)[number % 8]
    rng = np.random.default_rng(number)
    strokes = next(s for s in iter(lambda: pen_digit(label, rng), None) if len(s) == 1)
    low, high = box_of(strokes)
    return [(stroke - low) / (high - low).max() * 200 + 40 for stroke in strokes]


def milliseconds_to_answer(page: "Page", strokes: Sequence[np.ndarray], draw: Callable[..., None]) -> float:
    """Draw strokes on the Play page's empty canvas by `draw`; return the time from their end to the server's answer.

    Raises:
        playwright.sync_api.Error: there was none within half a minute.
    """
    page.evaluate(_WATCH)
    for stroke in strokes:
        draw(page, [tuple(point) for point in stroke.tolist()[::4]], steps=2)
    return float(page.evaluate(_ANSWER))


def clear_canvas(page: "Page") -> None:
    """Press Clear and wait until the page asks for a drawing."""
    page.locator(".st-key-clear button").click()
    page.locator(".answers .headline:text-is('Draw a digit')").wait_for()
