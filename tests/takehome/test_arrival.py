"""A run that comes back in answers as before; what is not ours is refused, by name, before it costs anything."""

import io
import json
import struct
import subprocess
import threading
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from digitdemo.data.mnist import load_test_digits
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.shipped import SHIPPED
from digitdemo.runs.run import run_to_dict
from digitdemo.system import streamlit_settings
from digitdemo.takehome.arrival.archive import model_in
from digitdemo.takehome.arrival.bring import bring_in
from digitdemo.takehome.arrival.limits import MOST_MB
from digitdemo.takehome.arrival.record import read_record
from digitdemo.takehome.arrival.refusal import NotTaken
from digitdemo.takehome.model_file import with_record
from tests.conftest import PATIENCE

RUN = SHIPPED.load("linear")
MODEL = SHIPPED.read("linear", "model.tflite")


def files_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED, *more: tuple[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", how) as archive:
        for name, data in (*files.items(), *more):
            archive.writestr(name, data)
    return whole.getvalue()


@pytest.mark.parametrize("kind", ["zip", "tflite"])
def test_what_was_taken_home_comes_back_in_and_answers_as_before(linear_zip: bytes, kind: str):
    run, model = bring_in(linear_zip if kind == "zip" else files_of(linear_zip)["model.tflite"], "home")
    assert model == MODEL
    assert run.config == RUN.config
    assert run.id != "linear"
    assert run.history[:-1] == RUN.history[:-1]
    for name in ("train_accuracy", "validation_accuracy", "test_accuracy", "test_loss", "temperature"):
        source = (run, RUN) if name == "temperature" else (run.kept, RUN.kept)
        assert getattr(source[0], name) == pytest.approx(getattr(source[1], name), abs=1e-3), name
    images = load_test_digits()[0][:100]
    np.testing.assert_array_equal(Classifier(model).logits(images), Classifier(MODEL).logits(images))


def test_one_owner_brings_one_file_after_the_other(monkeypatch: pytest.MonkeyPatch):
    file, tried, ends = with_record(MODEL, RUN), threading.Event(), threading.Event()

    def trial(*_: object, **__: object) -> subprocess.CompletedProcess[bytes]:
        tried.set()
        ends.wait(PATIENCE)
        return subprocess.CompletedProcess([], 1, b"", b"")

    monkeypatch.setattr(subprocess, "run", trial)
    with ThreadPoolExecutor(1) as other_tab:
        first = other_tab.submit(bring_in, file, "first", "an owner")
        assert tried.wait(PATIENCE)
        with pytest.raises(NotTaken, match="second: another file of yours is being tried"):
            bring_in(file, "second", "an owner")
        ends.set()
        assert isinstance(first.exception(), NotTaken)
    with pytest.raises(NotTaken, match="cannot be run"):
        bring_in(file, "third", "an owner")


def test_its_accuracy_is_measured_not_believed():
    claimed = run_to_dict(RUN)
    claimed["history"][-1] |= {"test_accuracy": 1.0, "test_recall": [1.0] * 10}
    claimed["temperature"] = 9.0
    lying = read_record(json.dumps(claimed).encode(), "home")
    run, _ = bring_in(with_record(MODEL, lying), "home")
    assert run.kept.test_accuracy == pytest.approx(RUN.kept.test_accuracy, abs=1e-3)
    assert run.kept.test_recall != (1.0,) * 10
    assert run.temperature == pytest.approx(RUN.temperature, abs=1e-3)


def bomb(files: dict[str, bytes]) -> bytes:
    """A zip whose model has a gigabyte once it is unpacked, and says that it has little."""
    data = bytearray(zipped({**files, "model.tflite": bytes(20_000_000)}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.find(mark + b"")
        while place >= 0:
            if struct.unpack_from("<I", data, place + offset)[0] == 20_000_000:
                struct.pack_into("<I", data, place + offset, 1000)
            place = data.find(mark, place + 4)
    return bytes(data)


def crowded(files: dict[str, bytes]) -> bytes:
    return zipped(files, zipfile.ZIP_STORED, *((f"extra{number}", b"") for number in range(5000)))


def scrambled(files: dict[str, bytes]) -> bytes:
    data = bytearray(zipped(files, zipfile.ZIP_STORED))
    place = data.find(b"TFL3") + 500
    data[place : place + 10] = b"0123456789"
    return bytes(data)


HOSTILE = {
    "no zip": (lambda files: b"PK" + bytes(3000), "this is no zip file as digitdemo makes it"),
    "a comment behind it": (lambda files: zipped(files) + b"x", "this is no zip file as digitdemo makes it"),
    "thousands of files": (crowded, "files are not allowed; at most 40"),
    "a bomb": (bomb, "the zip file is damaged"),
    "a large model": (
        lambda files: zipped({**files, "model.tflite": bytes(13_000_000)}),
        "model.tflite with 13,000,000 bytes is not allowed; at most 12,000,000",
    ),
    "a way out": (lambda files: zipped({**files, "../../run.sh": b""}), "the file '../../run.sh' is not allowed"),
    "an absolute path": (lambda files: zipped({**files, "/etc/passwd": b""}), "the file '/etc/passwd' is not allowed"),
    "another name": (lambda files: zipped({**files, "<b>.html": b""}), "the file '<b>.html' is not allowed"),
    "no model": (
        lambda files: zipped({name: data for name, data in files.items() if name != "model.tflite"}),
        "model.tflite is missing",
    ),
    "other weights": (
        lambda files: zipped({**files, "model.tflite": MODEL}),
        "model.tflite is not what SHA256SUMS says of it",
    ),
    "no sums": (lambda files: zipped({**files, "SHA256SUMS": b"nothing"}), "SHA256SUMS is no list of SHA-256 sums"),
    "damaged": (scrambled, "the zip file is damaged"),
    "packed by bzip2": (lambda files: zipped(files, zipfile.ZIP_BZIP2), "is packed in another way"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_zip_that_is_not_ours_is_refused(linear_zip: bytes, kind: str):
    make, says = HOSTILE[kind]
    with pytest.raises(NotTaken) as refusal:
        model_in(make(files_of(linear_zip)), "home.zip")
    assert str(refusal.value).startswith("home.zip: ")
    assert says in str(refusal.value)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_a_file_twice_is_refused(linear_zip: bytes):
    files = files_of(linear_zip)
    with pytest.raises(NotTaken, match=r"model\.tflite is there twice"):
        model_in(zipped(files, zipfile.ZIP_DEFLATED, ("model.tflite", b"other")), "home.zip")


def test_what_may_be_brought_is_let_through():
    config = streamlit_settings()
    assert config["server"]["maxUploadSize"] == MOST_MB


def test_a_huge_or_strange_file_is_refused_at_once():
    with pytest.raises(NotTaken, match="12,000,001 bytes are not allowed; at most 12,000,000"):
        bring_in(bytes(12_000_001), "home.zip")
    for data in (b"", MODEL, b"\x80\x05pickle", with_record(MODEL, RUN)[:-1], with_record(MODEL, RUN)[1:]):
        with pytest.raises(NotTaken, match="there is no run of digitdemo in it"):
            bring_in(data, "home.tflite")


def test_a_record_that_unpacks_to_gigabytes_is_refused():
    import hashlib

    packer = zlib.compressobj(9)
    record = b"".join(packer.compress(bytes(1_000_000)) for _ in range(50)) + packer.flush()
    whole = MODEL + record
    tail = hashlib.sha256(whole).digest() + struct.pack("<I", len(record)) + b"digitdemo record"
    with pytest.raises(NotTaken, match="there is no run of digitdemo in it"):
        bring_in(whole + tail, "home.tflite")


def changed(**fields) -> dict:
    return {**run_to_dict(RUN), **fields}


RECORDS = {
    "deep": (b"[" * 100_000, "its record of the run cannot be read"),
    "a list": (b"[]", "its record of the run cannot be read (Expected `object`)"),
    "another config": (changed(config={"architecture": "resnet"}), "architecture: 'resnet' is not allowed"),
    "an unknown field": (changed(x=1), "unknown field `x`"),
    "no history": (changed(history=[]), "history"),
    "no epoch": (changed(history=run_to_dict(RUN)["history"][:1]), "0 of 4 epochs has no model.tflite"),
    "diverged": (changed(outcome="diverged"), "'diverged' after 4 of 4 epochs has no model.tflite"),
    "a time of ages": (
        changed(history=[{**record, "elapsed_seconds": 1e300} for record in run_to_dict(RUN)["history"]]),
        "elapsed_seconds 1e+300 is not allowed; at most 10,000,000",
    ),
    "very many parameters": (changed(parameters=10**15), "parameters 1e+15 is not allowed; at most 10,000,000"),
    "more epochs": (changed(config={**run_to_dict(RUN)["config"], "epochs": 2}), "4 of 2 epochs"),
}


@pytest.mark.parametrize("kind", RECORDS)
def test_a_record_that_is_not_ours_is_refused(kind: str):
    record, says = RECORDS[kind]
    with pytest.raises(NotTaken) as refusal:
        read_record(record if isinstance(record, bytes) else json.dumps(record).encode(), "home")
    assert says in str(refusal.value)
    assert len(str(refusal.value)) < 400


def test_what_a_stranger_wrote_is_not_shown():
    """Markdown in a reason would be shown as such, pictures from elsewhere and all."""
    shouted = changed(outcome="stopped", reason="![](http://example.org/x.png)", machine="<b>mine</b>")
    run = read_record(json.dumps(shouted).encode(), "home")
    assert run.reason == "stopped by hand after 4 of 4 epochs"
    assert run.machine == "brought in"
    layer = {"name": "<a href='http://example.org'>", "gradient": 1, "dead": 0, "moved": 1, "updated": 1}
    linked = changed()
    linked["history"][1] = {**linked["history"][1], "layers": [layer]}
    with pytest.raises(NotTaken, match="the layer name"):
        read_record(json.dumps(linked).encode(), "home")
