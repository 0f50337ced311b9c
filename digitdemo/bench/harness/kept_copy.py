"""A run for an app that is not to train one."""

import dataclasses
from pathlib import Path

from digitdemo.inference.shipped import SHIPPED
from digitdemo.runs.store import RunStore


def keep_copy(name: str, runs: Path, run_id: str) -> None:
    """Keep a copy of a shipped run in the store in the folder `runs`, under another id."""
    store = RunStore(runs)
    store.save(dataclasses.replace(SHIPPED.load(name), id=run_id), SHIPPED.folder(name))
    store.close()
