"""What a camera sees of a sheet: light, the desk, holes, a finger. Each function adds it to a `Page`."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from digitdemo.bench.harness.paper import Page
from digitdemo.data.strokes import draw_strokes


def shadow(page: Page, softness: float = 60) -> None:
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


def hard_shadow(page: Page) -> None:
    shadow(page, 1.0)


def hand_shadow(page: Page) -> None:
    """Of a hand and a phone: a block from below."""
    width, height = page.size
    mask = Image.new("L", page.size)
    left, top = page.some(0.35, 0.1, 0.5) * width, page.some(0.4, 0.2, 0.7) * height
    ImageDraw.Draw(mask).rounded_rectangle((left, top, left + page.some(0.45, 0.3, 0.6) * width, height * 1.2), 40, 255)
    soft = page.some(20, 2, 50) * page.unit
    page.light *= 1 - page.some(0.55, 0.25, 0.75) * np.asarray(mask.filter(ImageFilter.GaussianBlur(soft))) / 255.0


def blinds(page: Page) -> None:
    """The shadows of blinds, or of a window's bars."""
    height, width = page.grey.shape
    y, x = np.mgrid[0:height, 0:width]
    angle, apart = page.some(0.2, -0.5, 0.5), page.some(0.42, 0.3, 0.6) * width
    dark = (x + angle * y) % apart < page.some(0.34, 0.2, 0.45) * apart
    soft = page.some(6, 2, 12) * page.unit
    share = np.asarray(Image.fromarray((255 * dark).astype(np.uint8)).filter(ImageFilter.GaussianBlur(soft))) / 255.0
    page.light *= 1 - page.some(0.4, 0.2, 0.5) * share


def wrinkled(page: Page) -> None:
    """Paper that was crumpled once: each slope has another light."""
    hills = page.rng.normal(0, 1, (13, 10)).astype(np.float32)
    surface = np.asarray(Image.fromarray(hills).resize(page.size, Image.Resampling.BICUBIC))
    down, across = np.gradient(surface)
    slope = (down + across) / (down + across).std()
    page.light *= 1 + page.some(0.1, 0.04, 0.14) * slope.clip(-2.5, 2)


