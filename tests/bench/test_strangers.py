"""What strangers wrote is measured as the app reads it, and nothing of theirs is recorded but counts."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitdemo.analysis.intervals import accuracy_interval
from digitdemo.bench import strangers
from digitdemo.bench.strangers import asked as asked_module
from digitdemo.bench.strangers.asked import NONE, Asked, asked_of_arrays, asked_of_pictures
from digitdemo.bench.strangers.counts import counts_of
from digitdemo.bench.strangers.folder import TITLES
from digitdemo.bench.strangers.page import strangers_page
from digitdemo.bench.strangers.prepared import prepared_image, prepared_images
from digitdemo.bench.strangers.sheet import mistakes_of
from digitdemo.cli import main
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.data.mnist import load_test_digits
from digitdemo.data.model_input import input_from_picture
from digitdemo.data.pictures import read_picture_file
from digitdemo.data.preprocessing import preprocess_strokes
from digitdemo.data.stroke_files import StrokeDrawing, write_stroke_file
from digitdemo.data.templates import TRAINED_LETTERS, letter, pen_digit

WRITER = "a-stranger"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a few files of each kind, of our own making."""
    rng = np.random.default_rng(0)
    found = tmp_path / "given"
    pictures = found / "pictures"
    pictures.mkdir(parents=True)
    drawings = [StrokeDrawing(digit, WRITER, pen_digit(digit, rng)) for digit in range(10)]
    (found / "drawings.json").write_bytes(write_stroke_file(drawings, "of our own making"))
    signs = [[stroke.tolist() for stroke in letter(TRAINED_LETTERS, rng)] for _ in range(10)]
    entries = [{"kind": "letter", "label": "none", "strokes": strokes} for strokes in signs]
    (found / "nondigits.json").write_text(json.dumps(entries))
    images = np.stack([_ink(drawing) for drawing in drawings])
    np.savez(found / "ardis.npz", x=images, y=np.arange(10, dtype=np.uint8))
    rows = [
        ("file", "label", "kind"),
        *((f"{n}.png", str(n), "drawn") for n in range(3)),
        ("blank.png", "none", "blank"),
    ]
    for number in range(3):
        larger = 235 - np.kron(images[number] // 2, np.ones((6, 6), np.uint8))
        Image.fromarray(larger).save(pictures / f"{number}.png")
    Image.new("L", (100, 100), 235).save(pictures / "blank.png")
    with (pictures / "manifest.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    return found


def _ink(drawing: StrokeDrawing) -> np.ndarray:
    steps = preprocess_strokes(drawing.strokes, 100.0)
    assert steps is not None
    return steps.image


@pytest.fixture
def few_test_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    images, labels = load_test_digits()
    monkeypatch.setattr(asked_module, "load_test_digits", lambda: (images[:50], labels[:50]))


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the record is written, in place of the project's."""
    monkeypatch.setattr(strangers, "RESULTS", tmp_path / "strangers.json")
    monkeypatch.setattr(strangers, "PAGE", tmp_path / "strangers.md")
    monkeypatch.setattr(strangers, "record_studies", lambda names: None)
    return tmp_path / "strangers.json"


@pytest.mark.usefixtures("few_test_digits")
def test_one_command_measures_all_kinds_and_records_counts_alone(folder: Path, record: Path):
    sheet = record.with_name("sheet.png")
    assert main(["bench", "strangers", str(folder), "--record", "--sheet", str(sheet)]) == 0
    text = record.read_text(encoding="utf-8")
    results = json.loads(text)
    assert list(results["models"]) == list(ARCHITECTURES)
    for counts in results["models"].values():
        assert list(counts) == list(TITLES)
        for kind, n in {"test": 50, "drawings": 10, "pictures": 3, "ardis_raw": 10, "ardis": 10}.items():
            assert counts[kind]["right"]["n"] == n
        assert counts["no_digits"]["no digit"]["n"] == 10
        assert counts["pictures"]["no digit"] == {**counts["pictures"]["no digit"], "count": 1, "n": 1}
    right = results["models"]["best"]
    assert right["drawings"]["right"]["share"] >= 0.9
    assert right["pictures"]["right"]["share"] == 1.0
    assert right["no_digits"]["no digit"]["share"] >= 0.8
    with Image.open(sheet) as drawn:
        assert drawn.width > 1000
    page = record.with_name("strangers.md").read_text(encoding="utf-8")
    assert page == strangers_page(results)
    for theirs in (str(folder), folder.name + "/", WRITER, "blank", "letter\n", '.png"'):
        assert theirs not in text + page


@pytest.mark.usefixtures("few_test_digits")
def test_without_a_folder_the_page_is_made_of_what_is_recorded(folder: Path, record: Path):
    main(["bench", "strangers", str(folder), "--record"])
    page = record.with_name("strangers.md")
    written = page.read_text(encoding="utf-8")
    page.unlink()
    assert main(["bench", "strangers"]) == 0
    assert page.read_text(encoding="utf-8") == written
    record.unlink()
    assert main(["bench", "strangers"]) == 2


def test_pictures_and_arrays_are_measured_alone_and_recorded_nowhere(folder: Path, tmp_path: Path, record: Path):
    for name, given in (("pictures", folder / "pictures"), ("ardis", folder / "ardis.npz")):
        results = tmp_path / f"{name}.json"
        assert main(["bench", name, str(given), "--json", str(results), "--sheet", str(tmp_path / "a.png")]) == 0
        assert list(json.loads(results.read_text())["models"]) == list(ARCHITECTURES)
    kinds = json.loads((tmp_path / "pictures.json").read_text())["models"]["best"]["kinds"]
    assert {kind: list(counts) for kind, counts in kinds.items()} == {
        "drawn": ["right", "refused"],
        "blank": ["no digit", "no digit itself", "confident"],
    }
    assert not record.exists()


@pytest.mark.parametrize("missing", ["drawings.json", "pictures/manifest.csv", "ardis.npz", "nondigits.json"])
def test_a_folder_without_one_of_the_kinds_is_refused(folder: Path, missing: str, capsys: pytest.CaptureFixture[str]):
    (folder / missing).unlink()
    assert main(["bench", "strangers", str(folder)]) == 2
    assert "give one" in capsys.readouterr().err


def test_a_picture_is_read_as_the_app_reads_it_and_an_array_as_it_is_or_as_a_picture(folder: Path):
    asked = asked_of_pictures(folder / "pictures")
    model_input = input_from_picture(read_picture_file(folder / "pictures" / "1.png"))
    assert model_input is not None
    assert (asked.images[1] == model_input.image).all()
    assert asked.labels.tolist() == [0, 1, 2, NONE]
    assert asked.found.tolist() == [True, True, True, False]
    raw, prepared = (asked_of_arrays(folder / "ardis.npz", prepared=prepared) for prepared in (False, True))
    with np.load(folder / "ardis.npz") as arrays:
        assert (raw.images == arrays["x"]).all()
    assert prepared.images.shape == raw.images.shape
    assert (prepared.images != raw.images).any()


def test_many_are_prepared_by_several_processes_as_one_would(folder: Path):
    with np.load(folder / "ardis.npz") as arrays:
        images = np.concatenate([np.tile(arrays["x"], (6, 1, 1)), np.zeros((1, 28, 28), np.uint8)])
    *found, nothing = prepared_images(images, few=10)
    assert nothing is None
    assert len(found) == 60  # more than a process takes at once
    for number, image in enumerate(images[:10]):
        alone = prepared_image(image)
        assert alone is not None
        assert all(one is not None and (one == alone).all() for one in found[number::10])


def test_what_cannot_be_read_is_a_digit_missed_or_a_sign_refused(folder: Path):
    for name in ("0.png", "blank.png"):
        (folder / "pictures" / name).write_bytes(b"no picture")
    asked = asked_of_pictures(folder / "pictures")
    assert asked.found.tolist() == [False, True, True, False]
    sure = np.eye(10)[[0, 1, 2, 3]]
    counts = counts_of(sure, asked, ~asked.found)
    assert (counts["right"]["count"], counts["refused"]["count"]) == (2, 1)
    assert (counts["no digit"]["count"], counts["confident"]["count"]) == (1, 0)


def answered(labels: list[int]) -> Asked:
    n = len(labels)
    images = np.zeros((n, 28, 28), np.uint8)
    return Asked(images, np.array(labels), np.ones(n, bool), ("",) * n, ("",) * n, tuple(images))


def test_digits_are_right_or_refused_and_signs_refused_or_read_with_confidence():
    spread = np.full(10, 0.1)
    almost = np.where(np.arange(10) == 4, 0.95, 0.05 / 9)
    asked = answered([4, 4, 5, 5, NONE, NONE, NONE])
    probabilities = np.stack([np.eye(10)[4], spread, almost, spread, spread, almost, np.eye(10)[4]])
    refused = np.array([0, 1, 0, 1, 1, 1, 0], bool)
    counts = counts_of(probabilities, asked, refused)
    assert {what: (found["count"], found["n"]) for what, found in counts.items()} == {
        "right": (1, 4),
        "refused": (2, 4),
        "no digit": (2, 3),
        "no digit itself": (1, 3),
        "confident": (1, 3),
    }
    interval = accuracy_interval(0.25, 4)
    assert (counts["right"]["low"], counts["right"]["high"]) == (interval.low, interval.high)
    assert list(counts_of(almost[None], answered([4]), np.array([False]))) == ["right", "refused"]


def test_each_mistake_is_a_sentence_and_the_surest_comes_first():
    almost = np.where(np.arange(10) == 4, 0.95, 0.05 / 9)
    unsure = np.where(np.arange(10) == 2, 0.4, 0.6 / 9)
    probabilities = np.stack([almost, almost, np.eye(10)[7], np.full(10, 0.1), np.full(10, 0.1), unsure])
    refused = np.array([0, 0, 0, 1, 1, 1], bool)
    found = mistakes_of(probabilities, answered([4, 5, NONE, NONE, 3, 2]), refused)
    assert [mistake.sentence for mistake in found] == [
        "What is no digit is read as 7 with over 99.9%.",
        "A 5 is read as 4 with 95.0%.",
        "A 2 is refused: 2 with 40.0%.",
        "A 3 is read as 0 with 10.0%, and refused.",
    ]
