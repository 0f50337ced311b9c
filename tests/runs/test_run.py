"""The record of a run: what is read of it, what is refused, and which epoch is kept."""

import copy
import dataclasses
import json
import math
from pathlib import Path
from typing import Any

import pytest

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.folders import RunFolders
from digitdemo.runs.metrics import MOST_LAYERS, EpochMetrics, LayerSigns
from digitdemo.runs.run import (
    Ending,
    LearnedOwn,
    Outcome,
    Run,
    RunError,
    kept_record,
    run_from_dict,
    run_to_dict,
    stopped_reason,
)
from tests.conftest import RECORD, shipped_recording

HIDDEN = LayerSigns(name="dense 1", gradient=0.02, dead=0.25, moved=0.3, updated=0.1)
OUTPUT = LayerSigns(name="output", gradient=0.05, dead=None, moved=0.6, updated=None)
TRAINED = dataclasses.replace(
    RECORD,
    epoch=1,
    test_recall=(0.5,) * 10,
    validation_accuracy=0.9,
    validation_loss=0.3,
    validation_recall=(0.9,) * 10,
    train_images=10_000,
    test_images=10_000,
    validation_images=5_000,
    true_train_accuracy=0.8,
    step_loss=0.5,
    highest_step_loss=2.5,
    layers=(HIDDEN, OUTPUT),
)
RUN = Run(
    id="a-run",
    config=TrainConfig(architecture="mlp", dropout=0.2, patience=3),
    history=(RECORD, TRAINED),
    outcome="stopped",
    reason="by hand",
    machine="a machine",
    temperature=1.3,
    parameters=669_706,
)
NUMBERS = [  # of a record, none of which may be missing
    "train_accuracy",
    "train_loss",
    "test_accuracy",
    "test_loss",
    "seconds",
    "images_per_second",
    "elapsed_seconds",
]
LATER = [field.name for field in dataclasses.fields(EpochMetrics) if field.default is not dataclasses.MISSING]
HUGE = 10**400
DELETED = object()


