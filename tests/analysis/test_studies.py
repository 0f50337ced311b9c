"""What the studies say is what was recorded, and their parts belong together."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from digitdemo.analysis.studies import STUDIES, STUDY_GROUPS
from digitdemo.analysis.studies.power_law import PowerLaw, fitted
from digitdemo.analysis.studies.recorded import FOLDER, Recorded, recorded_or_none, recorded_study
from digitdemo.analysis.studies.width import course
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.checksums import FILE
from digitdemo.runs.run import RunError
from digitdemo.system import ASSETS


def record_of(name: str) -> Recorded[Any]:
    return recorded_study(name, STUDIES[name].record)


def test_no_study_stands_in_two_groups():
    assert sum(map(len, STUDY_GROUPS.values())) == len(STUDIES)


@pytest.mark.parametrize("name", STUDIES)
def test_of_what_can_be_predicted_one_is_right_by_what_was_recorded(name: str):
    study, record = STUDIES[name], record_of(name)
    choices = study.choices(record.measured)
    assert [choice.right for choice in choices].count(True) == 1
    assert choices[study.right(record.measured)].right
    assert len({choice.label for choice in choices}) == 3


@pytest.mark.parametrize("name", STUDIES)
def test_what_came_out_is_said_with_figures_and_what_it_does_not_show(name: str):
    study, record = STUDIES[name], record_of(name)
    for text in (study.outcome(record.measured), study.see(record.measured)):
        assert any(letter.isdigit() for letter in text)
        assert "{" not in text
        assert "nan" not in text
    assert all((study.question, study.setting, study.ask, study.limits, study.think))
    assert bool(study.trains) == bool(study.train_label)
    TrainConfig(**study.lab)


@pytest.mark.parametrize("name", STUDIES)
def test_the_file_is_small(name: str):
    assert (ASSETS / FOLDER / f"{name}.json").stat().st_size < 100_000


def test_damage_is_noticed_and_what_is_missing_is_none(tmp_path: Path):
    name = next(iter(STUDIES))
    kind = STUDIES[name].record
    shutil.copy(ASSETS / FILE, tmp_path)
    (tmp_path / FOLDER).mkdir()
    path = Path(shutil.copy(ASSETS / FOLDER / f"{name}.json", tmp_path / FOLDER))
    assert recorded_study(name, kind, tmp_path) == record_of(name)
    path.write_text(path.read_text().replace("0.", "0.1", 1))
    with pytest.raises(RunError, match="differs"):
        recorded_study(name, kind, tmp_path)
    (tmp_path / FILE).unlink()
    path.write_text("{}")
    with pytest.raises(RunError, match="cannot be read"):
        recorded_study(name, kind, tmp_path)
    path.unlink()
    assert recorded_or_none(name, kind, tmp_path) is None


@pytest.mark.parametrize(
    ("errors", "shape"),
    [
        ((0.5, 0.3, 0.2), "down"),
        ((0.5, 0.3, 0.305, 0.29), "down"),
        ((0.5, 0.3, 0.4), "valley"),
        ((0.5, 0.3, 0.4, 0.395), "valley"),
        ((0.5, 0.3, 0.4, 0.25), "hump"),
    ],
)
def test_the_shape_of_errors_is_that_of_their_greatest_rise(errors: tuple[float, ...], shape: str):
    assert course(dict(enumerate(errors))) == shape


def test_a_power_law_is_found_where_there_is_one():
    law = PowerLaw(factor=2.0, exponent=0.5)
    found = fitted((images, law.at(images)) for images in (100, 400, 900))
    assert found.factor == pytest.approx(2.0)
    assert found.exponent == pytest.approx(0.5)
    assert found.at(10_000) == pytest.approx(0.02)
    assert found.fewer_with_twice_the_images == pytest.approx(1 - 2**-0.5)


@pytest.mark.parametrize("points", [[(100, 0.1), (100, 0.2)], [(100, 0.1), (200, 0.0)]])
def test_a_power_law_needs_errors_at_two_sizes(points: list[tuple[float, float]]):
    with pytest.raises(ValueError, match="power law"):
        fitted(points)
