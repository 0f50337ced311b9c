"""The boxes on a picture that lies on the canvas: what was taken, what was left out, and one that a visitor draws."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from digitdemo.data.found_picture import FoundPicture
from digitdemo.texts import tr
from digitdemo.ui.components.script import bundle
from digitdemo.ui.components.script_texts import script_texts
from digitdemo.ui.state import widget_keys

_FILE = Path(__file__)
# Its style is the page's: the canvas, on which it lies, tells it when to go.
_BOXES = st.components.v2.component(
    "digitdemo_picture_box",
    js=bundle(_FILE.with_suffix(".js")),
    css=_FILE.with_suffix(".css").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def show_boxes(found: FoundPicture, *, choosing: bool, on_box: Callable[[], None]) -> None:
    """Show the boxes; while one is `choosing`, a box can be drawn, and `on_box` hears of it.

    The box is then, unchecked, `box` of the session's state under `widget_keys.PICTURE_BOX`.
    """
    height, width = found.picture.ink.shape
    data: dict[str, Any] = {
        "size": [width, height],
        "taken": list(map(list, found.digits)),
        "leftOut": [list(one.box) for one in found.left_out],
        "box": list(found.within) if found.within else None,
        "choosing": choosing,
        "texts": script_texts(
            group=tr("Box around the digit. The arrow keys move an edge of it."),
            left=tr("Left edge"),
            top=tr("Upper edge"),
            right=tr("Right edge"),
            bottom=tr("Lower edge"),
        ),
    }
    _BOXES(key=widget_keys.PICTURE_BOX, data=data, on_box_change=on_box)
