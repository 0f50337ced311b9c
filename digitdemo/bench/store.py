"""Seconds that the store of runs takes: to save a run, to list 300, to load one and to read its model.

On SQLite, and on PostgreSQL where a server is installed. Each is done several times, of which the median counts.
"""

import argparse
import dataclasses
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from digitdemo.bench.harness.postgres import postgres_folder, running_postgres
from digitdemo.inference.shipped import SHIPPED
from digitdemo.runs.files import MODEL_FILE
from digitdemo.runs.store import RunStore

MOST_SAVING, MOST_LISTING = 0.3, 0.05  # seconds
_LISTED = 300
_TIMES = 9
_OWNER = "somebody"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options: there are none."""


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return median seconds by database."""
    results: dict[str, Any] = {}
    for kind in ("sqlite", "postgresql"):
        if kind == "postgresql" and postgres_folder() is None:
            print("postgresql: no server is installed (apt-get install postgresql), not measured")
            continue
        with _new_store(kind) as store:
            results[kind] = found = _measure(store)
        print(f"{kind}:")
        print(f"  save a run of the best CNN: {found['save_best_s']:7.4f} s (limit {MOST_SAVING})")
        print(f"  save a run of the MLP:      {found['save_mlp_s']:7.4f} s")
        print(f"  list {_LISTED} runs:              {found['list_s']:7.4f} s (limit {MOST_LISTING})")
        print(f"  load a run, with its curve: {found['load_s']:7.4f} s")
        print(f"  read the best CNN's model:  {found['read_model_s']:7.4f} s")
    return results


@contextmanager
def _new_store(kind: str) -> Iterator[RunStore]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        url = stack.enter_context(running_postgres()) if kind == "postgresql" else None
        store = RunStore(Path(folder), url)
        store.ids()  # makes the tables
        stack.callback(store.close)
        yield store


def _measure(store: RunStore) -> dict[str, float]:
    best, mlp = SHIPPED.load("best"), SHIPPED.load("mlp")
    for number in range(_LISTED):
        store.save(dataclasses.replace(mlp, id=f"run-{number}"), None, _OWNER)
    return {
        "save_best_s": _median(lambda: store.save(best, SHIPPED.folder("best"))),
        "save_mlp_s": _median(lambda: store.save(mlp, SHIPPED.folder("mlp"))),
        "list_s": _median(store.of(_OWNER).listed),
        "load_s": _median(lambda: store.load("best")),
        "read_model_s": _median(lambda: store.read("best", MODEL_FILE)),
    }


def _median(do: Callable[[], object]) -> float:
    seconds = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        do()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)
