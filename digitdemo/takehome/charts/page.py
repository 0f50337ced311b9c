"""The charts of a run as one page that needs nothing but itself: SVG within HTML, figures where the mouse rests."""

from __future__ import annotations

import html
from collections.abc import Sequence

from digitdemo.runs.run import Run

_STYLE = (
    "body{font-family:sans-serif;max-width:700px;margin:2rem auto;padding:0 1rem;color:#101521;background:#fff}"
    "svg{max-width:100%;height:auto}table{border-collapse:collapse}"
    "td,th{text-align:right;padding:.25rem .75rem;border-bottom:1px solid #c2cad6}"
)
_COLUMNS = {
    "train_accuracy": ".2%",
    "validation_accuracy": ".2%",
    "test_accuracy": ".2%",
    "train_loss": ".4f",
    "validation_loss": ".4f",
    "test_loss": ".4f",
}


def charts_page(run: Run, title: str, charts: Sequence[str]) -> str:
    """Return a page with these charts, SVG text, and the figures that they show."""
    heads = "".join(f"<th>{name.replace('_', ' ')}</th>" for name in ("epoch", *_COLUMNS))
    rows = "\n".join(
        f"<tr><td>{record.epoch}</td>"
        + "".join(
            f"<td>{'' if (value := getattr(record, name)) is None else format(value, form)}</td>"
            for name, form in _COLUMNS.items()
        )
        + "</tr>"
        for record in run.history
    )
    shown = "\n".join(charts)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{html.escape(title)}</title>'
        f"<style>{_STYLE}</style></head>\n<body><h1>{html.escape(title)}</h1>\n"
        "<p>Dotted: train, on images that the model learned from. Solid: test, on new ones. Epoch 0 is the untrained "
        f"model, measured on fewer images.</p>\n{shown}\n<table><tr>{heads}</tr>\n{rows}\n</table></body></html>\n"
    )
