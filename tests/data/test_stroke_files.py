import json
from pathlib import Path

import numpy as np
import pytest

from digitdemo.bench.harness import beside, on_pages
from digitdemo.cli import main
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.data.canvas_message import WIDTH, drawing_of
from digitdemo.data.mnist import DataError
from digitdemo.data.preprocessing import preprocess_strokes
from digitdemo.data.stroke_files import (
    MOST_DRAWING_BYTES,
    StrokeDrawing,
    decode_strokes,
    encode_strokes,
    read_stranger_file,
    read_stroke_file,
    write_stroke_file,
)
from digitdemo.data.strokes import points_at, way_along
from digitdemo.data.templates import pen_digit


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rng = np.random.default_rng(11)
    drawings = [
        {
            "label": label,
            "writer": f"writer{label % 2}",
            "strokes": [stroke.round(1).tolist() for stroke in pen_digit(label, rng)],
        }
        for label in range(10)
    ]
    path = tmp_path / "drawings.json"
    path.write_text(json.dumps({"about": "of our own making", "drawings": drawings}), encoding="utf-8")
    return path


def test_drawings_are_read(file: Path):
    drawings = read_stroke_file(file)
    assert [drawing.label for drawing in drawings] == list(range(10))
    assert drawings[3].writer == "writer1"
    assert all(stroke.shape[1] == 2 for drawing in drawings for stroke in drawing.strokes)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read"),
        ("[", "not a file of drawings"),
        ("{}", "not a file of drawings"),
        ('{"drawings": []}', "there are no drawings"),
        ('{"drawings": [{"label": 10, "strokes": [[[1, 2]]]}]}', "drawing 0: label 10 is not allowed; give 0 to 9"),
        ('{"drawings": [{"label": 1, "strokes": []}]}', "drawing 0: no strokes"),
        ('{"drawings": [{"label": 1, "strokes": [[[1, NaN]]]}]}', "not a file of drawings"),
        ('{"drawings": [{"label": 1, "strokes": [[[1, 1e999]]]}]}', "not a file of drawings"),
        ('{"drawings": [{"label": 1, "strokes": [[1, 2]]}]}', "not a file of drawings"),
    ],
)
def test_other_files_are_refused_with_a_reason(tmp_path: Path, content: str | None, says: str):
    path = tmp_path / "bad.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=says):
        read_stroke_file(path)


@pytest.mark.parametrize("quick", [True, False])
def test_the_bench_scores_every_shipped_model(
    file: Path, tmp_path: Path, quick: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(beside, "ROWS", 5)
    monkeypatch.setattr(on_pages, "PAGES", 5)
    given = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({"drawings": given["drawings"][:3]}), encoding="utf-8")
    out, picture = tmp_path / "out.json", tmp_path / "mistakes.png"
    options = ["--quick"] if quick else []
    assert main(["bench", "drawings", str(file), *options, "--json", str(out), "--picture", str(picture)]) == 0
    results = json.loads(out.read_text(encoding="utf-8"))
    assert list(results["models"]) == list(ARCHITECTURES)
    for figures in results["models"].values():
        assert figures["n"] == 3 * 4 * 5
        assert figures["low"] <= figures["accuracy"] <= figures["high"]
    assert results["models"]["best"]["accuracy"] > 0.9
    assert set(results["details"]) == ({"strokes"} if quick else {"strokes", "pixels"})
    assert list(results["several"]["told apart"]) == list(beside.KINDS)
    assert list(results["several"]["found on pictures"]) == list(on_pages.KINDS)
    by_place = results["details"]["strokes"]["best"]["place"]
    assert set(by_place) == {"centre", "top left", "top right", "bottom left", "bottom right"}
    assert set(results["details"]["strokes"]["best"]["writer"]) == {"writer0", "writer1"}
    assert picture.exists()
    assert "writer writer1" in capsys.readouterr().out


