"""Pages with a digit of our own making on them, drawn as phones and scanners see pages: ruled, framed, in shadow.

Each kind of page is a function that adds to a `Page` what is no digit; `drawn_page` makes the picture.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from digitdemo.data.strokes import Strokes, box_of, draw_strokes
from digitdemo.data.templates import pen_digit


@dataclass
class Page:
    """A sheet and the light on it: grey of 0 to 255 and a share of light, float (h, w), and where its digit is.

    `box` is that of the digit's ink, `pen` its width in pixels, `ink` its grey. With `rng` kinds vary where `varied`.
    """

    rng: np.random.Generator
    varied: bool
    grey: np.ndarray
    light: np.ndarray
    opaque: np.ndarray
    pen: float
    ink: float
    box: tuple[float, float, float, float] = (0, 0, 0, 0)

    @property
    def size(self) -> tuple[int, int]:
        return self.grey.shape[1], self.grey.shape[0]

    @property
    def unit(self) -> float:
        """Return a thousandth of the longer side."""
        return max(self.grey.shape) / 1000

    def some(self, usual: float, low: float, high: float) -> float:
        """Return `usual`, or something between the other two on a page that is varied."""
        return float(self.rng.uniform(low, high)) if self.varied else usual

    def put(self, mask: np.ndarray, grey: float) -> None:
        """Cover the page with a colour where `mask`, uint8, says so."""
        share = mask / 255.0
        self.grey += share * (grey - self.grey)

    def line(self, points: list[tuple[float, float]], grey: float, width: float) -> None:
        """Draw a straight line or several, four times as fine."""
        picture = Image.new("L", (2 * self.size[0], 2 * self.size[1]))
        width = max(1, round(2 * width))
        ImageDraw.Draw(picture).line([(2 * x, 2 * y) for x, y in points], fill=255, width=width)
        self.put(np.asarray(picture.reduce(2)), grey)

    def write(self, strokes: Strokes, place: tuple[float, float], height: float, pen: float, grey: float) -> Box:
        """Write strokes of that height with their box's left top there, and return the box of the ink."""
        low, high = box_of(strokes)
        scale = height / max(float((high - low)[1]), float((high - low)[0]) / 1.4, 1e-9)
        moved = [(stroke - low) * scale + place for stroke in strokes]
        self.put(draw_strokes(moved, pen, *self.size), grey)
        right, bottom = (high - low) * scale + place
        return place[0] - pen / 2, place[1] - pen / 2, float(right) + pen / 2, float(bottom) + pen / 2


Box = tuple[float, float, float, float]
Kind = Callable[[Page], None]


def _rules(page: Page, *, grey: float = 205, apart: float = 45, margin: float | None = 190, wide: float = 2) -> None:
    width, height = page.size
    wide, apart = page.some(wide, wide * 0.6, wide * 1.6) * page.unit, page.some(apart, 28, 80) * page.unit
    slope = page.some(0, -0.06, 0.06)
    grey = page.some(grey, grey - 15, grey + 10)
    for y in np.arange(-width * 0.1 + apart, height * 1.1, apart):
        page.line([(0, y), (width, y + slope * width)], grey, wide)
    if margin is not None:
        x = page.some(0.12, 0.06, 0.2) * width
        page.line([(x, 0), (x - slope * height, height)], page.some(margin, 150, 200), wide)


def _strong_rules(page: Page) -> None:
    _rules(page, grey=120, apart=90, margin=110)


def _squares(page: Page) -> None:
    width, height = page.size
    apart, slope = page.some(40, 20, 70) * page.unit, page.some(0, -0.05, 0.05)
    grey, wide = page.some(205, 175, 215), page.some(2, 1.2, 3) * page.unit
    for y in np.arange(-width, height + width, apart):
        page.line([(0, y), (width, y + slope * width)], grey, wide)
    for x in np.arange(-height, width + height, apart):
        page.line([(x, 0), (x - slope * height, height)], grey, wide)


def _strong_squares(page: Page) -> None:
    width, height = page.size
    apart, slope = page.some(100, 60, 140) * page.unit, page.some(0, -0.04, 0.04)
    grey, wide = page.some(140, 110, 170), page.some(2, 1.5, 3) * page.unit
    for y in np.arange(-width, height + width, apart):
        page.line([(0, y), (width, y + slope * width)], grey, wide)
    for x in np.arange(-height, width + height, apart):
        page.line([(x, 0), (x - slope * height, height)], grey, wide)


