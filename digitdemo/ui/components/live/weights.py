"""Brings networks to the page, where they answer while one draws."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from digitdemo.ui.components.script import bundle
from digitdemo.ui.state import widget_keys

_HERE = Path(__file__).parent
_hand_over = st.components.v2.component("digitdemo_weights", js=bundle(_HERE / "weights.js"))
_lend = st.components.v2.component("digitdemo_lending", js=bundle(_HERE / "lending.js"))


def hand_over_networks(networks: Mapping[str, dict[str, Any]], key: str) -> None:
    """Give the page the networks that `live_network` described, by their models' ids; those of before by that key go.

    For networks that change: they are sent with every script run in which they are another than before.
    """
    _hand_over(data={"networks": dict(networks)}, key=key)


def lend_networks(networks: Mapping[str, dict[str, Any]], wanted: Iterable[str]) -> None:
    """Offer the page the networks of ended runs, as `live_network` described them, by the runs' ids.

    The page says which of them it wants, those that it has not got from an earlier script run or another visit of this
    page; `wanted` is what it said. So each is sent once, and a large one only while the pen rests. Call it in a
    fragment, which is what then runs anew.
    """
    _lend(
        data={
            "offered": {run_id: len(network["weights"]) for run_id, network in networks.items()},
            "networks": {run_id: networks[run_id] for run_id in wanted if run_id in networks},
        },
        on_wanted_change=lambda: None,  # that it is named lets the page say it
        key=widget_keys.LENDING,
    )
