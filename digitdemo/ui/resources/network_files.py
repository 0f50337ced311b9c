"""The shipped networks as files, each at an address of its own, which a browser keeps: one never changes."""

from __future__ import annotations

import hashlib

import streamlit as st

from digitdemo.inference.live_network import packed
from digitdemo.ui.resources.models import network_in_browser
from digitdemo.ui.resources.ready_made import shipped_runs

FOLDER = "networks"


def network_address(run_id: str) -> str | None:
    """Return where a page finds the network of a shipped run, seen from its own address; None for all other runs."""
    name = _name(run_id) if run_id in shipped_runs() else None
    return f"{FOLDER}/{name}" if name else None


def network_file(name: str) -> bytes | None:
    """Return what is at the address `name` below `FOLDER`: `packed` of one network by its run's id; None if nothing."""
    run_id = name.rpartition("-")[0]
    return _content(run_id) if run_id in shipped_runs() and name == _name(run_id) else None


@st.cache_resource(max_entries=20, show_spinner=False)
def _name(run_id: str) -> str | None:
    """Return what the file is called: its checksum is in the name."""
    content = _content(run_id)
    return f"{run_id}-{hashlib.sha256(content).hexdigest()[:16]}.bin" if content else None


def _content(run_id: str) -> bytes | None:
    network = network_in_browser(run_id)
    return packed({run_id: network}) if network else None
