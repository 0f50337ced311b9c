"""Take the pictures of the pages in docs/screenshots anew."""

import argparse
from pathlib import Path

from digitdemo.bench import screenshots
from digitdemo.config.knob import ConfigError


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add which pages, and where the pictures go."""
    names = ", ".join(screenshots.PAGES)
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=f"{names}; default all")
    parser.add_argument("--folder", type=Path, default=screenshots.FOLDER, help="default docs/screenshots")


def run(options: argparse.Namespace) -> int:
    """Take pictures of these pages, by default of all, into a folder."""
    for name in options.pages:
        if name not in screenshots.PAGES:
            raise ConfigError("page", f"{name!r} is not allowed; give one of {', '.join(screenshots.PAGES)}")
    screenshots.take_screenshots(options.pages or list(screenshots.PAGES), options.folder)
    return 0
