"""A contact sheet of what a model gets wrong: each as it was given and as the model saw it, with a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from digitdemo.bench.strangers.asked import NONE, Asked
from digitdemo.inference.answers import share_in_words

MOST = 40  # of one kind: the most confident mistakes

_PICTURE = 104  # pixels of each of the two
_CELL = 2 * _PICTURE + 24, _PICTURE + 50
_COLUMNS = 8
_HEAD = 34
_PAPER, _INK, _GREY = 255, 0, 110


@dataclass(frozen=True)
class Mistake:
    """What is wrong with answer number `place`: a sentence, and how sure the model was of what it read."""

    place: int
    sentence: str
    sure: float


def mistakes_of(probabilities: np.ndarray, asked: Asked, refused: np.ndarray) -> list[Mistake]:
    """Return what one model got wrong, the surest first: digits misread, refused or not found, and signs let pass."""
    found = []
    for place, (row, label) in enumerate(zip(probabilities, asked.labels, strict=True)):
        digit, sure, said = int(row.argmax()), float(row.max()), share_in_words(float(row.max()))
        what = "What is no digit" if label == NONE else f"A {label}"
        if not asked.found[place]:
            if label != NONE:
                found.append(Mistake(place, f"Nothing is found of {what[0].lower()}{what[1:]}.", 0.0))
        elif label == NONE:
            if not refused[place]:
                found.append(Mistake(place, f"{what} is read as {digit} with {said}.", sure))
        elif digit != label:
            end = ", and refused." if refused[place] else "."
            found.append(Mistake(place, f"{what} is read as {digit} with {said}{end}", sure))
        elif refused[place]:
            found.append(Mistake(place, f"{what} is refused: {digit} with {said}.", sure))
    return sorted(found, key=lambda mistake: -mistake.sure)


def draw_sheet(path: Path, model: str, kinds: Mapping[str, tuple[np.ndarray, Asked, np.ndarray]]) -> None:
    """Draw the mistakes of `model`, kind by kind: its probabilities (n, 10), what was asked, and what is refused."""
    parts = [_part(title, model, *answered) for title, answered in kinds.items()]
    sheet = Image.new("L", (_COLUMNS * _CELL[0], sum(part.height for part in parts)), _PAPER)
    top = 0
    for part in parts:
        sheet.paste(part, (0, top))
        top += part.height
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)
    print(f"What {model} gets wrong is drawn in {path.name}")


def _part(title: str, model: str, probabilities: np.ndarray, asked: Asked, refused: np.ndarray) -> Image.Image:
    mistakes = mistakes_of(probabilities, asked, refused)
    shown = mistakes[:MOST]
    rows = -(-len(shown) // _COLUMNS)
    part = Image.new("L", (_COLUMNS * _CELL[0], _HEAD + rows * _CELL[1]), _PAPER)
    draw = ImageDraw.Draw(part)
    more = f"; the {len(shown)} surest" if len(shown) < len(mistakes) else ""
    wrong = f"{len(mistakes):,} of {len(asked.labels):,} wrong or refused by {model}{more}"
    head = f"{title}: {wrong}. Left as given, right as read."
    draw.text((8, 8), head, _INK, ImageFont.load_default(16))
    for number, mistake in enumerate(shown):
        x, y = number % _COLUMNS * _CELL[0] + 8, _HEAD + number // _COLUMNS * _CELL[1]
        for beside, pixels in enumerate((asked.whole[mistake.place], asked.images[mistake.place])):
            part.paste(_framed(pixels), (x + beside * (_PICTURE + 4), y))
        draw.text((x, y + _PICTURE + 4), mistake.sentence, _INK, ImageFont.load_default(12))
        about = " ".join(filter(None, (asked.names[mistake.place], asked.kinds[mistake.place])))
        draw.text((x, y + _PICTURE + 22), about[:34], _GREY, ImageFont.load_default(12))
    return part


def _framed(pixels: np.ndarray) -> Image.Image:
    """Return a picture, 255 = ink, dark on light, in a square of `_PICTURE` pixels with a thin frame."""
    picture = Image.fromarray(255 - pixels)
    scale = (_PICTURE - 2) / max(picture.size)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    method = Image.Resampling.NEAREST if scale > 1 else Image.Resampling.BOX
    square = Image.new("L", (_PICTURE, _PICTURE), 235)
    square.paste(picture.resize(size, method), ((_PICTURE - size[0]) // 2, (_PICTURE - size[1]) // 2))
    ImageDraw.Draw(square).rectangle((0, 0, _PICTURE - 1, _PICTURE - 1), outline=180)
    return square
