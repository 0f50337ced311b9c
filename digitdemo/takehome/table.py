"""The history of a run as a table that spreadsheets open: CSV, a row an epoch."""

from __future__ import annotations

import csv
import dataclasses
import io
from typing import Any

from digitdemo.runs.metrics import EpochMetrics
from digitdemo.runs.run import Run

_BY_DIGIT = ("test_recall", "validation_recall")  # a column a digit
_LEFT_OUT = ("layers",)  # in the JSON file


def history_as_csv(run: Run) -> str:
    """Return it. Accuracies are fractions, times seconds; what was not measured is empty."""
    rows = [_row(record) for record in run.history]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _row(record: EpochMetrics) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        if field.name in _BY_DIGIT:
            row |= {f"{field.name}_{digit}": value[digit] if value else None for digit in range(10)}
        elif field.name not in _LEFT_OUT:
            row[field.name] = value
    return row
