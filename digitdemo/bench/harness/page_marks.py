"""What is on a sheet beside a digit: rules, frames, print, dirt, other digits. Each function adds it to a `Page`."""

import numpy as np

from digitdemo.bench.harness.paper import Page
from digitdemo.data.morphology import extreme
from digitdemo.data.strokes import Strokes, box_of, draw_strokes, points_at, way_along
from digitdemo.data.templates import LETTERS, letter, pen_digit


def rules(page: Page, *, grey: float = 205, apart: float = 45, margin: float | None = 190, wide: float = 2) -> None:
    width, height = page.size
    wide, apart = page.some(wide, wide * 0.6, wide * 1.6) * page.unit, page.some(apart, 28, 80) * page.unit
    slope = page.some(0, -0.06, 0.06)
    grey = page.some(grey, grey - 15, grey + 10)
    for y in np.arange(-width * 0.1 + apart, height * 1.1, apart):
        page.line([(0, y), (width, y + slope * width)], grey, wide)
    if margin is not None:
        x = page.some(0.12, 0.06, 0.2) * width
        page.line([(x, 0), (x - slope * height, height)], page.some(margin, 150, 200), wide)


def strong_rules(page: Page) -> None:
    rules(page, grey=120, apart=90, margin=110)


def squares(
    page: Page,
    *,
    apart: tuple[float, float, float] = (40, 20, 70),
    steepest: float = 0.05,
    grey: tuple[float, float, float] = (205, 175, 215),
    wide: tuple[float, float, float] = (2, 1.2, 3),
) -> None:
    width, height = page.size
    step, slope = page.some(*apart) * page.unit, page.some(0, -steepest, steepest)
    shade, pen = page.some(*grey), page.some(*wide) * page.unit
    for y in np.arange(-width, height + width, step):
        page.line([(0, y), (width, y + slope * width)], shade, pen)
    for x in np.arange(-height, width + height, step):
        page.line([(x, 0), (x - slope * height, height)], shade, pen)


def strong_squares(page: Page) -> None:
    squares(page, apart=(100, 60, 140), steepest=0.04, grey=(140, 110, 170), wide=(2, 1.5, 3))


def frame(page: Page) -> None:
    left, top, right, bottom = page.box
    gap = page.some(60, 25, 100) * page.unit
    wide = page.some(3, 2, 8) * page.unit
    width, height = page.size
    left, top = max(left - gap, 6), max(top - gap, 6)
    right, bottom = min(right + gap, width - 6), min(bottom + gap, height - 6)
    bend = page.some(0, -0.02, 0.02) * height
    corners = [(left, top), (right, top + bend), (right - bend, bottom + bend), (left - bend, bottom), (left, top)]
    page.line(corners, page.some(60, 20, 120), wide)


def touching_frame(page: Page) -> None:
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


def circle(page: Page) -> None:
    left, top, right, bottom = page.box
    t = np.linspace(0, 6.1, 60)
    radius = np.hypot(right - left, bottom - top) / 2 + page.some(40, 25, 60) * page.unit
    wobble = 1 + page.some(0.02, 0.01, 0.05) * np.sin(2 * t + 1)
    points = np.stack(
        [(left + right) / 2 + radius * wobble * np.cos(t), (top + bottom) / 2 + radius * wobble * np.sin(t)], 1
    )
    page.put(draw_strokes([points], page.some(page.pen, page.pen * 0.4, page.pen), *page.size), page.ink)


def underline(page: Page) -> None:
    left, _, right, bottom = page.box
    gap = page.some(40, 18, 60) * page.unit + page.pen / 2
    wide = right - left
    more = page.some(0.3, 0.05, 0.6) * max(wide, 0.3 * (bottom - page.box[1]))
    bend = page.some(0, -0.06, 0.06) * wide
    x = np.linspace(left - more, right + more, 12)
    y = bottom + gap + np.linspace(0, bend, 12) + page.some(0, 0, 3) * np.sin(x / 30)
    page.put(draw_strokes([np.stack([x, y], 1)], page.pen * page.some(1, 0.5, 1), *page.size), page.ink)


