"""Find the learning rates at which a model learns, in 100 steps."""

import argparse
import dataclasses
import json
from pathlib import Path

from rich import box
from rich.table import Table

from digitdemo.analysis.range_test import NO_RANGE, learning_range
from digitdemo.cli.knob_options import add_knobs, config_of
from digitdemo.cli.printing import CONSOLE
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import KNOBS
from digitdemo.system import describe_machine, quiet

_EVERY = 4  # th step of a range test is printed: a quarter of a decade
# What a range test varies itself, and what comes after its few steps, is no option of it.
_NO_OPTIONS = {"learning_rate", "schedule", "epochs", "patience", "test_noise", "test_shift"}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the knobs that matter in its few steps, and files for what it finds."""
    add_knobs(parser, [name for name in KNOBS if name not in _NO_OPTIONS])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write rates, losses and what follows to FILE, too")
    parser.add_argument("--chart", type=Path, metavar="FILE", help="draw it into FILE, a page for a browser, too")


def run(options: argparse.Namespace) -> int:
    """Print at which learning rates the loss falls; write it to a file, draw it in a page that loads nothing."""
    with quiet():
        from digitdemo.training.range_test import measure_range  # slow: TensorFlow

    config = config_of(options)
    curve = measure_range(config)
    found = learning_range(curve)
    table = Table(title=f"{ARCHITECTURES[config.architecture].label}, seed {config.seed}", box=box.SIMPLE)
    for heading in ("learning rate", "loss", "smoothed"):
        table.add_column(heading, justify="right")
    for rate, loss, smoothed in list(zip(curve.rates, curve.losses, curve.smoothed, strict=True))[::_EVERY]:
        table.add_row(f"{rate:.1e}", f"{loss:.3f}", f"{smoothed:.3f}")
    CONSOLE.print(table)
    CONSOLE.print(found.sentence if found else NO_RANGE)
    if options.json:
        results = {
            "machine": describe_machine(),
            "config": config.to_dict(),
            "curve": dataclasses.asdict(curve),
            "range": dataclasses.asdict(found) if found else None,
        }
        options.json.write_text(json.dumps(results, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    if options.chart:
        from digitdemo.ui.charts.range_test import range_alt, range_chart  # slow: Plotly

        figure = range_chart(curve, found, config.learning_rate)
        words = range_alt(curve, found, config.learning_rate)
        figure.update_layout(title=dict(text=words, font=dict(size=13)), margin=dict(t=50), height=450)
        figure.write_html(options.chart, include_plotlyjs=True)
    return 0
