"""An app without pages, to be killed by `bench crash`: it trains, saves, deletes, pins, shares and tidies without end.

What it begins and what has come of it, it says on standard output: a line of JSON each, written at once.
"""

import argparse
import contextlib
import itertools
import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from digitdemo.bench.harness.crash_trainer import MODEL
from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.admission import QueueRefused
from digitdemo.jobs.queue import JobQueue
from digitdemo.jobs.trainer_process import COMMAND, TrainerProcess
from digitdemo.runs.own_runs import OwnRuns
from digitdemo.runs.quota import Quota
from digitdemo.runs.run import Run
from digitdemo.runs.store import RunStore

QUOTA = Quota(visitor=1_000_000, everybody=5_000_000)  # four runs; twenty of two apps' six owners
_OWNERS = 3
_REAL = TrainConfig(architecture=MODEL, epochs=2, train_size=500)
_QUICK = (sys.executable, "-m", "digitdemo.bench.harness.crash_trainer")


class Journal:
    """Says what is begun and what has come of it; whole lines, from any thread."""

    def __init__(self) -> None:
        self._numbers = itertools.count()

    def say(self, **fields: Any) -> None:
        os.write(1, json.dumps(fields).encode() + b"\n")  # in one go: shorter than what a pipe takes whole

    @contextlib.contextmanager
    def told(self, do: str, **fields: Any) -> Iterator[Callable[[Any], None]]:
        """Say that something begins and, with the result that is handed to what is yielded, that it is done."""
        number = next(self._numbers)
        self.say(begin=number, do=do, **fields)
        yield lambda result: self.say(end=number, result=result)


class ToldStore(RunStore):
    """A store that says what it saves."""

    journal = Journal()

    def save(
        self, run: Run, folder: Path | None, owner: str = "", address: str = "", **options: Any
    ) -> tuple[str, ...]:
        """As `RunStore.save`."""
        with self.journal.told("save", run=run.id, owner=owner) as done:
            gone = super().save(run, folder, owner, address, **options)
            done(gone)
        return gone


def main() -> None:
    """Go on until killed."""
    parser = argparse.ArgumentParser()
    for name in ("folder", "url", "name"):
        parser.add_argument(name)
    parser.add_argument("seed", type=int)
    parser.add_argument("--real", action="store_true")
    options = parser.parse_args()
    store = ToldStore(Path(options.folder), options.url, quota=QUOTA)
    journal = store.journal

    def start() -> TrainerProcess:
        trainer = TrainerProcess(COMMAND if options.real else _QUICK)
        journal.say(trainer=trainer.pid)
        return trainer

    queue = JobQueue(store, start_trainer=start)
    owners = [f"{options.name}-{number}" for number in range(_OWNERS)]
    journal.say(ready=True)
    threading.Thread(target=_meddle, args=(store, owners, random.Random(options.seed)), daemon=True).start()
    while True:
        for owner in owners:
            with contextlib.suppress(QueueRefused):  # it has some that have not ended
                queue.submit([_REAL] * 2, owner)
        time.sleep(0.01)


def _meddle(store: ToldStore, owners: list[str], chance: random.Random) -> None:
    """Do one thing after the other to runs of these owners, by chance."""
    deleted: list[tuple[str, str]] = []
    while True:
        time.sleep(chance.uniform(0, 0.03))
        owner = chance.choice(owners)
        own = store.of(owner)
        do = chance.choice(("pin", "let go", "rename", "delete", "restore", "share", "unshare", "tidy", "clear"))
        if do in ("tidy", "clear"):
            with store.journal.told(do) as done:
                store.tidy() if do == "tidy" else store.clear_drafts()
                done(None)
            continue
        if do == "restore":
            if not deleted:
                continue
            owner, run_id = deleted.pop()
            own = store.of(owner)
        else:
            listed = own.listed()
            if not listed or (do == "pin" and any(kept.pinned for kept in listed)):
                continue  # with everything pinned nothing could be saved
            run_id = chance.choice(listed).id
        name = f"name {chance.randrange(1000)}"
        with store.journal.told(do, run=run_id, owner=owner, name=name) as done:
            result = _act(own, do, run_id, name)
            done(result)
        if do == "delete" and result:
            deleted.append((owner, run_id))


def _act(own: OwnRuns, do: str, run_id: str, name: str) -> Any:
    match do:
        case "pin" | "let go":
            return own.pin(run_id, do == "pin")
        case "rename":
            return own.rename(run_id, name)
        case "delete":
            return own.delete(run_id)
        case "restore":
            return own.restore(run_id)
        case "share":
            return own.share(run_id)
        case _:
            return own.unshare(run_id)


if __name__ == "__main__":
    main()
