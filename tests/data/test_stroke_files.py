import json
from pathlib import Path

import numpy as np
import pytest

from digitdemo.cli import main
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.data.mnist import DataError
from digitdemo.data.stroke_files import read_stroke_file
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
        ('{"drawings": [{"label": 1, "strokes": [[[1, NaN]]]}]}', "not finite"),
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
def test_the_bench_scores_every_shipped_model(file: Path, tmp_path: Path, quick: bool, capsys):
    out, picture = tmp_path / "out.json", tmp_path / "mistakes.png"
    options = ["--quick"] if quick else []
    assert main(["bench", "drawings", str(file), *options, "--json", str(out), "--picture", str(picture)]) == 0
    results = json.loads(out.read_text(encoding="utf-8"))
    assert list(results["models"]) == list(ARCHITECTURES)
    for figures in results["models"].values():
        assert figures["n"] == 10 * 4 * 5
        assert figures["low"] <= figures["accuracy"] <= figures["high"]
    assert results["models"]["best"]["accuracy"] > 0.9
    assert set(results["details"]) == ({"strokes"} if quick else {"strokes", "pixels"})
    by_place = results["details"]["strokes"]["best"]["place"]
    assert set(by_place) == {"centre", "top left", "top right", "bottom left", "bottom right"}
    assert set(results["details"]["strokes"]["best"]["writer"]) == {"writer0", "writer1"}
    assert picture.exists()
    assert "writer writer1" in capsys.readouterr().out