def note(page: Page) -> None:
    """A note on a desk that is dark and has a grain."""
    left, top, right, bottom = page.box
    width, height = page.size
    margin = page.some(0.3, 0.15, 0.4) * (bottom - top)
    y, x = np.mgrid[0:height, 0:width]
    desk_ = (x < left - margin) | (x > right + margin) | (y < top - margin) | (y > bottom + margin)
    bends = page.rng.normal(0, 1, (height // 60 + 2, width // 60 + 2)).astype(np.float32)
    bend = np.asarray(Image.fromarray(bends).resize(page.size, Image.Resampling.BICUBIC))
    grain = np.sin(y / (page.some(10, 6, 16) * page.unit) + 1.5 * bend)
    page.grey = np.where(desk_, page.some(90, 40, 130) + 12 * grain, page.grey)


def vignette(page: Page) -> None:
    width, height = page.size
    y, x = np.mgrid[0:height, 0:width]
    distance = np.hypot(
        (x - width * page.some(0.5, 0.2, 0.8)) / width, (y - height * page.some(0.5, 0.2, 0.8)) / height
    )
    page.light *= 1 - page.some(0.8, 0.5, 1.0) * np.clip(distance, 0, 0.75)


def desk(page: Page, sides: int = 1) -> None:
    """The desk beyond an edge of the sheet, or two."""
    width, height = page.size
    for side in page.rng.permutation(4)[:sides] if page.varied else range(sides):
        part, lean = page.some(0.1, 0.03, 0.14), page.some(0.02, -0.04, 0.04)
        a, b = max(part - lean, 0.005), max(part + lean, 0.005)
        corners: list[list[tuple[float, float]]] = [
            [(0, 0), (a * width, 0), (b * width, height), (0, height)],
            [(0, height), (0, height * (1 - a)), (width, height * (1 - b)), (width, height)],
            [(width, 0), (width - a * width, 0), (width - b * width, height), (width, height)],
            [(0, 0), (0, height * a), (width, height * b), (width, 0)],
        ]
        mask = Image.new("L", page.size)
        ImageDraw.Draw(mask).polygon(corners[side], fill=255)
        grey = page.some(90, 30, 150)
        page.put(np.asarray(mask.filter(ImageFilter.GaussianBlur(1))), grey)
    if page.varied:
        grain = Image.fromarray(
            page.rng.normal(128, 60, (height // 40 + 1, width // 8 + 1)).clip(0, 255).astype(np.uint8)
        )
        wood = np.asarray(grain.resize(page.size, Image.Resampling.BICUBIC)) - 128.0
        page.grey += np.where(page.grey < 160, 0.15 * wood, 0) * (page.grey > page.ink + 20)


def desk_around(page: Page) -> None:
    desk(page, 4)


def screen(page: Page) -> None:
    """A tablet or a phone that was written on: a dark bezel all around, its inner corners round."""
    width, height = page.size
    bezel = page.some(0.05, 0.02, 0.12) * min(page.size)
    corners = page.some(0.05, 0, 0.12) * min(page.size)
    mask = Image.new("L", page.size, 255)
    ImageDraw.Draw(mask).rounded_rectangle((bezel, bezel, width - bezel, height - bezel), corners, fill=0)
    mask = mask.rotate(page.some(1, -4, 4), Image.Resampling.BICUBIC, fillcolor=255)
    page.put(np.asarray(mask), page.some(25, 5, 80))


def dark_screen(page: Page) -> None:
    """Light on dark, in a light bezel."""
    screen(page)
    page.grey = 255 - page.grey


def transparent(page: Page) -> None:
    page.opaque[:] = 0
    width, height = page.size
    a, b = page.some(0.06, 0.01, 0.09), page.some(0.05, 0.01, 0.09)
    page.opaque[round(b * height) : round((1 - b) * height), round(a * width) : round((1 - a) * width)] = 255


def fold(page: Page) -> None:
    width, height = page.size
    x = page.some(0.45, 0.2, 0.8) * width
    lean = page.some(30, -100, 100) * page.unit
    page.line([(x, 0), (x + lean, height)], page.some(200, 170, 215), page.some(4, 2, 7) * page.unit)
    page.light[:, : round(x)] *= page.some(0.93, 0.85, 0.97)


def chalk(page: Page) -> None:
    """Light on dark, wiped unevenly."""
    page.grey = 45 + (235 - page.grey) * 0.85
    cloud = page.rng.normal(0, 1, (6, 5))
    soft = np.asarray(Image.fromarray(cloud.astype(np.float32)).resize(page.size, Image.Resampling.BICUBIC))
    page.grey += page.some(6, 3, 12) * soft


def finger(page: Page) -> None:
    width, height = page.size
    x = page.some(0.1, 0.02, 0.3) * width
    points = np.array([[x, height + 60.0], [x + 10, height - page.some(60, 0, 90) * page.unit]])
    page.put(draw_strokes([points], page.some(110, 70, 140) * page.unit, *page.size), page.some(150, 110, 180))


def spiral(page: Page) -> None:
    """The torn holes of a spiral binding along the upper edge."""
    width, _ = page.size
    apart, grey = page.some(45, 30, 60) * page.unit, page.some(80, 30, 150)
    for x in np.arange(apart / 2, width, apart):
        page.put(draw_strokes([np.array([[x, 14.0], [x, 15.0 + 8 * page.unit]])], apart * 0.4, *page.size), grey)


def holes(page: Page) -> None:
    width, height = page.size
    grey, radius = page.some(70, 20, 140), page.some(22, 14, 30) * page.unit
    count = 2 if not page.varied else int(page.rng.integers(2, 5))
    x = page.some(0.06, 0.04, 0.08) * width
    x = width - x if page.box[0] < width - page.box[2] else x
    for n in range(count):
        y = (n + 0.5) * height / count
        _disc(page, (x, y), 2 * radius, grey)


def pencil(page: Page) -> None:
    grain = page.rng.random(page.grey.shape) < 0.35
    page.grey = np.where(grain & (page.grey < 200), 225, page.grey)


def pen(page: Page) -> None:
    """The pen that wrote it, beside it, with a gleam along its barrel."""
    thick, length = page.some(34, 26, 55) * page.unit, page.some(0.6, 0.45, 0.7) * page.size[1]
    x, top = _beside(page, thick), page.some(0.2, 0.05, 0.25) * page.size[1]
    lean = page.some(0.02, -0.05, 0.05) * length
    barrel = np.array([[x, top], [x + lean, top + length]])
    grey = page.some(70, 20, 130)
    page.put(draw_strokes([barrel], thick, *page.size), grey)
    page.put(draw_strokes([barrel - (0.2 * thick, 0)], 0.15 * thick, *page.size), grey + 80)


def coin(page: Page) -> None:
    wide = page.some(130, 90, 160) * page.unit
    x, y = _beside(page, wide), page.some(0.6, 0.2, 0.8) * page.size[1]
    _disc(page, (x, y), wide, page.some(110, 60, 150))


def _disc(page: Page, middle: tuple[float, float], wide: float, grey: float) -> None:
    page.put(draw_strokes([np.array([middle, (middle[0] + 0.5, middle[1])])], wide, *page.size), grey)


def _beside(page: Page, wide: float) -> float:
    """Return the middle of the room beside the digit, where there is more of it, for something that is so wide."""
    left, right = page.box[0], page.size[0] - page.box[2]
    middle = left / 2 if left > right else page.size[0] - right / 2
    return float(np.clip(middle, wide, page.size[0] - wide))