def _shadow(page: Page, softness: float = 60) -> None:
    width, height = page.size
    mask = Image.new("L", page.size)
    angle, part = page.some(0.35, -0.9, 0.9), page.some(0.5, 0.3, 0.7)
    x = part * width
    lean = np.tan(angle) * height / 2
    sheet = [(x - lean, 0), (width * 2, 0), (width * 2, height), (x + lean, height)]
    ImageDraw.Draw(mask).polygon(sheet, fill=255)
    soft = page.some(softness, softness * 0.5, softness * 1.6) * page.unit
    share = np.asarray(mask.filter(ImageFilter.GaussianBlur(soft))) / 255.0
    if page.varied and page.rng.random() < 0.5:
        share = share[:, ::-1]
    page.light *= 1 - page.some(0.55, 0.3, 0.75) * share


def _hard_shadow(page: Page) -> None:
    _shadow(page, 1.0)


def _hand_shadow(page: Page) -> None:
    """Of a hand and a phone: a block from below."""
    width, height = page.size
    mask = Image.new("L", page.size)
    left, top = page.some(0.35, 0.1, 0.5) * width, page.some(0.4, 0.2, 0.7) * height
    ImageDraw.Draw(mask).rounded_rectangle((left, top, left + page.some(0.45, 0.3, 0.6) * width, height * 1.2), 40, 255)
    soft = page.some(20, 2, 50) * page.unit
    page.light *= 1 - page.some(0.55, 0.25, 0.75) * np.asarray(mask.filter(ImageFilter.GaussianBlur(soft))) / 255.0


def _vignette(page: Page) -> None:
    width, height = page.size
    y, x = np.mgrid[0:height, 0:width]
    distance = np.hypot(
        (x - width * page.some(0.5, 0.2, 0.8)) / width, (y - height * page.some(0.5, 0.2, 0.8)) / height
    )
    page.light *= 1 - page.some(0.8, 0.5, 1.0) * np.clip(distance, 0, 0.75)