def changed(path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """Return `RUN` as plain values, with `value` at `path`."""
    about = copy.deepcopy(run_to_dict(RUN))
    *way, last = path
    place: Any = about
    for step in way:
        place = place[step]
    if value is DELETED:
        del place[last]
    else:
        place[last] = value
    return about


def test_what_is_written_is_json_and_reads_as_the_same_run():
    assert run_from_dict("a-run", json.loads(json.dumps(run_to_dict(RUN), allow_nan=False))) == RUN


def test_what_a_run_has_learned_of_its_owners_drawings_is_written_where_there_is_something():
    own = dataclasses.replace(RUN, own=LearnedOwn(drawings=23, images=460, times=6))
    assert run_to_dict(own)["own"] == {"drawings": 23, "images": 460, "times": 6}
    assert run_from_dict("a-run", json.loads(json.dumps(run_to_dict(own)))) == own
    assert "own" not in run_to_dict(RUN)


def test_a_loss_that_is_no_number_is_written_as_null():
    nan = dataclasses.replace(TRAINED, validation_loss=math.nan)
    run = dataclasses.replace(RUN, history=(RECORD, nan, dataclasses.replace(nan, epoch=2, validation_loss=math.inf)))
    losses = [record.validation_loss for record in run_from_dict("a-run", run_to_dict(run)).history]
    assert losses == [None, None, None]


REFUSED: list[tuple[tuple[str | int, ...], Any]] = [
    *[(("history", 1, name), "much") for name in NUMBERS],
    *[(("history", 1, name), None) for name in NUMBERS],
    *[(("history", 1, name), True) for name in NUMBERS],
    *[(("history", 1, name), -0.1) for name in NUMBERS],
    *[(("history", 1, name), math.nan) for name in NUMBERS],
    *[(("history", 1, name), math.inf) for name in NUMBERS],
    *[(("history", 1, name), HUGE) for name in NUMBERS],
    *[(("history", 1, name), DELETED) for name in NUMBERS],
    *[
        (("history", 1, name), 1.01)
        for name in ("train_accuracy", "test_accuracy", "validation_accuracy", "true_train_accuracy")
    ],
    *[(("history", 1, "epoch"), value) for value in (None, "x", -1, 0.5, True, HUGE, DELETED)],
    *[
        (("history", 1, name), value)
        for name in ("train_images", "test_images", "validation_images")
        for value in (0, -1, "x", 0.5, HUGE)
    ],
    *[
        (("history", 1, name), value)
        for name in ("test_recall", "validation_recall")
        for value in (None, "x", ["x"] * 10, [0.5] * 9, [1.5] * 10, {})
    ],
    *[
        (("history", 1, name), value)
        for name in ("validation_loss", "step_loss", "highest_step_loss")
        for value in ("x", -1, math.nan, HUGE)
    ],
    *[(("history", 1, "layers"), value) for value in (None, "x", {}, [3], [{}])],
    (("history", 1, "layers"), [dataclasses.asdict(HIDDEN)] * (MOST_LAYERS + 1)),
    *[
        (("history", 1, "layers", 0, name), value)
        for name in ("gradient", "dead", "moved", "updated")
        for value in ("x", True, -0.1, math.nan, math.inf, HUGE, DELETED)
    ],
    (("history", 1, "layers", 0, "dead"), 1.01),
    *[(("history", 1, "layers", 0, "name"), value) for value in (None, 1, "", "x" * 1_000_000, DELETED)],
    (("history", 1, "layers", 0, "surprise"), 1),
    *[(("history", 1), value) for value in (None, "x", [], {})],
    *[(("history",), value) for value in (None, "x", {}, [], 3)],
    *[(("history", number, "epoch"), epoch) for number, epoch in ((0, 1), (1, 0), (1, 2))],
    (("history", 1, "surprise"), 1),
    (("config", "surprise"), 1),
    (("surprise",), 1),
    *[(("config", "learning_rate"), value) for value in (HUGE, "x", math.nan, 0, -1, [])],
    *[(("config", "epochs"), value) for value in (HUGE, "x", 0, 51, 1.5, True)],
    *[(("config", "architecture"), value) for value in ("resnet", 3, {})],
    *[(("config",), value) for value in (None, "x", [], DELETED)],
    *[(("outcome",), value) for value in (None, "won", 1, DELETED)],
    *[(("reason",), value) for value in (None, 1, DELETED)],
    *[(("machine",), value) for value in (None, 1, DELETED)],
    *[(("temperature",), value) for value in ("1", 0, -1, True, 1e9, HUGE, math.nan)],
    *[(("parameters",), value) for value in ("1", 0, -1, True, 1.5, HUGE)],
]


def case(path: tuple[str | int, ...], value: Any) -> str:
    shown = "huge" if value == HUGE else "deleted" if value is DELETED else str(value)
    return f"{'.'.join(map(str, path))}={shown[:12]}"


@pytest.mark.parametrize(("path", "value"), [pytest.param(*mutation, id=case(*mutation)) for mutation in REFUSED])
def test_a_value_that_no_run_has_is_refused_by_name(tmp_path: Path, path: tuple[str | int, ...], value: Any):
    about = changed(path, value)
    history = about.pop("history")
    write(tmp_path / "a-run", json.dumps(about), json.dumps(history))
    with pytest.raises(RunError, match="run a-run: cannot be read") as refusal:
        RunFolders(tmp_path).load("a-run")
    name = [step for step in path if isinstance(step, str)][-1]
    assert name in str(refusal.value)


def write(folder: Path, config: str, history: str) -> None:
    folder.mkdir()
    (folder / "config.json").write_text(config, encoding="utf-8")
    (folder / "history.json").write_text(history, encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "3", '"x"', "[" * 100_000, '{"config": {"epochs": 1' + "0" * 5000 + "}}", "\udcff"],
    ids=lambda text: text[:30],
)
@pytest.mark.parametrize("file", ["config.json", "history.json"])
def test_text_that_is_no_record_is_refused(tmp_path: Path, file: str, text: str):
    about = run_to_dict(RUN)
    history = about.pop("history")
    write(tmp_path / "a-run", json.dumps(about), json.dumps(history))
    (tmp_path / "a-run" / file).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(RunError, match="run a-run: cannot be read"):
        RunFolders(tmp_path).load("a-run")


