import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitdemo.cli import main, ship
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.describe import default_in_words
from digitdemo.config.train_config import KNOBS
from digitdemo.data.mnist import load_mnist
from digitdemo.data.templates import pen_digit
from digitdemo.runs.folders import RunFolders
from digitdemo.runs.owners import owner_of
from digitdemo.runs.store import default_store
from tests.conftest import MLP, SEVEN, ink_of, run_of, side_by_side


def test_train_prints_a_row_per_epoch_and_saves_a_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    options = ["--architecture", "linear", "--epochs", "2", "--train-size", "500", "--output", str(tmp_path)]
    assert main(["train", *options]) == 0
    printed = capsys.readouterr().out
    (folder,) = tmp_path.iterdir()
    run = RunFolders(tmp_path).load(folder.name)
    assert f"{run.kept.test_accuracy:.2%}" in printed
    assert "Not trained enough" in printed
    assert (folder / "model.tflite").exists()
    Image.fromarray(load_mnist().x_test[0]).save(tmp_path / "seven.png")
    assert main(["classify", str(tmp_path / "seven.png"), "--model", str(folder)]) == 0
    assert folder.name in capsys.readouterr().out


def test_range_test_prints_where_the_loss_falls(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file, chart = tmp_path / "range.json", tmp_path / "range.html"
    options = ["--architecture", "linear", "--train-size", "1000", "--json", str(file), "--chart", str(chart)]
    assert main(["range-test", *options]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    results = json.loads(file.read_text(encoding="utf-8"))
    assert results["config"]["train_size"] == 1000
    assert len(results["curve"]["rates"]) == len(results["curve"]["losses"]) <= 100
    assert f"Suggested: {results['range']['suggested']:g}." in printed
    page = chart.read_text(encoding="utf-8")
    assert f"Suggested: {results['range']['suggested']:.1g}" in page
    assert "<script src=" not in page  # it loads nothing from elsewhere
    with pytest.raises(SystemExit):
        main(["range-test", "--learning-rate", "0.1"])  # that is what it finds


def test_share_makes_a_link_to_a_run_of_the_command_line_and_takes_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("DIGITDEMO_RUNS", str(tmp_path))
    store = default_store()
    store.save(run_of(MLP, id="by-nobody"), None)
    store.save(run_of(MLP, id="by-somebody"), None, owner_of("key"))
    folders = RunFolders(tmp_path)  # as an earlier version kept runs
    with folders.draft() as draft:
        folders.save(run_of(MLP, id="20260101-000000-mlp-abcdef"), draft)
    for run_id in ("by-nobody", "20260101-000000-mlp-abcdef"):
        assert main(["share", run_id]) == 0
        address, _, token = capsys.readouterr().out.splitlines()[-1].partition("=")
        assert address == "/lab?shared"
        assert store.shared(token) == run_id
        assert main(["share", run_id, "--stop"]) == 0
        assert store.shared(token) is None
    for refused in (["by-somebody"], ["../../etc"], ["by-nobody", "--stop"]):
        assert main(["share", *refused]) == 2
    store.close()


def test_classify_reads_a_picture_with_every_shipped_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    Image.fromarray(255 - ink_of(SEVEN)).save(tmp_path / "seven.png")
    assert main(["classify", str(tmp_path / "seven.png")]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [(row[0], row[1]) for row in rows if row and row[0] in ARCHITECTURES] == [(n, "7") for n in ARCHITECTURES]


def test_a_scribble_is_called_no_digit(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    scribble = [(40.0 + 200 * (n % 2), 40.0 + 20 * n) for n in range(11)]
    for name, stroke in (("scribble.png", scribble), ("seven.png", SEVEN)):
        Image.fromarray(255 - ink_of(stroke)).save(tmp_path / name)
        assert main(["classify", str(tmp_path / name)]) == 0
        assert ("This doesn't look like a digit" in capsys.readouterr().out) == (name == "scribble.png")


def test_digits_that_touch_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    rng = np.random.default_rng(1)
    ink = side_by_side(pen_digit(4, rng), pen_digit(2, rng), overlapping=12)
    Image.fromarray(255 - ink).save(tmp_path / "two.png")
    assert main(["classify", str(tmp_path / "two.png")]) == 0
    printed = capsys.readouterr().out
    assert "there are several digits: 4 2" in printed
    assert "Some touch: where one ends is a guess." in printed


def test_an_empty_picture_is_said_to_be_empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    Image.new("L", (50, 50), 255).save(tmp_path / "empty.png")
    assert main(["classify", str(tmp_path / "empty.png")]) == 0
    assert "The picture is empty" in capsys.readouterr().out


def test_export_writes_a_zip_with_the_pictures_that_the_app_drew_and_bring_in_takes_it(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("DIGITDEMO_RUNS", str(tmp_path / "kept"))
    options = ["--architecture", "linear", "--epochs", "1", "--train-size", "500", "--pen-drawings", "60"]
    assert main(["train", *options, "--output", str(tmp_path)]) == 0
    (folder,) = [path for path in tmp_path.iterdir() if "linear" in path.name]
    assert main(["export", str(folder), "--output", str(tmp_path / "home")]) == 0
    path = tmp_path / "home" / f"digitdemo-{folder.name}.zip"
    assert str(path) in capsys.readouterr().out
    with zipfile.ZipFile(path) as archive, np.load(io.BytesIO(archive.read("pen_drawings.npz"))) as drawings:
        assert drawings["images"].shape == (60, 28, 28)
    assert main(["bring-in", str(path)]) == 0
    run_id = capsys.readouterr().out.split()[-1]
    assert main(["share", run_id]) == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["train", "--epochs", "99"], "epochs: '99' is not allowed; give a whole number from 1 to 50"),
        (["train", "--architecture", "linear", "--dropout", "0.5"], "dropout: 0.5 is not allowed with"),
        (["classify", "nowhere.png"], "nowhere.png: no such file"),
        (["classify", "assets/icon.png", "--model", "nowhere"], "nowhere: no model.tflite"),
        (["bring-in", "assets/icon.png"], "icon.png: there is no run of digitdemo in it; give the zip file that you"),
        (["export", "nowhere"], "run nowhere: there is no run.json of it"),
        (["ship", "resnet"], "architecture: 'resnet' is not allowed; give one of linear, mlp, cnn, fast, best"),
        (["screenshots", "nowhere"], "page: 'nowhere' is not allowed; give one of play, lessons, lesson, study, lab"),
    ],
)
def test_bad_input_is_named_and_costs_exit_code_2(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]):
    assert main(arguments) == 2
    assert says in capsys.readouterr().err


def test_help_shows_the_defaults_of_the_recipes(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        main(["train", "--help"])
    shown = " ".join(capsys.readouterr().out.split())
    assert "Epochs: a whole number from 1 to 50; default 4 (mlp 3, fast 1, best 30) " in shown
    assert "default one-cycle " in shown
    for name in KNOBS:
        assert f"--{name.replace('_', '-')} VALUE" in shown
        assert f"default {default_in_words(name)} " in shown


def test_ctrl_c_keeps_the_curve_and_the_last_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    from digitdemo.training import loop

    def interrupted(config, **options):
        records = training_train(config, **options)
        yield next(records)
        yield next(records)
        raise KeyboardInterrupt

    training_train = loop.train
    monkeypatch.setattr(loop, "train", interrupted)
    monkeypatch.setenv("DIGITDEMO_RUNS", str(tmp_path))
    assert main(["train", "--architecture", "linear", "--train-size", "200"]) == 1
    store = default_store()
    (run_id,) = store.ids()
    run = store.load(run_id)
    assert (run.outcome, run.reason) == ("stopped", "stopped by hand after 1 of 4 epochs")
    assert f"Saved as {run_id}" in capsys.readouterr().out
    assert main(["classify", "assets/icon.png", "--model", run_id]) == 0
    assert run_id in capsys.readouterr().out


def test_shipping_writes_models_and_their_checksums_into_the_assets(monkeypatch: pytest.MonkeyPatch):
    made, summed = [], []
    monkeypatch.setattr(ship, "record_checksums", summed.append)
    monkeypatch.setattr(ship, "train_and_save", lambda config, store, run_id: made.append((run_id, store.root)))
    assert main(["ship", "linear", "cnn"]) == 0
    assert made == [("linear", ship.SHIPPED_MODELS), ("cnn", ship.SHIPPED_MODELS)]
    assert summed == ["models/linear", "models/cnn"]
