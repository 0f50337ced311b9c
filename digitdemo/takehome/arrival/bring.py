"""A run that somebody brings: checked, tried in a process of its own, measured anew."""

from __future__ import annotations

import contextlib
import logging
import subprocess
import threading
from collections.abc import Iterator

import msgspec

from digitdemo.confined import run_confined
from digitdemo.runs.files import MODEL_FILE
from digitdemo.runs.run import Run, run_from_dict, run_to_dict
from digitdemo.takehome.arrival.archive import model_in
from digitdemo.takehome.arrival.limits import MOST_BYTES
from digitdemo.takehome.arrival.record import read_record
from digitdemo.takehome.arrival.refusal import NotTaken
from digitdemo.takehome.arrival.verdict import Tried
from digitdemo.takehome.model_file import NoRecord, split
from digitdemo.texts import mark, tr

_LOG = logging.getLogger(__name__)

_ZIP = b"PK"  # its first bytes
_PATIENCE = 180.0  # seconds that a trial may last on a busy machine, and that one waits for another's
_AT_ONCE = threading.Lock()  # one trial at a time: it takes a core
_BRINGING: set[str] = set()  # owners who wait for theirs
_NOTING = threading.Lock()
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # each more would take addresses
_MOST_ANSWER = 1_000_000  # bytes

_WHAT = {
    "format": mark("{name}: {file} is no LiteRT model ({found}); give one that digitdemo made"),
    "graphs": mark("{name}: {file} has {found} graphs; {allowed} is allowed"),
    "operator": mark("{name}: {file} has the operator {found}, which is not allowed; allowed are {allowed}"),
    "operators": mark("{name}: {file} has {found} operators; at most {allowed} are allowed"),
    "tensors": mark("{name}: {file} has {found} tensors; at most {allowed} are allowed"),
    "axes": mark("{name}: {file} has a tensor of {found} axes; at most {allowed} are allowed"),
    "tensor": mark("{name}: {file} has a tensor of {found} numbers; at most {allowed} are allowed"),
    "kind of number": mark("{name}: {file} has numbers of kind {found}; {allowed} are allowed"),
    "numbers": mark("{name}: {file} has tensors of {found} numbers in all; at most {allowed} are allowed"),
    "wiring": mark("{name}: {file} uses tensor {found} before it has a value, or gives it two; {allowed} is allowed"),
    "size": mark("{name}: {file} computes sizes by {found} in a way that is not allowed; allowed are {allowed}"),
    "memory": mark("{name}: {file} takes {found} numbers while it runs; at most {allowed} are allowed"),
    "batch": mark(
        "{name}: for a picture alone, {file} gives other logits than for the same among others: they differ by "
        "{found}; at most {allowed} is allowed"
    ),
    "record": mark("{name}: its record and {file} are not of one run ({found})"),
    "model": mark("{name}: {file} cannot be run ({found})"),
}


def bring_in(data: bytes, name: str, owner: str = "") -> tuple[Run, bytes]:
    """Return the run in a file that was taken home, the zip or the LiteRT file of it, under a new id, and its model.

    Its figures are measured here. It takes seconds. `name` is what messages call the file; an `owner` brings one file
    after the other.

    Raises:
        NotTaken: it is not what this program made; the message says what is wrong and what is allowed.
    """
    if len(data) > MOST_BYTES:
        raise NotTaken(
            tr("{name}: {size:,} bytes are not allowed; at most {most:,}", name=name, size=len(data), most=MOST_BYTES)
        )
    file = model_in(data, name) if data.startswith(_ZIP) else data
    try:
        model, record = split(file)
    except NoRecord as error:
        said = tr(
            "{name}: there is no run of digitdemo in it; give the zip file that you took home, or the {file} in it",
            name=name,
            file=MODEL_FILE,
        )
        raise NotTaken(said) from error
    run = read_record(record, name)
    with _alone(owner, name):
        tried = _try(run, model, name)
    try:
        if tried.record is not None:
            return run_from_dict(run.id, tried.record), model
    except ValueError:
        tried = Tried(what="model", found="no answer")
    message = _WHAT.get(tried.what, _WHAT["model"])
    raise NotTaken(tr(message, name=name, file=MODEL_FILE, found=tried.found, allowed=tried.allowed))


@contextlib.contextmanager
def _alone(owner: str, name: str) -> Iterator[None]:
    """Refuse a file of somebody whose other file is being tried: many of one would keep all others waiting."""
    with _NOTING:
        if owner in _BRINGING:
            raise NotTaken(tr("{name}: another file of yours is being tried; bring this one in afterwards", name=name))
        _BRINGING.update({owner} - {""})
    try:
        yield
    finally:
        with _NOTING:
            _BRINGING.discard(owner)


def _try(run: Run, model: bytes, name: str) -> Tried:
    given = msgspec.json.encode(run_to_dict(run)) + b"\n" + model
    if not _AT_ONCE.acquire(timeout=_PATIENCE):
        raise NotTaken(tr("{name}: others are bringing runs in; try again in a minute", name=name))
    try:
        done = run_confined("digitdemo.takehome.arrival.trial", given, patience=_PATIENCE, **_ONE_THREAD)
        if done.returncode == 0 and len(done.stdout) <= _MOST_ANSWER:
            return msgspec.json.decode(done.stdout, type=Tried)
        found = f"exit code {done.returncode}"
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        _LOG.warning("A model that was brought ended its trial: %s, %s", found, last[:200])
    except subprocess.TimeoutExpired:
        found = f"over {_PATIENCE:.0f} s"
    except msgspec.MsgspecError:
        found = "no answer"
    finally:
        _AT_ONCE.release()
    return Tried(what="model", found=found)
