"""What the pages say where shipped files are missing or damaged, by AppTest, from the router."""

import logging
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from digitdemo.analysis import recorded
from digitdemo.data import mnist
from digitdemo.inference import shipped
from digitdemo.runs.folders import RunFolders
from digitdemo.system import ASSETS
from digitdemo.ui import resources
from tests.conftest import SEVEN
from tests.ui.conftest import ABOUT, CLASS, INSIDE, LESSONS, MISTAKES, PAGES, PLAY, VISIT, message, texts


@pytest.fixture
def assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped files, which the app reads in place of them, to be damaged."""
    copy = tmp_path / "assets"
    shutil.copytree(ASSETS, copy, ignore=shutil.ignore_patterns("*.png", "mnist.npz"))
    monkeypatch.setattr(shipped, "SHIPPED", RunFolders(copy / "models"))
    load = recorded.load_recorded
    monkeypatch.setattr(recorded, "load_recorded", lambda: load(copy / recorded.RECORDED.name))
    return copy


def flip_bytes(path: Path, count: int = 64) -> None:
    """Damage the middle of a file."""
    data = bytearray(path.read_bytes())
    start = len(data) // 2
    data[start : start + count] = (byte ^ 0xFF for byte in data[start : start + count])
    path.write_bytes(data)


def test_all_is_quiet_where_nothing_is_missing(at: AppTest, assets: Path):
    at.run()
    for page in PAGES:
        at.switch_page(page).run()
        assert "start the app again" not in texts(at)


def test_a_damaged_model_is_named_on_every_page_that_misses_it_and_the_others_answer(
    at: AppTest, assets: Path, caplog: pytest.LogCaptureFixture
):
    flip_bytes(assets / "models" / "fast" / "model.tflite")
    with caplog.at_level(logging.WARNING):
        at.run()
    assert "assets/models/fast" in caplog.text
    for page in PAGES:
        at.switch_page(page).run()
        said = [warning.value for warning in at.warning if "start the app again" in warning.value]
        assert len(said) == (page not in (LESSONS, CLASS, VISIT, ABOUT))
        assert all("The shipped model Fast CNN is missing or damaged" in text for text in said)
        assert all("The files are in the repository" in text for text in said)
    at.query_params.clear()  # as a link to the page does
    at.switch_page(PLAY)
    at.session_state["canvas"] = message(SEVEN)
    at.run()
    assert "All 4 models read 7" in texts(at)


@pytest.mark.parametrize("damage", [flip_bytes, Path.unlink])
def test_where_the_judge_is_missing_everything_counts_as_a_digit_and_the_pages_say_so(
    at: AppTest, assets: Path, damage
):
    damage(assets / "judge" / "model.tflite")
    at.run()
    at.switch_page(PLAY)
    at.session_state["canvas"] = message([(40.0 + 200 * (n % 2), 60.0 + 20 * n) for n in range(11)])
    at.run()
    assert "What tells digits from other signs is missing or damaged" in texts(at)
    assert "This doesn't look like a digit" not in texts(at)


@pytest.mark.parametrize("damage", [flip_bytes, Path.unlink])
def test_missing_records_are_named_on_the_page_of_lessons(at: AppTest, assets: Path, damage):
    damage(assets / recorded.RECORDED.name)
    at.run()
    at.switch_page(LESSONS).run()
    assert "The recorded experiments are missing or damaged and left out: restore assets/experiments.json.gz" in texts(
        at
    )
    at.query_params["lesson"] = "little-data"
    at.run()
    assert "The recorded experiments are missing" in texts(at)
    assert [button.label for button in at.button] == []  # nothing can be predicted
    assert "Try it in the Lab" in [link.proto.label for link in at.get("page_link")]


def test_where_no_file_can_be_checked_every_page_says_so_and_shows_what_there_is(at: AppTest, assets: Path):
    (assets / "SHA256SUMS").write_text("no sums")
    at.run()
    for page in (page for page in PAGES if page not in (CLASS, VISIT, ABOUT)):  # which ask no model
        at.switch_page(page).run()
        assert "cannot be checked for damage: restore assets/SHA256SUMS" in texts(at)
        assert "missing or damaged" not in texts(at)


def test_missing_images_are_named_where_they_would_be_shown(
    at: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(resources.digits, "load_test_digits", lambda: mnist.load_test_digits(tmp_path / "none.npz"))
    at.run()
    at.switch_page(PLAY).run()
    at.button(key="test_digit").click().run()
    for page in (PLAY, MISTAKES, INSIDE):
        at.switch_page(page).run()
        assert "The file assets/mnist.npz is missing or damaged. Restore it from the repository" in texts(at)
    assert caplog.text.count("the MNIST file is missing") == 1
