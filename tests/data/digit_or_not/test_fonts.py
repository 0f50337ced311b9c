from pathlib import Path

import numpy as np
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph

from digitdemo.cli import main
from digitdemo.data.digit_or_not.scripts import read_letters


def cross() -> Glyph:
    pen = TTGlyphPen(None)
    for left, low, right, high in ((450, 0, 550, 1000), (0, 450, 1000, 550)):
        pen.moveTo((left, low))
        for point in ((left, high), (right, high), (right, low)):
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


def write_font(path: Path, codes: list[int]) -> None:
    """Write a font in which each of these characters is an upright cross."""
    builder = FontBuilder(1000)
    names = {code: f"u{code:04X}" for code in codes}
    glyphs = [".notdef", *names.values()]
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap(names)
    builder.setupGlyf({name: cross() for name in glyphs})
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (1000, 0)))
    builder.setupHorizontalHeader(ascent=1000, descent=0)
    builder.setupNameTable({"familyName": "Crosses", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


def test_letters_are_the_middle_of_a_fonts_lines_and_neither_latin_nor_digits(tmp_path: Path):
    georgian = range(0x10D0, 0x10E0)
    write_font(tmp_path / "NotoSansGeorgian-Regular.ttf", [*range(0x30, 0x3A), *range(0x61, 0x70), *georgian])
    write_font(tmp_path / "NotoSansMono-Regular.ttf", list(georgian))  # one that is left out
    assert main(["letters", str(tmp_path), "--output", str(tmp_path / "letters.npz")]) == 0
    letters = read_letters(tmp_path / "letters.npz")
    assert list(letters) == ["Georgian"]
    assert len(letters["Georgian"]) == len(georgian)
    strokes = letters["Georgian"][0]
    assert len(strokes) == 4  # from the middle
    assert all(np.hypot(*strokes_end.T).min() < 5 for strokes_end in (stroke[[0, -1]] for stroke in strokes))


def test_where_there_are_no_fonts_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["letters", str(tmp_path)]) == 2
    assert "NotoSansGeorgian-Regular.ttf" in capsys.readouterr().err
