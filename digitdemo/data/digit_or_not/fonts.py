"""Letters of fonts as lines of a pen: the middle of their lines.

Noto's fonts draw most of the world's scripts, living and dead, with lines of one width: their middle is about what a
pen would write.
"""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from digitdemo.data.digit_or_not.thinning import thinned
from digitdemo.data.digit_or_not.tracing import traced
from digitdemo.data.digit_or_not.variation import Template

_FONTS = "NotoSans*-Regular.ttf"
# What is written by no pen, or consists of lines and dots alone; and fonts that have their letters from others.
_LEFT_OUT = {
    *("AnatolianHieroglyphs", "Cuneiform", "EgyptianHieroglyphs", "MayanNumerals", "SignWriting"),
    *("Duployan", "IndicSiyaqNumbers", "Ogham", "Ugaritic"),
    *("", "Display", "Math", "Mono", "Symbols", "Symbols2", "TamilSupplement"),
}
_LETTERS = ("Lo", "Lu", "Ll")  # of Unicode's categories
_LATIN = (0, 0x370), (0x1D00, 0x2300), (0xA720, 0xA800), (0xAB30, 0xAB70), (0xFB00, 0x10000)  # or forms of others
_MOST, _FEWEST = 300, 12  # letters of a script
_SIZE, _SIDE = 64, 192  # pixels, of letters and of the pictures that they are drawn in
_LEAST = 40  # pixels of its lines: with fewer it is a dot, or a stroke that is a digit to many
_MOST_STROKES = 12  # of a letter: with more it is an ornament


def letters_of_fonts(folder: Path) -> dict[str, list[Template]]:
    """Return the letters of each script that Noto's fonts in `folder` have, as strokes in pixels.

    Raises:
        ImportError: the package fonttools is missing.
    """
    found = {}
    for path in sorted(folder.glob(_FONTS)):
        script = path.stem.removeprefix("NotoSans").removesuffix("-Regular")
        if script not in _LEFT_OUT and not (script.startswith("Tifinagh") and script != "Tifinagh"):
            letters = list(_letters_of(path))
            if len(letters) >= _FEWEST:
                found[script] = letters
    return found


def _letters_of(path: Path) -> Iterator[Template]:
    font = ImageFont.truetype(str(path), _SIZE)
    pictures = []
    for code in _codes(path):
        picture = Image.new("L", (_SIDE, _SIDE))
        ImageDraw.Draw(picture).text((_SIDE // 5, _SIDE // 5), chr(code), font=font, fill=255)
        if picture.getbbox():
            pictures.append(np.asarray(picture))
    for lines in thinned(np.stack(pictures)) if pictures else ():
        strokes = traced(lines)
        if strokes and len(strokes) <= _MOST_STROKES and lines.sum() > _LEAST:
            yield strokes


def _codes(path: Path) -> list[int]:
    """Return the code points of the letters in a font, some of them where there are many."""
    from fontTools.ttLib import TTFont  # only where it is needed: the app does without

    def is_meant(code: int) -> bool:
        return unicodedata.category(chr(code)) in _LETTERS and not any(low <= code < high for low, high in _LATIN)

    with TTFont(path, lazy=True) as font:
        codes = sorted(filter(is_meant, font.getBestCmap()))
    if len(codes) <= _MOST:
        return codes
    return [int(code) for code in np.random.default_rng(0).permutation(codes)[:_MOST]]