def test_a_run_of_an_earlier_version_lacks_what_was_not_known_then():
    about = run_to_dict(RUN)
    for name in ("temperature", "parameters"):
        del about[name]
    assert all(about["history"][1][name] for name in LATER)
    for name in LATER:
        del about["history"][1][name]
    about["config"] = {"architecture": "mlp"}
    run = run_from_dict("a-run", about)
    assert (run.temperature, run.parameters) == (None, None)
    assert run.config == TrainConfig(architecture="mlp", beta2=0.999)
    assert run.history[1] == EpochMetrics(**{**dataclasses.asdict(RECORD), "epoch": 1})


def test_a_run_of_before_a_knob_was_trained_as_the_knob_has_it_and_not_as_the_recipe_has_it_now(
    monkeypatch: pytest.MonkeyPatch,
):
    about = run_to_dict(RUN)
    del about["config"]["beta2"]
    recipe = {**ARCHITECTURES["mlp"].recipe, "beta2": 0.95}
    monkeypatch.setitem(ARCHITECTURES, "mlp", dataclasses.replace(ARCHITECTURES["mlp"], recipe=recipe))
    assert run_from_dict("a-run", about).config.beta2 == 0.999
    about["config"]["beta2"] = 0.98
    assert run_from_dict("a-run", about).config.beta2 == 0.98


SHIPPED = {name: RunFolders(SHIPPED_MODELS).load(name) for name in ARCHITECTURES}
RECORDED = {"-".join(map(str, key)): run for key, run in shipped_recording().items()}


@pytest.mark.parametrize("name", [*SHIPPED, *RECORDED])
def test_shipped_and_recorded_runs_say_how_many_images_were_measured(name: str):
    run = (SHIPPED | RECORDED)[name]
    assert run_from_dict(run.id, run_to_dict(run)) == run
    for record in run.history:
        for accuracy, images in (
            (record.train_accuracy, record.train_images),
            (record.test_accuracy, record.test_images),
        ):
            assert images is not None
            assert accuracy * images == pytest.approx(round(accuracy * images), abs=1e-6)  # so many were right


EARLY = TrainConfig(architecture="linear", patience=2)


@pytest.mark.parametrize(
    ("losses", "kept"),
    [
        ([0.3, 0.2, 0.4], 2),
        ([0.2, 0.2], 1),
        ([0.0, 0.1], 1),
        ([math.nan, 0.4, 0.3], 3),
        ([0.4, math.nan, 0.5], 1),
        ([0.4, None, 0.3, None], 3),
        ([None, 0.4], 2),
        ([math.inf, 0.4], 2),
        ([-math.inf, 0.4], 2),
        ([math.nan, math.nan], 1),
        ([None, None], 1),
        ([math.inf, math.nan, None], 1),
        ([0.5], 1),
        ([], 0),
    ],
    ids=str,
)
def test_early_stopping_keeps_the_lowest_validation_loss_that_is_a_number(losses: list[float | None], kept: int):
    history = [RECORD, *(dataclasses.replace(RECORD, epoch=n, validation_loss=x) for n, x in enumerate(losses, 1))]
    history[0] = dataclasses.replace(RECORD, validation_loss=0.0)  # the untrained model is never chosen
    assert kept_record(EARLY, history).epoch == kept
    assert kept_record(dataclasses.replace(EARLY, patience=0), history).epoch == len(losses)


def test_the_reason_of_a_stopped_run():
    assert stopped_reason("stopped by hand", 2, 10) == "stopped by hand after 2 of 10 epochs"
    assert stopped_reason("stopped by hand", 0, 1) == "stopped by hand after 0 of 1 epoch"


@pytest.mark.parametrize(
    ("outcome", "reason", "sentence"),
    [
        ("finished", "", ""),
        ("stopped", "stopped by hand after 2 of 10 epochs", "Stopped by hand after 2 of 10 epochs."),
        ("diverged", "the loss was infinite", "The loss was infinite."),
        ("failed", "the disk is full", "Cut short: the disk is full."),
    ],
)
def test_an_ending_is_said_in_one_sentence(outcome: Outcome, reason: str, sentence: str):
    assert Ending(outcome=outcome, reason=reason).sentence == sentence
