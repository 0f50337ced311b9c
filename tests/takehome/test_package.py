"""What a person takes home of a run is what the Lab shows of it."""

import csv
import dataclasses
import hashlib
import io
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import nbformat
import numpy as np
import pytest
from PIL import Image

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import TrainConfig
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.shipped import SHIPPED
from digitdemo.runs.folders import RunFolders
from digitdemo.runs.run import LearnedOwn, Run, run_to_dict
from digitdemo.takehome.card import model_card
from digitdemo.takehome.charts.canvas import Letters
from digitdemo.takehome.charts.curves import curves
from digitdemo.takehome.package import pack
from digitdemo.takehome.recipe.notebook import notebook
from digitdemo.takehome.recipe.program import script
from tests.conftest import RECORD, run_of
from tests.takehome.conftest import packed

RUN = SHIPPED.load("cnn")


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed("cnn"))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_file_is_what_the_list_of_sums_says(files: dict[str, bytes]):
    sums = dict(line.split()[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "SHA256SUMS"}


def test_models_and_record_are_those_of_the_run(files: dict[str, bytes]):
    assert files["model.keras"] == SHIPPED.read("cnn", "model.keras")
    assert files["model.tflite"].startswith(SHIPPED.read("cnn", "model.tflite"))
    Classifier(files["model.tflite"])  # with the record behind it
    record = {**json.loads(files["config.json"]), "history": json.loads(files["history.json"])}
    assert record == run_to_dict(RUN)


def test_the_table_has_a_row_an_epoch(files: dict[str, bytes]):
    rows = list(csv.DictReader(io.StringIO(files["history.csv"].decode())))
    assert [float(row["test_accuracy"]) for row in rows] == [record.test_accuracy for record in RUN.history]
    assert float(rows[-1]["validation_recall_3"]) == RUN.kept.validation_recall[3]
    assert rows[0]["step_loss"] == ""


@pytest.mark.parametrize("quantity", ["accuracy", "loss"])
def test_charts_can_be_opened_and_load_nothing(files: dict[str, bytes], quantity: str):
    svg = ET.fromstring(files[f"{quantity}.svg"])
    shown = [text for element in svg.iter() if (text := element.text)]
    last = f"{RUN.kept.test_accuracy:.2%}" if quantity == "accuracy" else f"{RUN.kept.test_loss:.4f}"
    assert f"test {last}" in shown
    assert (
        f"test, epoch 2: {getattr(RUN.history[2], f'test_{quantity}'):{'.2%' if quantity == 'accuracy' else '.4f'}}"
        in shown
    )
    picture = Image.open(io.BytesIO(files[f"{quantity}.png"]))
    assert picture.size == (1280, 720)
    assert len(np.unique(np.asarray(picture.convert("L")))) > 10
    page = files["charts.html"].decode()
    assert last in page
    assert not re.search(r"<script|src=|href=|url\(|@import", page)


def test_the_card_says_what_the_model_is_worth(files: dict[str, bytes]):
    card = files["model-card.md"].decode()
    for said in (
        "34,826 parameters",
        "| test, on the test images | 99.17% | 98.97% to 99.33% | 10,000 |",
        "| Dropout | `dropout` | 0.5 |",
        f"by the temperature {RUN.temperature:.3f}",
        "Expected calibration error in ten bins, on the first 2,000 test images",
        "## Recall by digit",
        "## Limits",
    ):
        assert said in card


def test_the_card_says_what_was_wrong_with_the_images_and_why_the_training_ended():
    config = TrainConfig(architecture="mlp", label_noise=0.2, rare_digits="17", test_noise=0.3)
    card = model_card(run_of(config, outcome="stopped", reason="stopped by hand after 1 of 3 epochs"), {}, None)
    assert "20% of the training labels were wrong, on purpose" in card
    assert "Of the digits 1, 7 only a share of 0.1 was used" in card
    assert "noise of 0.3" in card
    assert "stopped by hand after 1 of 3 epochs" in card


def test_what_only_its_owner_has_is_said_to_be_left_out():
    run = run_of(TrainConfig(architecture="mlp"), own=LearnedOwn(drawings=30, images=240, times=2))
    said = "240 images made of 30 drawings"
    assert said in " ".join(script(run).split())
    assert said in notebook(run)
    assert said in model_card(run, {}, None)


def test_tensorboard_reads_the_event_files(files: dict[str, bytes], tmp_path: Path):
    import tensorflow as tf
    from tensorflow.core.util.event_pb2 import Event

    (name,) = [name for name in files if name.startswith("tensorboard/test/events.out.tfevents.")]
    (tmp_path / "events").write_bytes(files[name])
    events = [Event.FromString(each.numpy()) for each in tf.data.TFRecordDataset(str(tmp_path / "events"))]
    assert events[0].file_version == "brain.Event:2"
    found = {(event.step, value.tag): value.simple_value for event in events for value in event.summary.value}
    expected = {
        (record.epoch, tag): pytest.approx(getattr(record, f"test_{tag}"), rel=1e-6)
        for record in RUN.history
        for tag in ("accuracy", "loss")
    }
    assert found == expected


CONFIGS = [
    *(TrainConfig(architecture=name) for name in ARCHITECTURES),
    TrainConfig(architecture="mlp", optimizer="adamw", batch_norm="on", activation="none", l2=0.001, dropout=0.2),
    TrainConfig(architecture="cnn", rare_digits="3", label_noise=0.1, test_shift=2, test_noise=0.1, patience=2),
    TrainConfig(architecture="vit", optimizer="sgd", schedule="constant", dropout=0.1, l2=0.001, pen_drawings=600),
]


def test_scripts_and_notebooks_are_well_written(tmp_path: Path):
    for number, config in enumerate(CONFIGS):
        run = run_of(config, outcome="stopped" if number % 2 else "finished")
        (tmp_path / f"train{number}.py").write_text(script(run), encoding="utf-8")
        book = nbformat.reads(notebook(run), as_version=4)
        nbformat.validate(book)
        first, *steps = [cell.source for cell in book.cells if cell.cell_type == "code"]
        assert "MNIST = None" in first
        assert all(step in script(run) for step in steps)
    for check in (
        ["check", "--select", "E,F,W,I,NPY", "--line-length", "120"],
        ["format", "--check", "--line-length", "120"],
    ):
        ruff = subprocess.run(
            [sys.executable, "-m", "ruff", *check, "--isolated", str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ruff.returncode == 0, ruff.stdout + ruff.stderr


def test_a_run_that_was_cut_short_before_it_learned_anything_can_be_taken_home(tmp_path: Path):
    store = RunFolders(tmp_path)
    noisy = TrainConfig(architecture="mlp", label_noise=0.2)
    with store.draft() as draft:
        store.save(Run(id="cut", config=noisy, history=(RECORD,), outcome="failed", reason="the app is ending"), draft)
    with zipfile.ZipFile(io.BytesIO(pack(store, "cut"))) as archive:
        assert {"model.keras", "model.tflite"}.isdisjoint(archive.namelist())
        assert "The training was not completed: the app is ending." in archive.read("model-card.md").decode()
        assert b"test 11.00%" in archive.read("accuracy.svg")


def test_where_labels_were_wrong_the_chart_has_the_accuracy_by_the_true_ones():
    run = run_of(TrainConfig(architecture="mlp", label_noise=0.2))
    kept = dataclasses.replace(run.kept, true_train_accuracy=0.93)
    shapes = curves(dataclasses.replace(run, history=(RECORD, kept)), "accuracy", "")
    assert "train, true labels 93.00%" in [shape.text for shape in shapes if isinstance(shape, Letters)]
