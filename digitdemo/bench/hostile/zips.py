"""Files of runs that are brought in, up to the trial of their model: zips, LiteRT files, the record behind them."""

from __future__ import annotations

import functools
import hashlib
import io
import json
import struct
import warnings
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from digitdemo.analysis.diagnosis import diagnose
from digitdemo.bench.hostile.kind import Kind
from digitdemo.bench.hostile.mutations import damaged
from digitdemo.bench.hostile.values import TEXTS, anything, mutated
from digitdemo.inference.shipped import SHIPPED
from digitdemo.runs.run import Run, run_to_dict
from digitdemo.takehome.arrival.archive import model_in
from digitdemo.takehome.arrival.limits import MOST_BYTES
from digitdemo.takehome.arrival.record import read_record
from digitdemo.takehome.arrival.refusal import NotTaken
from digitdemo.takehome.model_file import NoRecord, split, with_record
from digitdemo.takehome.package import SUMS_FILE, pack
from digitdemo.takehome.table import history_as_csv

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

TAKEN_HOME = "as it was taken home"
_REFUSALS = (NotTaken, NoRecord)
_RUN, _MODEL = "linear", "model.tflite"
_MARK = b"digitdemo record"
_FIELDS = (("<H", 10), ("<I", 12), ("<I", 16))  # of the end of a zip file: files, length of their list, its place
_LOCAL, _LISTED = b"PK\3\4", b"PK\1\2"
_SIZES = {_LOCAL: (6, 8, 18, 22, 26, 28), _LISTED: (8, 10, 20, 24, 28, 30, 32, 42)}  # flags, packing, sizes, lengths


def read(file: bytes) -> bytes:
    """Do with a file what the Lab does before it tries the model, and return that."""
    if len(file) > MOST_BYTES:
        raise NotTaken("too many bytes")
    model, record = split(model_in(file, "run.zip") if file.startswith(b"PK") else file)
    run = read_record(record, "run.zip")
    diagnose(run)
    history_as_csv(run)
    return model


@functools.cache
def taken_home() -> bytes:
    """Return the zip file of a run as it is taken home."""
    return pack(SHIPPED, _RUN)


def is_whole_run(file: bytes) -> bool:
    """Return whether that is taken for the run that was taken home, with its model as it was."""
    try:
        return read(file) == split(_files()[_MODEL])[0]
    except _REFUSALS:
        return False


@functools.cache
def _files() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(taken_home())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zip(files: list[tuple[str, bytes]], how: int = zipfile.ZIP_DEFLATED, *, sums: bool = True) -> bytes:
    """Return a zip file whose checksums are right, if `sums`."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", how) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name twice
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data, how)
        if sums:
            lines = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files]
            archive.writestr(SUMS_FILE, "".join(lines).encode("utf-8", "replace"))
    return whole.getvalue()


def _model_with(record: bytes, model: bytes = b"") -> bytes:
    """Return a LiteRT file with that behind it as its record, as `with_record` does."""
    whole = (model or SHIPPED.read(_RUN, _MODEL)) + record
    return whole + struct.pack(f"<32sI{len(_MARK)}s", hashlib.sha256(whole).digest(), len(record), _MARK)


def _record(about: Any) -> bytes:
    return _model_with(zlib.compress(json.dumps(about).encode()))


def _run() -> Run:
    return SHIPPED.load(_RUN)


def _hand_made() -> dict[str, bytes]:
    others = [(name, data) for name, data in _files().items() if name != SUMS_FILE]
    model = _files()[_MODEL]
    about = run_to_dict(_run())
    zeros = zlib.compress(bytes(400_000_000))
    inner = _zip([(_MODEL, _zip([(_MODEL, bytes(10_000_000))]))])
    return {
        TAKEN_HOME: taken_home(),
        "a model of 12 MB that unpacks": _zip([(_MODEL, bytes(11_999_000) + model)]),
        "a model of 12 MB, stored": _zip([(_MODEL, bytes(11_900_000))], zipfile.ZIP_STORED),
        "a model that unpacks to 300 MB": _zip([(_MODEL, bytes(300_000_000))]),
        "one zip in another": inner,
        "names twice": _zip([(_MODEL, model), (_MODEL, bytes(1000))]),
        "ways out": _zip([*others, ("../../run.sh", b"")]),
        "a link": _zip([*others, ("a/../../b", b"/etc/passwd")]),
        "65,535 files": _zip([(f"f{number}", b"") for number in range(65_535)], zipfile.ZIP_STORED, sums=False),
        "70,000 files, zip64": _zip([(f"f{number}", b"") for number in range(70_000)], zipfile.ZIP_STORED, sums=False),
        "bzip2": _zip(others, zipfile.ZIP_BZIP2),
        "lzma": _zip(others, zipfile.ZIP_LZMA),
        "a record that unpacks to 400 MB": _model_with(zeros),
        "a record of a deep nest": _model_with(zlib.compress(b"[" * 500_000)),
        "a record of small things": _model_with(zlib.compress(b"[" + b"[]," * 170_000 + b"[]]")),
        "a record of 50 MB, stored in 12": _model_with(b"\0" * 11_000_000),
        "a history without an end": _record({**about, "history": about["history"] * 40}),
        "12 MB of nothing": bytes(12_000_000),
        "12 MB that begin as a zip": b"PK\3\4" + bytes(11_999_996),
        "nothing": b"",
    }


def _generated() -> SearchStrategy[bytes]:
    from hypothesis import strategies as st

    whole = with_record(SHIPPED.read(_RUN, _MODEL), _run())
    names = st.sampled_from((_MODEL, SUMS_FILE, "config.json", "a" * 300, *TEXTS)) | st.text(max_size=12)
    content = st.binary(max_size=60) | st.just(_files()[_MODEL]) | st.integers(0, 300_000).map(bytes)
    how = st.sampled_from((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    files = st.lists(st.tuples(names.filter(_can_be_written), content), max_size=4)
    made = st.builds(_zip, files, how, sums=st.booleans())
    edges = st.integers(0, 2**32 - 1) | st.sampled_from((0, 1, 40, 41, 0xFFFF, 2**31, 2**32 - 1))
    claims = st.builds(_claiming, made | st.just(taken_home()), st.integers(0, 40), edges)
    records = (mutated(_small_record()) | anything()).map(_record)
    return made | claims | records | records | damaged(st.just(taken_home())) | damaged(st.just(whole))


def _small_record() -> Any:
    about = run_to_dict(_run())
    return {**about, "history": about["history"][:3], "config": {**about["config"], "epochs": 10}}


def _can_be_written(name: str) -> bool:
    try:
        name.encode()
    except UnicodeError:
        return False
    return len(name) < 60_000


def _claiming(file: bytes, which: int, value: int) -> bytes:
    """Return a zip file one of whose numbers is another."""
    changed = bytearray(file)
    places = [(kind, len(file) - 22 + offset) for kind, offset in _FIELDS]
    for mark, offsets in _SIZES.items():
        if (start := file.find(mark)) >= 0:
            places += [("<I" if offset in (18, 20, 22, 24, 42) else "<H", start + offset) for offset in offsets]
    kind, place = places[which % len(places)]
    if 0 <= place <= len(file) - 4:
        struct.pack_into(kind, changed, place, value if kind == "<I" else value & 0xFFFF)
    return bytes(changed)


KIND = Kind(
    read=read,
    refusals=_REFUSALS,
    ordinary=taken_home,
    hand_made=_hand_made,
    generated=_generated,
    weight=0.18,
)
