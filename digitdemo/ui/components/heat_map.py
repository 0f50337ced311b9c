"""A table whose cells are shaded by their numbers and open what they stand for: a sweep's map."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import streamlit as st

from digitdemo.texts import tr
from digitdemo.ui.components.script import bundle
from digitdemo.ui.components.script_texts import script_texts

_FILE = Path(__file__)
_map = st.components.v2.component(
    "digitdemo_heat_map",
    js=bundle(_FILE.with_suffix(".js")),
    css=_FILE.with_suffix(".css").read_text(encoding="utf-8"),
)

State = Literal["done", "part", "running", "missing", "diverged"]
Hue = Literal["calm", "warm"]


@dataclass(frozen=True, kw_only=True)
class HeatCell:
    """A cell: what is written in it, how much of its hue it has (0 to 1, None for none), and the whole of it in words.

    `best` ones have a star.
    """

    text: str
    shade: float | None
    says: str
    state: State
    hue: Hue = "calm"
    best: bool = False


@dataclass(frozen=True, kw_only=True)
class HeatMap:
    """A map: its caption, what columns and rows are and their names, and a row of cells for each of the latter.

    `legend` says what the lightest and the darkest cell are, if one hue has the same meaning in all.
    """

    caption: str
    across: str
    down: str
    columns: Sequence[str]
    rows: Sequence[str]
    cells: Sequence[Sequence[HeatCell]]
    legend: tuple[str, str, Hue] | None = None


def show_heat_map(shown: HeatMap, *, opened: tuple[int, int] | None, key: str, on_cell: Callable[[], None]) -> None:
    """Show the map; `opened` is the cell whose content stands below. `on_cell` hears of a click on a cell.

    Which one that was, row and column, is then, unchecked, `cell` of the session's state under `key`.
    """
    about = dataclasses.asdict(shown)
    if shown.legend:
        about["legend"] = dict(zip(("from", "to", "hue"), shown.legend, strict=True))
    texts = script_texts(best=tr("{says} The best."))
    _map(key=key, data={**about, "open": opened, "texts": texts}, on_cell_change=on_cell)
