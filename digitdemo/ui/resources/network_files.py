"""The shipped networks as files, each at an address of its own, which a browser keeps: one never changes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import streamlit as st

from digitdemo.inference.live_network import packed
from digitdemo.ui.resources.models import network_in_browser
from digitdemo.ui.resources.ready_made import shipped_runs

FOLDER = "networks"


@dataclass(frozen=True)
class _File:
    name: str  # with the checksum of what is in it
    content: bytes


def network_address(run_id: str) -> str | None:
    """Return where a page finds the network of a shipped run, seen from its own address; None for all other runs."""
    file = _file(run_id) if run_id in shipped_runs() else None
    return f"{FOLDER}/{file.name}" if file else None


def network_file(name: str) -> bytes | None:
    """Return what is at the address `name` below `FOLDER`: `packed` of one network by its run's id; None if nothing."""
    run_id = name.rpartition("-")[0]
    file = _file(run_id) if run_id in shipped_runs() else None
    return file.content if file and file.name == name else None


@st.cache_resource(max_entries=20, show_spinner=False)  # 1.3 MB the largest
def _file(run_id: str) -> _File | None:
    network = network_in_browser(run_id)
    if network is None:
        return None
    content = packed({run_id: network})
    return _File(f"{run_id}-{hashlib.sha256(content).hexdigest()[:16]}.bin", content)