def _desk(page: Page, sides: int = 1) -> None:
    """The desk beyond an edge of the sheet, or two."""
    width, height = page.size
    for side in page.rng.permutation(4)[:sides] if page.varied else range(sides):
        part, lean = page.some(0.1, 0.03, 0.14), page.some(0.02, -0.04, 0.04)
        a, b = max(part - lean, 0.005), max(part + lean, 0.005)
        corners = [
            [(0, 0), (a * width, 0), (b * width, height), (0, height)],
            [(0, height), (0, height * (1 - a)), (width, height * (1 - b)), (width, height)],
            [(width, 0), (width - a * width, 0), (width - b * width, height), (width, height)],
            [(0, 0), (0, height * a), (width, height * b), (width, 0)],
        ][side]
        mask = Image.new("L", page.size)
        ImageDraw.Draw(mask).polygon(corners, fill=255)
        grey = page.some(90, 30, 150)
        page.put(np.asarray(mask.filter(ImageFilter.GaussianBlur(1))), grey)
    if page.varied:
        grain = Image.fromarray(
            page.rng.normal(128, 60, (height // 40 + 1, width // 8 + 1)).clip(0, 255).astype(np.uint8)
        )
        wood = np.asarray(grain.resize(page.size, Image.Resampling.BICUBIC)) - 128.0
        page.grey += np.where(page.grey < 160, 0.15 * wood, 0) * (page.grey > page.ink + 20)


def _desk_around(page: Page) -> None:
    _desk(page, 4)


def _frame(page: Page) -> None:
    left, top, right, bottom = page.box
    gap = page.some(60, 25, 100) * page.unit
    wide = page.some(3, 2, 8) * page.unit
    width, height = page.size
    left, top = max(left - gap, 6), max(top - gap, 6)
    right, bottom = min(right + gap, width - 6), min(bottom + gap, height - 6)
    bend = page.some(0, -0.02, 0.02) * height
    corners = [(left, top), (right, top + bend), (right - bend, bottom + bend), (left - bend, bottom), (left, top)]
    page.line(corners, page.some(60, 20, 120), wide)


def _touching_frame(page: Page) -> None:
    """A box of a form that the digit crosses."""
    left, top, right, bottom = page.box
    width, height = right - left, bottom - top
    wide = page.some(3, 2, 4) * page.unit
    x, y = left + width * page.some(0.2, 0.1, 0.3) - width, top - height * 0.2
    x = max(x, 5.0)
    corners = [
        (x, y),
        (right + width * 0.3, y),
        (right + width * 0.3, bottom - height * 0.06),
        (x, bottom - height * 0.06),
        (x, y),
    ]
    page.line(corners, page.some(80, 40, 120), wide)


def _circle(page: Page) -> None:
    left, top, right, bottom = page.box
    t = np.linspace(0, 6.1, 60)
    radius = np.hypot(right - left, bottom - top) / 2 + page.some(40, 25, 60) * page.unit
    wobble = 1 + page.some(0.02, 0.01, 0.05) * np.sin(2 * t + 1)
    points = np.stack(
        [(left + right) / 2 + radius * wobble * np.cos(t), (top + bottom) / 2 + radius * wobble * np.sin(t)], 1
    )
    page.put(draw_strokes([points], page.some(page.pen, page.pen * 0.4, page.pen), *page.size), page.ink)


def _underline(page: Page) -> None:
    left, _, right, bottom = page.box
    gap = page.some(40, 18, 60) * page.unit + page.pen / 2
    wide = right - left
    more = page.some(0.3, 0.05, 0.6) * max(wide, 0.3 * (bottom - page.box[1]))
    bend = page.some(0, -0.06, 0.06) * wide
    x = np.linspace(left - more, right + more, 12)
    y = bottom + gap + np.linspace(0, bend, 12) + page.some(0, 0, 3) * np.sin(x / 30)
    page.put(draw_strokes([np.stack([x, y], 1)], page.pen * page.some(1, 0.5, 1), *page.size), page.ink)


def _speck(page: Page) -> None:
    width, height = page.size
    for _ in range(1 if not page.varied else int(page.rng.integers(1, 6))):
        x, y = page.rng.uniform(0.05, 0.95, 2) * (width, height)
        if page.box[0] - 20 < x < page.box[2] + 20 and page.box[1] - 20 < y < page.box[3] + 20:
            x = page.box[0] - 60 * page.unit
        radius = page.some(6, 2, 10) * page.unit
        page.put(
            draw_strokes([np.array([[x, y], [x + 1, y + page.some(0, 0, 6)]])], 2 * radius, *page.size),
            page.some(60, 30, 120),
        )


def _neighbour(page: Page) -> None:
    """Half a digit at the left or right border, sometimes above or below."""
    left, top, right, bottom = page.box
    width, height = page.size
    tall = (bottom - top) * page.some(1, 0.6, 1.1)
    strokes = pen_digit(int(page.rng.integers(10)), page.rng)
    low, high = box_of(strokes)
    wide = tall * (high - low)[0] / (high - low)[1]
    if page.varied and page.rng.random() < 0.3:
        y = -tall * page.rng.uniform(0.4, 0.7) if top > height - bottom else height - tall * page.rng.uniform(0.3, 0.6)
        x = page.rng.uniform(0, width - wide)
        if y < 0:
            y = min(y, top - tall - 25 * page.unit)
        else:
            y = max(y, bottom + 25 * page.unit)
    else:
        y, at_left = top + page.some(0, -0.1, 0.1) * tall, left > width - right
        x = -wide * page.some(0.5, 0.3, 0.7) if at_left else width - wide * page.some(0.5, 0.3, 0.7)
        x = min(x, left - wide - 25 * page.unit) if at_left else max(x, right + 25 * page.unit)
    page.write(strokes, (x, y), tall, page.pen, page.ink)


def _transparent(page: Page) -> None:
    page.opaque[:] = 0
    width, height = page.size
    a, b = page.some(0.06, 0.01, 0.09), page.some(0.05, 0.01, 0.09)
    page.opaque[round(b * height) : round((1 - b) * height), round(a * width) : round((1 - a) * width)] = 255


def _holes(page: Page) -> None:
    width, height = page.size
    grey, radius = page.some(70, 20, 140), page.some(22, 14, 30) * page.unit
    count = 2 if not page.varied else int(page.rng.integers(2, 5))
    x = page.some(0.06, 0.04, 0.08) * width
    x = width - x if page.box[0] < width - page.box[2] else x
    for n in range(count):
        y = (n + 0.5) * height / count
        page.put(draw_strokes([np.array([[x, y], [x + 0.5, y]])], 2 * radius, *page.size), grey)


def _caption(page: Page) -> None:
    """A line or two of small print below or above."""
    left, top, right, bottom = page.box
    width, height = page.size
    small = page.some(22, 14, 34) * page.unit
    lines = 1 if not page.varied else int(page.rng.integers(1, 4))
    below = height - bottom > top
    start = bottom + 1.5 * small if below else max(top - 1.5 * small * (lines + 1), 4)
    for line in range(lines):
        x = page.some(0.2, 0.05, 0.3) * width
        y = start + 1.5 * small * line
        for _ in range(int(page.some(14, 6, 24))):
            if page.rng.random() < 0.15:
                x += small * 0.6
            from digitdemo.data.templates import LETTERS, letter

            strokes = letter(tuple(LETTERS)[:24], page.rng)
            box = page.write(strokes, (x, y), small * 0.7, small * 0.1, page.ink)
            x = box[2] + small * 0.15
            if x > width * 0.9:
                break


def _number(page: Page) -> None:
    """A small number of the exercise at the upper left, like `3)`."""
    left, top, _, bottom = page.box
    tall = (bottom - top) * page.some(0.12, 0.08, 0.16)
    x, y = max(left - tall * 4, 10), max(top - tall * 1.2, 10)
    box = page.write(pen_digit(int(page.rng.integers(10)), page.rng), (x, y), tall, tall * 0.1, page.ink)
    t = np.linspace(-1, 1, 10)
    arc = np.stack([box[2] + tall * (0.2 + 0.15 * np.cos(t)), y + tall * (0.5 + 0.6 * np.sin(t))], 1)
    page.put(draw_strokes([arc], tall * 0.1, *page.size), page.ink)


def _fold(page: Page) -> None:
    width, height = page.size
    x = page.some(0.45, 0.2, 0.8) * width
    lean = page.some(30, -100, 100) * page.unit
    page.line([(x, 0), (x + lean, height)], page.some(200, 170, 215), page.some(4, 2, 7) * page.unit)
    page.light[:, : round(x)] *= page.some(0.93, 0.85, 0.97)


def _pencil(page: Page) -> None:
    grain = page.rng.random(page.grey.shape) < 0.35
    page.grey = np.where(grain & (page.grey < 200), 225, page.grey)


def _stain(page: Page) -> None:
    """The ring of a cup."""
    width, height = page.size
    t = np.linspace(0.3, 6, 60)
    radius = page.some(180, 120, 260) * page.unit
    x, y = page.rng.uniform(0.1, 0.9, 2) * (width, height)
    ring = np.stack([x + radius * np.cos(t), y + radius * np.sin(t)], 1)
    page.put(draw_strokes([ring], page.some(14, 6, 20) * page.unit, *page.size) // 4, 120)


def _nothing(page: Page) -> None:
    pass


def _chalk(page: Page) -> None:
    """Light on dark, wiped unevenly."""
    page.grey = 45 + (235 - page.grey) * 0.85
    cloud = page.rng.normal(0, 1, (6, 5))
    soft = np.asarray(Image.fromarray(cloud.astype(np.float32)).resize(page.size, Image.Resampling.BICUBIC))
    page.grey += page.some(6, 3, 12) * soft


def _chalk_rules(page: Page) -> None:
    _strong_squares(page)
    _chalk(page)


def _through(page: Page) -> None:
    """Writing on the back of the sheet shines through."""
    width, height = page.size
    for _ in range(4):
        x, y = page.rng.uniform(0, 0.8, 2) * (width, height)
        page.write(
            pen_digit(int(page.rng.integers(10)), page.rng)[:],
            (x, y),
            300 * page.unit,
            page.pen,
            page.some(215, 200, 222),
        )


def _stroke_broken(page: Page) -> None:
    """A stroke where the pen ran dry: a gap of paper across the digit."""
    left, top, right, bottom = page.box
    y = top + (bottom - top) * page.some(0.5, 0.25, 0.75)
    page.line([(left - 5, y), (right + 5, y + page.some(10, -30, 30))], 235, page.some(8, 4, 12) * page.unit)


def _rules_and_shadow(page: Page) -> None:
    _rules(page)
    _shadow(page)


def _desk_and_rules(page: Page) -> None:
    _rules(page)
    _desk(page)


def _table(page: Page) -> None:
    """The cell of a printed table: lines right across the picture."""
    left, top, right, bottom = page.box
    width, height = page.size
    gap = page.some(50, 20, 80) * page.unit
    wide, grey = page.some(4, 2, 6) * page.unit, page.some(40, 20, 100)
    for y in (max(top - gap, 5), min(bottom + gap, height - 5)):
        page.line([(0, y), (width, y + page.some(0, -8, 8))], grey, wide)
    for x in (max(left - gap, 5), min(right + gap, width - 5)):
        page.line([(x, 0), (x + page.some(0, -8, 8), height)], grey, wide)


def _spiral(page: Page) -> None:
    """The torn holes of a spiral binding along the upper edge."""
    width, _ = page.size
    apart, grey = page.some(45, 30, 60) * page.unit, page.some(80, 30, 150)
    for x in np.arange(apart / 2, width, apart):
        page.put(draw_strokes([np.array([[x, 14.0], [x, 15.0 + 8 * page.unit]])], apart * 0.4, *page.size), grey)


def _finger(page: Page) -> None:
    width, height = page.size
    x = page.some(0.1, 0.02, 0.3) * width
    points = np.array([[x, height + 60.0], [x + 10, height - page.some(60, 0, 90) * page.unit]])
    page.put(draw_strokes([points], page.some(110, 70, 140) * page.unit, *page.size), page.some(150, 110, 180))


KINDS: dict[str, Kind] = {
    "plain": _nothing,
    "rules": _rules,
    "strong rules": _strong_rules,
    "squares": _squares,
    "strong squares": _strong_squares,
    "shadow": _shadow,
    "hard shadow": _hard_shadow,
    "hand's shadow": _hand_shadow,
    "vignette": _vignette,
    "desk": _desk,
    "desk around": _desk_around,
    "frame": _frame,
    "frame crossed": _touching_frame,
    "circle": _circle,
    "table": _table,
    "underline": _underline,
    "speck": _speck,
    "neighbour": _neighbour,
    "transparent": _transparent,
    "tiny": _nothing,
    "tiny, rules": _rules,
    "holes": _holes,
    "spiral": _spiral,
    "caption": _caption,
    "number": _number,
    "fold": _fold,
    "pencil": _pencil,
    "stain": _stain,
    "chalk": _chalk,
    "chalk, squares": _chalk_rules,
    "shines through": _through,
    "broken": _stroke_broken,
    "rules, shadow": _rules_and_shadow,
    "desk, rules": _desk_and_rules,
    "finger": _finger,
}


def drawn_page(kind: str, label: int, seed: int, *, varied: bool = False) -> Image.Image:
    """Return a page of that kind with that digit: grey, or with transparency; 800 × 1000 pixels unless `varied`."""
    rng = np.random.default_rng((seed, label, sorted(KINDS).index(kind)))
    width, height = (800, 1000)
    if varied:
        width, height = ((800, 1000), (1000, 750), (600, 600), (1200, 1600), (450, 800))[rng.integers(5)]
    shape = (height, width)
    paper = rng.uniform(190, 250) if varied else 235.0
    page = Page(rng, varied, np.full(shape, paper), np.ones(shape), np.full(shape, 255, np.uint8), 12, 40)
    tall = rng.uniform(350, 420) / 1000 * min(height, 1.2 * width)
    if kind.startswith("tiny"):
        tall = 0.06 * height
    page.pen = max(page.some(12, 6, 30) * tall / 385, 1.5)
    page.ink = page.some(40, 15, 110)
    strokes = pen_digit(label, rng)
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


_AFTER = frozenset({"pencil", "chalk", "chalk, squares", "broken", "desk", "desk around", "desk, rules", "finger"})
