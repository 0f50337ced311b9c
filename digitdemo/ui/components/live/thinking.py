"""See it think: what a model makes of the drawing, layer by layer, while one draws; a click silences a part of it."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from digitdemo.texts import tr
from digitdemo.ui.components.script import bundle
from digitdemo.ui.components.script_texts import script_texts

_MOST_LAYERS = 10  # of a kind; a deeper network's are named in English

_FILE = Path(__file__)
_thinking = st.components.v2.component(
    "digitdemo_thinking",
    js=bundle(_FILE.with_suffix(".js")),
    css=_FILE.with_suffix(".css").read_text(encoding="utf-8"),
    html=_FILE.with_suffix(".html").read_text(encoding="utf-8"),
)


def show_thinking(names: Mapping[str, str], first: str) -> None:
    """Show the layers of one of the models whose names these are, by id; the reader chooses which.

    `first` is the id of the one that is shown until then. Those that `hand_over_networks` has given to the page show
    something.
    """
    models = [{"id": run_id, "name": name} for run_id, name in names.items()]
    _thinking(data={"models": models, "first": first, "layers": _layers(), "texts": _texts()}, key="thinking")


def _layers() -> dict[str, str]:
    """Return what the layers are called, by the names that `layers_of` gives them."""
    numbers = range(1, _MOST_LAYERS + 1)
    return {
        **{f"Convolution {number}": tr("Convolution {number}", number=number) for number in numbers},
        **{f"Hidden layer {number}": tr("Hidden layer {number}", number=number) for number in numbers},
    }


def _texts() -> dict[str, str]:
    return script_texts(
        sees=tr("It sees 28 × 28 pixels"),
        model=tr("Model"),
        wake=tr("Wake all"),
        sums=tr("Ten sums"),
        largest=tr("the largest is the answer"),
        none=tr("This model does not answer while you draw. Choose another one."),
        draw=tr("Draw a digit and watch."),
        pictures=tr(
            "One picture of weights for each digit. Where your ink meets blue, the sum grows; where it meets orange, "
            "it shrinks. The largest sum is the answer."
        ),
        maps=tr("Each small picture is what one filter finds in the picture before it."),
        units=tr("Each square is one hidden unit."),
        brighter=tr("The brighter, the louder it speaks up. Click one to silence it."),
        reads=tr("It reads {digit}, {share} sure."),
        still_one=tr("Without the one you silenced it still reads {digit}, {share} sure."),
        still_many=tr("Without the {count} you silenced it still reads {digit}, {share} sure."),
        now_one=tr("Without the one you silenced it no longer reads {before} but {digit}, {share} sure."),
        now_many=tr("Without the {count} you silenced it no longer reads {before} but {digit}, {share} sure."),
        certain=tr("over 99.9%"),
        count_maps=tr("{count} maps of {height} × {width}"),
        count_units=tr("{count} units"),
        map=tr("Map {number}"),
        unit=tr("Unit {number}"),
        silenced=tr("{part}, silenced"),
        click=tr("{part}, click to silence"),
    )
