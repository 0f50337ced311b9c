"""The books of `bench crash`: what killed apps had said, compared with what the database has."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from digitdemo.bench.harness.crash_app import QUOTA
from digitdemo.bench.harness.crash_trainer import FILES, MODEL
from digitdemo.inference.classifier import load_classifier
from digitdemo.inference.inside import load_inside
from digitdemo.inference.shipped import SHIPPED
from digitdemo.runs.drafts import SILENT_SECONDS
from digitdemo.runs.files import MODEL_FILE
from digitdemo.runs.own_runs import KeptRun
from digitdemo.runs.run import RunError
from digitdemo.runs.store import RunStore

_UNSURE = object()  # an app was killed in the middle of a change: before or after are both right
_FIELDS = {"pin": "pinned", "let go": "pinned", "rename": "name", "share": "token", "unshare": "token"}


@dataclass
class _Entry:
    """What is known of a run; each may be `_UNSURE`."""

    owner: str
    there: Any
    pinned: Any = False
    name: Any = ""
    token: Any = None
    size: int = 240_000  # about, until it was seen


class Books:
    """All runs of all rounds. `losses` are sentences; there ought to be none."""

    def __init__(self, folder: Path, url: str) -> None:
        self._now = 0.0
        self._store = RunStore(folder, url, quota=QUOTA, clock=lambda: self._now)
        self._folder = folder
        self._entries: dict[str, _Entry] = {}
        self._image = np.zeros((1, 28, 28), np.uint8)
        self._image[0, 4:24, 13:16] = 255
        classifier = load_classifier(SHIPPED, MODEL)
        assert classifier is not None
        self._answer = classifier.logits(self._image)
        self.saved = self.unsaid = 0
        self.losses: dict[str, None] = {}  # each said once, in this order
        self._gone: set[str] = set()  # in this round: made room, and said so
        self._deleted: set[str] = set()  # by their owners

    def check(self, journals: Sequence[Sequence[dict[str, Any]]]) -> None:
        """Take down what apps said, all of them dead now, and compare it with the database."""
        self._gone, self._deleted = set(), set()
        for line in (line for journal in journals for line in journal):
            if line.get("do") == "save":
                self._entries[line["run"]] = _Entry(line["owner"], _UNSURE)
        cut_off = [save for journal in journals if (save := self._take_down(journal))]
        for run_id in self._gone:  # whatever came first: an id is never given twice
            self._entries[run_id].there = False
        kept = self._kept()
        committed = [run_id for run_id in cut_off if run_id in kept]
        self.unsaid += len(committed)
        missing = [run_id for run_id, entry in self._entries.items() if entry.there is True and run_id not in kept]
        for run_id in missing:
            if not self._made_room(run_id, missing, kept, committed):
                self._lose(f"{run_id} was said to be saved and is gone")
            self._entries[run_id].there = False
        for run_id in self._store.ids():
            entry = self._entries.get(run_id)
            if entry is None or entry.there is False or run_id not in kept:
                self._lose(f"{run_id} is there, and ought not to be")
                continue
            self._compare(run_id, entry, kept[run_id])
            self._look_into(run_id)
        for entry in self._entries.values():
            if entry.there is _UNSURE:
                entry.there = False  # `_compare` has said so of those that are

    def check_leftovers(self) -> None:
        """Look whether nothing of the dead is left once they have been silent for long enough."""
        self._store.tidy()
        self._now += 2 * SILENT_SECONDS
        self._store.clear_drafts()
        if left := list(self._folder.glob("drafts/*/*")):
            self._lose(f"{len(left)} drafts of the dead are left")
        self._store.close()

    def _lose(self, sentence: str) -> None:
        self.losses[sentence] = None

    def _kept(self) -> dict[str, KeptRun]:
        owners = {entry.owner for entry in self._entries.values()}
        return {kept.id: kept for owner in owners for kept in self._store.of(owner).listed()}

    def _take_down(self, journal: Sequence[dict[str, Any]]) -> str | None:
        """Write down what an app did, and return the run that it was saving when it was killed."""
        begun: dict[int, dict[str, Any]] = {}
        for line in journal:
            if "begin" in line:
                begun[line["begin"]] = line
            elif "end" in line:
                self._done(begun.pop(line["end"]), line["result"])
        saving = None
        for line in begun.values():
            if line["do"] == "save":
                saving = line["run"]
            elif line["do"] in ("delete", "restore"):
                self._entries[line["run"]].there = _UNSURE
            elif line["do"] in _FIELDS:
                setattr(self._entries[line["run"]], _FIELDS[line["do"]], _UNSURE)
        return saving

    def _done(self, line: dict[str, Any], result: Any) -> None:
        entry = self._entries.get(line.get("run", ""))
        match line["do"]:
            case "save":
                assert entry is not None
                self.saved += 1
                entry.there = True
                self._gone |= set(result)
            case "delete" | "restore" as do if result and entry is not None:
                entry.there = do == "restore"
                self._deleted |= {line["run"]}
            case "pin" | "let go" as do if result and entry is not None:
                entry.pinned = do == "pin"
            case "rename" if result and entry is not None:
                entry.name = line["name"]
            case "share" if result and entry is not None:
                entry.token = result
            case "unshare" if result and entry is not None:
                entry.token = None

    def _made_room(self, run_id: str, missing: list[str], kept: dict[str, KeptRun], committed: list[str]) -> bool:
        """Return whether a run may have made room for one that its owner saved and could not say so any more."""
        entry = self._entries[run_id]
        if entry.pinned is True or entry.owner not in {self._entries[other].owner for other in committed}:
            return False
        before = {other: self._entries[other].size for other in {*missing, *self._deleted}}  # those still take room
        sizes = before | {other: one.size for other, one in kept.items()}
        own = sum(size for other, size in sizes.items() if self._entries[other].owner == entry.owner)
        return own > QUOTA.visitor or sum(sizes.values()) > QUOTA.everybody

    def _compare(self, run_id: str, entry: _Entry, found: KeptRun) -> None:
        for field in ("pinned", "name", "token"):
            said, is_now = getattr(entry, field), getattr(found, field)
            if said is not _UNSURE and said != is_now:
                self._lose(f"{run_id}: {field} was said to be {said!r} and is {is_now!r}")
            setattr(entry, field, is_now)
        if found.token and self._store.shared(found.token) != run_id:
            self._lose(f"{run_id}: its link opens another run")
        entry.there, entry.size = True, found.size

    def _look_into(self, run_id: str) -> None:
        """Look whether a run is whole and its model answers."""
        try:
            run = self._store.load(run_id)
            if run.outcome == "failed":
                if self._store.has(run_id, MODEL_FILE):
                    self._lose(f"{run_id}: its training failed, and it has a model")
                return
            for name in FILES:
                self._store.read(run_id, name)
            model, inside = load_classifier(self._store, run_id), load_inside(self._store, run_id)
            assert model is not None
            assert inside is not None
            real = run.config.train_size < SHIPPED.load(MODEL).config.train_size
            if not real and not np.array_equal(model.logits(self._image), self._answer):
                self._lose(f"{run_id}: its model answers something else")
        except Exception as error:
            self._lose(f"{run_id}: {error}" if isinstance(error, RunError) else f"{run_id}: {error!r}")
