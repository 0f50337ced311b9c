"""The program as a Jupyter notebook: nbformat 4.5, https://nbformat.readthedocs.io/en/latest/format_description.html."""

from __future__ import annotations

import json
from typing import Any

from digitdemo.runs.run import Run
from digitdemo.takehome.recipe.program import NEEDS, differences, imports, program, title


def notebook(run: Run) -> str:
    """Return the notebook as JSON."""
    cells = [
        _text(f"# {title(run)}\n\n{differences(run)}\n\nIt needs `pip install {NEEDS}`."),
        _code(f"{imports(run)}\n\nMNIST = None  # or the path of a file with x_train, y_train, x_test, y_test"),
    ]
    for step in program(run):
        cells += [_text(step.says), _code(step.code)]
    about = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    numbered = [{"id": f"cell-{number}", **cell} for number, cell in enumerate(cells)]
    return json.dumps({"cells": numbered, "metadata": about, "nbformat": 4, "nbformat_minor": 5}, indent=1) + "\n"


def _text(markdown: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": markdown.splitlines(keepends=True)}


def _code(code: str) -> dict[str, Any]:
    source = code.splitlines(keepends=True)
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
