"""Bring the files of the other languages up to date with the code."""

import argparse

from digitdemo.config.knob import ConfigError
from digitdemo.texts import LANGUAGES
from digitdemo.texts.catalogs import PARTS

_NAMES = sorted(set(PARTS.values()))
_OTHERS = list(LANGUAGES)[1:]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add which files, and whether they may be changed."""
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(_NAMES)}; default all")
    parser.add_argument("--language", choices=_OTHERS, help="default: all of them")
    parser.add_argument(
        "--check", action="store_true", help="change nothing; fail where one is not up to date or lacks a translation"
    )


def run(options: argparse.Namespace) -> int:
    """Bring the files of a language, by default of all, up to date with what the code says."""
    from digitdemo.texts.upkeep import keep_texts  # slow: Babel

    for part in options.parts:
        if part not in _NAMES:
            raise ConfigError("part", f"{part!r} is not allowed; give one of {', '.join(_NAMES)}")
    return keep_texts([options.language] if options.language else _OTHERS, options.parts, check=options.check)