def test_a_drawing_that_is_kept_looks_the_same_to_the_models():
    rng = np.random.default_rng(5)
    for digit in range(10):
        strokes = drawing_of([stroke / 100 * WIDTH for stroke in pen_digit(digit, rng)]).strokes
        data = encode_strokes(strokes)
        assert len(data) < MOST_DRAWING_BYTES / 2
        before, after = (preprocess_strokes(each, WIDTH).image for each in (strokes, decode_strokes(data)))
        assert np.abs(before.astype(int) - after).max() < 40


def test_what_is_written_for_a_visitor_is_read_again_as_it_was():
    strokes = np.array([[20.5, 30.0], [200.0, 210.0]]), np.array([[5.0, 5.0]])
    given = [StrokeDrawing(3, "", strokes, held_out=True), StrokeDrawing(4, "me", strokes[:1])]
    found = read_stranger_file(write_stroke_file(given, "about"), "mine.json")
    for before, after in zip(given, found, strict=True):
        assert (after.label, after.writer, after.held_out) == (before.label, before.writer, before.held_out)
        assert [stroke.tolist() for stroke in after.strokes] == [stroke.tolist() for stroke in before.strokes]


def test_what_was_kept_before_is_the_same_when_it_comes_back():
    """Each of a visitor's own drawings was there twice once their file had been opened again."""
    rng = np.random.default_rng(1)
    for number in range(60):
        strokes = [interpolated + rng.normal(0, 0.4, interpolated.shape) for interpolated in dense(number % 10, rng)]
        kept = encode_strokes(strokes)
        file = write_stroke_file([StrokeDrawing(number % 10, "", decode_strokes(kept))], "mine")
        (again,) = read_stranger_file(file, "mine.json")
        assert encode_strokes(again.strokes) == kept


def dense(digit: int, rng: np.random.Generator) -> list[np.ndarray]:
    """A digit's strokes with a point in every unit, as a slow pen sends them."""
    ways = [(stroke, way_along(stroke)) for stroke in pen_digit(digit, rng)]
    return [points_at(np.arange(0, way[-1], 1.0), stroke, way) for stroke, way in ways]


def test_a_file_of_another_device_is_brought_to_the_canvas():
    data = json.dumps({"drawings": [{"label": 1, "strokes": [[[0, 0, 7], [0.1, 0.4, 8]]]}]}).encode()
    ((stroke,),) = [drawing.strokes for drawing in read_stranger_file(data, "mine.json")]
    assert stroke.tolist() == [[115.0, 40.0], [165.0, 240.0]]


def file_of(strokes: object, count: int = 1) -> bytes:
    return json.dumps({"drawings": [{"label": 1, "strokes": strokes}] * count}).encode()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"x" * 4_500_001, "mine.json: 4,501 kB are too many; at most 4,500 kB"),
        (b"[" * 100_000, "mine.json: not a file of drawings"),
        (b'{"drawings": 5}', "not a file of drawings"),
        (
            '{"drawings": [{"label": 1, "writer": "J\xfcrgen", "strokes": [[[1, 2], [3, 4]]]}]}'.encode("latin-1"),
            "mine.json: not a file of drawings",
        ),
        (b"[]", "not a file of drawings"),
        (b'{"drawings": ["x"]}', "not a file of drawings"),
        (b"\xff\xfe", "not a file of drawings"),
        (b'{"area": 0, "drawings": [{"label": 1, "strokes": [[[1, 2]]]}]}', "area: give a number from 1"),
        (file_of([[[1, 2]]], 501), "501 drawings are too many; at most 500"),
        (file_of([[[1, 10**400]]]), "not a file of drawings"),
        (file_of([[[[1, 2]]]]), r"a point is \[x, y\]"),
        (file_of([[[1, 20_000]]]), "drawing 0: a point lies farther away than 10,000"),
        (file_of([[[1, 2]]] * 1001), "drawing 0: 1,001 strokes are too many; at most 1,000"),
        (file_of([[[1, 2]] * 10_001]), "drawing 0: 10,001 points are too many; at most 10,000"),
        (file_of([[]] * 500_000), "drawing 0: 2,000 kB are too many; at most 500 kB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_stranger_sends_is_refused_with_what_is_allowed(data: bytes, says: str):
    with pytest.raises(DataError, match=says):
        list(read_stranger_file(data, "mine.json"))
