"""A run for an app that is not to train one."""

import dataclasses
from pathlib import Path

from digitdemo.inference.shipped import SHIPPED
from digitdemo.runs.owners import NOBODY
from digitdemo.runs.store import RunStore


def keep_copy(name: str, runs: Path, run_id: str) -> str:
    """Keep a copy of a shipped run, under another id, in the store in the folder `runs`; return what shares it."""
    store = RunStore(runs)
    store.save(dataclasses.replace(SHIPPED.load(name), id=run_id), SHIPPED.folder(name))
    token = store.of(NOBODY).share(run_id)
    store.close()
    assert token is not None
    return token
