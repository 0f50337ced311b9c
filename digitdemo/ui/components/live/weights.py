"""Hands networks to the page, where they answer while one draws."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from digitdemo.inference.live_network import packed
from digitdemo.ui.components.script import bundle

_hand_over = st.components.v2.component("digitdemo_weights", js=bundle(Path(__file__).with_suffix(".js")))


def hand_over_networks(
    networks: Mapping[str, dict[str, Any] | str], on_unfound: Callable[[], None] | None = None, *, key: str = "weights"
) -> None:
    """Give the page networks by their models' ids, as `packed` takes them; those of before by that key go.

    The page fetches those that are addresses, which a browser does once; where it fails, `on_unfound` hears of it.
    Call it outside the fragment of the canvas, so that a stroke does not send them again.
    """
    _hand_over(data=packed(networks), key=key, on_unfound_change=on_unfound)
