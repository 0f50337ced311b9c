"""Kills apps and trainers at random moments (SIGKILL), and looks whether a run that was said to be saved was lost.

Two apps without pages at a time work on one database: they train, save, delete, pin, name, share and tidy. Both are
killed, their trainers too; then everything that they had said is compared with what the database has. In one round of
twenty they train for real; else a stand-in for the trainer takes a fraction of a second, so that much happens. On
SQLite, and on PostgreSQL where a server is installed. The exit status is 1 if anything was lost or half there.
"""

import argparse
import contextlib
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from digitdemo.bench.harness.crash_books import Books
from digitdemo.bench.harness.crashing import Victim
from digitdemo.bench.harness.postgres import postgres_folder, running_postgres
from digitdemo.runs.database import sqlite_url

_QUICK_SECONDS, _REAL_SECONDS = 4.0, 20.0  # for which an app lives at most after it has begun
_REAL_EVERY = 20  # th round


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--kills", type=int, default=200, help="on each database; default 200")
    parser.add_argument("--seed", type=int, default=0, help="of the moments; default 0")
    parser.add_argument("--only", choices=["sqlite", "postgresql"], help="default: both")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return the kills, the runs and the losses by database; `failed` says whether there was a loss."""
    results: dict[str, Any] = {}
    for kind in ("sqlite", "postgresql"):
        if options.only not in (None, kind):
            continue
        if kind == "postgresql" and postgres_folder() is None:
            print("postgresql: no server is installed (apt-get install postgresql), not measured")
            continue
        with _database(kind) as (folder, url):
            results[kind] = _kill(folder, url, options.kills, random.Random(options.seed))
        found = results[kind]
        print(
            f"{kind}: {found['kills']} kills, {found['saved']} runs said to be saved, {found['unsaid']} found saved "
            f"that were cut off before they said so, losses: {len(found['losses'])}"
        )
        for loss in found["losses"]:
            print(f"  {loss}")
    return {**results, "failed": any(found["losses"] for found in results.values())}


@contextlib.contextmanager
def _database(kind: str) -> Iterator[tuple[Path, str]]:
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        url = stack.enter_context(running_postgres()) if kind == "postgresql" else sqlite_url(Path(folder))
        yield Path(folder), url


def _kill(folder: Path, url: str, kills: int, chance: random.Random) -> dict[str, Any]:
    books = Books(folder, url)
    done = number = 0
    while done < kills:
        real = number % _REAL_EVERY == _REAL_EVERY - 1
        victims = [Victim(folder, url, f"app-{which}", chance.randrange(2**32), real=real) for which in range(2)]
        for victim in victims:
            victim.wait_until_ready()
        for victim in victims:
            time.sleep(chance.uniform(0, _REAL_SECONDS if real else _QUICK_SECONDS))
            if chance.random() < 0.5 and done < kills:
                done += victim.kill_trainer()
                time.sleep(chance.uniform(0, 0.3))  # the app notices, and goes on
            victim.kill()
            done += 1
        books.check([victim.said() for victim in victims])
        number += 1
    books.check_leftovers()
    return {"kills": done, "saved": books.saved, "unsaid": books.unsaid, "losses": list(books.losses)}
