"""Pages with a digit of our own making on them, drawn as phones and scanners see pages: ruled, framed, in shadow."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image

from digitdemo.bench.harness import page_marks as marks
from digitdemo.bench.harness import page_surroundings as around
from digitdemo.bench.harness.paper import Page
from digitdemo.data.strokes import Strokes, box_of
from digitdemo.data.templates import pen_digit

Kind = Callable[[Page], None]


def _nothing(page: Page) -> None:
    pass


def _rules_and_shadow(page: Page) -> None:
    marks.rules(page)
    around.shadow(page)


def _desk_and_rules(page: Page) -> None:
    marks.rules(page)
    around.desk(page)


def _chalk_rules(page: Page) -> None:
    marks.strong_squares(page)
    around.chalk(page)


_DASHES = {"written in dashes": (0.13, 0.06), "written in dots": (0.07, 0.001)}
KINDS: dict[str, Kind] = {
    "plain": _nothing,
    "rules": marks.rules,
    "strong rules": marks.strong_rules,
    "squares": marks.squares,
    "strong squares": marks.strong_squares,
    "shadow": around.shadow,
    "hard shadow": around.hard_shadow,
    "hand's shadow": around.hand_shadow,
    "vignette": around.vignette,
    "desk": around.desk,
    "desk around": around.desk_around,
    "frame": marks.frame,
    "frame crossed": marks.touching_frame,
    "circle": marks.circle,
    "table": marks.table,
    "underline": marks.underline,
    "speck": marks.speck,
    "neighbour": marks.neighbour,
    "transparent": around.transparent,
    "tiny": _nothing,
    "tiny, rules": marks.rules,
    "holes": around.holes,
    "spiral": around.spiral,
    "caption": marks.caption,
    "number": marks.number,
    "fold": around.fold,
    "pencil": around.pencil,
    "stain": marks.stain,
    "chalk": around.chalk,
    "chalk, squares": _chalk_rules,
    "shines through": marks.through,
    "broken": marks.stroke_broken,
    "rules, shadow": _rules_and_shadow,
    "desk, rules": _desk_and_rules,
    "finger": around.finger,
    "pen": around.pen,
    "coin": around.coin,
    "within a bezel": around.screen,
    "within a bezel, dark": around.dark_screen,
    "wrinkled": around.wrinkled,
    "written in dashes": _nothing,
    "written in dots": _nothing,
    "written in outline": marks.outline,
    "written on a note": around.note,
    "written under blinds": around.blinds,
}


def drawn_page(
    kind: str, label: int, seed: int, *, size: tuple[int, int] = (800, 1000), varied: bool = False
) -> Image.Image:
    """Return a page of that kind with that digit: grey, or with transparency; of another size if it is `varied`."""
    rng = np.random.default_rng((seed, label, sorted(KINDS).index(kind)))
    width, height = size
    if varied:
        width, height = ((800, 1000), (1000, 750), (600, 600), (1200, 1600), (450, 800))[rng.integers(5)]
    shape = (height, width)
    paper = rng.uniform(190, 250) if varied else 235.0
    page = Page(rng, varied, np.full(shape, paper), np.ones(shape), np.full(shape, 255, np.uint8), 12, 40)
    tall = rng.uniform(350, 420) / 1000 * min(height, 1.2 * width)
    if kind.startswith("tiny"):
        tall = 0.06 * height
    page.pen = max(page.some(12, 6, 30) * tall / 385, 1.5)
    if kind == "written in outline":
        page.pen = 0.13 * tall
    page.ink = page.some(40, 15, 110)
    strokes: Strokes = pen_digit(label, rng)
    if kind in _DASHES:
        low, high = box_of(strokes)
        strokes = marks.dashed(strokes, *(share * float((high - low)[1]) for share in _DASHES[kind]))
    low, high = box_of(strokes)
    wide = tall * (high - low)[0] / (high - low)[1]
    room = np.array([width - wide, height - tall])
    place = room * rng.uniform(*((0.25, 0.75) if varied else (0.4, 0.6)), 2)
    page.box = page.write(strokes, (float(place[0]), float(place[1])), tall, page.pen, page.ink)
    written = page.grey.copy()
    page.grey = np.full(shape, paper)
    KINDS[kind](page) if kind not in _AFTER else None
    page.grey = np.minimum(page.grey, written)  # the pen writes over what is printed
    KINDS[kind](page) if kind in _AFTER else None
    noise = rng.normal(0, page.some(4, 2, 7), shape)
    grey = Image.fromarray((page.grey * page.light + noise).clip(0, 255).astype(np.uint8))
    if page.opaque.min() < 255:
        grey = Image.merge("LA", (grey, Image.fromarray(page.opaque)))
    return grey


_AFTER = frozenset(
    [
        *(
            "pencil",
            "chalk",
            "chalk, squares",
            "broken",
            "desk",
            "desk around",
            "written on a note",
            "desk, rules",
            "finger",
        ),
        *("within a bezel", "within a bezel, dark"),
    ]
)