def speck(page: Page) -> None:
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


def neighbour(page: Page) -> None:
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
        y = min(y, top - tall - 25 * page.unit) if y < 0 else max(y, bottom + 25 * page.unit)
    else:
        y, at_left = top + page.some(0, -0.1, 0.1) * tall, left > width - right
        x = -wide * page.some(0.5, 0.3, 0.7) if at_left else width - wide * page.some(0.5, 0.3, 0.7)
        x = min(x, left - wide - 25 * page.unit) if at_left else max(x, right + 25 * page.unit)
    page.write(strokes, (x, y), tall, page.pen, page.ink)


def caption(page: Page) -> None:
    """A line or two of small print below or above."""
    _, top, _, bottom = page.box
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
            strokes = letter(tuple(LETTERS)[:24], page.rng)
            box = page.write(strokes, (x, y), small * 0.7, small * 0.1, page.ink)
            x = box[2] + small * 0.15
            if x > width * 0.9:
                break


def number(page: Page) -> None:
    """A small number of the exercise at the upper left, like `3)`."""
    left, top, _, bottom = page.box
    tall = (bottom - top) * page.some(0.12, 0.08, 0.16)
    x, y = max(left - tall * 4, 10), max(top - tall * 1.2, 10)
    box = page.write(pen_digit(int(page.rng.integers(10)), page.rng), (x, y), tall, tall * 0.1, page.ink)
    t = np.linspace(-1, 1, 10)
    arc = np.stack([box[2] + tall * (0.2 + 0.15 * np.cos(t)), y + tall * (0.5 + 0.6 * np.sin(t))], 1)
    page.put(draw_strokes([arc], tall * 0.1, *page.size), page.ink)


def stain(page: Page) -> None:
    """The ring of a cup."""
    width, height = page.size
    t = np.linspace(0.3, 6, 60)
    radius = page.some(180, 120, 260) * page.unit
    x, y = page.rng.uniform(0.1, 0.9, 2) * (width, height)
    ring = np.stack([x + radius * np.cos(t), y + radius * np.sin(t)], 1)
    page.put(draw_strokes([ring], page.some(14, 6, 20) * page.unit, *page.size) // 4, 120)


def through(page: Page) -> None:
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


def stroke_broken(page: Page) -> None:
    """A stroke where the pen ran dry: a gap of paper across the digit."""
    left, top, right, bottom = page.box
    y = top + (bottom - top) * page.some(0.5, 0.25, 0.75)
    page.line([(left - 5, y), (right + 5, y + page.some(10, -30, 30))], 235, page.some(8, 4, 12) * page.unit)


def dashed(strokes: Strokes, apart: float, long: float) -> Strokes:
    """Return strokes as dashes of that length that begin so far apart along them."""
    dashes = []
    for stroke in strokes:
        way = way_along(stroke)
        for start in np.arange(0, way[-1], apart):
            places = np.linspace(start, min(start + long, way[-1]), 4)
            dashes.append(points_at(places, stroke, way))
    return tuple(dashes)


def outline(page: Page) -> None:
    """Leave only the outline of what is written."""
    written = page.grey < page.ink + 60
    inner = extreme(written, max(1, round(0.2 * page.pen)), np.minimum)
    page.grey[inner] = float(page.grey.max())


def table(page: Page) -> None:
    """The cell of a printed table: lines right across the picture."""
    left, top, right, bottom = page.box
    width, height = page.size
    gap = page.some(50, 20, 80) * page.unit
    wide, grey = page.some(4, 2, 6) * page.unit, page.some(40, 20, 100)
    for y in (max(top - gap, 5), min(bottom + gap, height - 5)):
        page.line([(0, y), (width, y + page.some(0, -8, 8))], grey, wide)
    for x in (max(left - gap, 5), min(right + gap, width - 5)):
        page.line([(x, 0), (x + page.some(0, -8, 8), height)], grey, wide)
