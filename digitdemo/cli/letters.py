"""Draw the letters that the judge learns from anew, from Noto's fonts; written to assets."""

import argparse
from pathlib import Path

from digitdemo.cli.printing import CONSOLE
from digitdemo.data.mnist import DataError
from digitdemo.runs.checksums import record_checksums
from digitdemo.system import ASSETS


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add where the fonts are, and where the letters are written."""
    parser.add_argument("fonts", type=Path, metavar="FOLDER", help="with Noto's fonts, as NotoSansGeorgian-Regular.ttf")
    file = ASSETS / "letters.npz"
    parser.add_argument("--output", type=Path, default=file, metavar="FILE", help=f"default: assets/{file.name}")


def run(options: argparse.Namespace) -> int:
    """Write the letters of every script, with their SHA-256 sum, and say how many there are.

    Raises:
        DataError: there are no such fonts.
        ImportError: it needs what tests/requirements.txt has.
    """
    from digitdemo.data.digit_or_not.fonts import letters_of_fonts
    from digitdemo.data.digit_or_not.scripts import write_letters

    letters = letters_of_fonts(options.fonts)
    if not letters:
        raise DataError(f"fonts: {options.fonts} has no file like NotoSansGeorgian-Regular.ttf")
    write_letters(letters, options.output)
    if options.output.parent == ASSETS:
        record_checksums(options.output.name)
    count = sum(map(len, letters.values()))
    CONSOLE.print(f"{count:,} letters of {len(letters)} scripts are in {options.output.name}", soft_wrap=True)
    return 0
