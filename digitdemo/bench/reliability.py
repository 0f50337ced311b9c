"""Writes docs/reliability.md, the table of what can be relied on, by what the other benchmarks have recorded."""

import argparse
from typing import Any

from digitdemo.bench.reliability_page import PAGE, PROMISES, recorded, reliability_page


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options: it has none."""


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Write the page, and return which benchmarks have nothing recorded yet."""
    records = recorded()
    PAGE.write_text(reliability_page(records), encoding="utf-8")
    missing = [name for name in dict.fromkeys(promise.bench for promise in PROMISES) if name not in records]
    print(f"{PAGE.name}: {len(PROMISES)} promises, not measured yet: {', '.join(missing) or 'none'}")
    return {"missing": missing}
