import dataclasses
import json
from pathlib import Path

import pytest

from digitdemo.bench import memory
from digitdemo.bench.harness.picture import ratios_chart
from digitdemo.bench.harness.rivals import Training
from digitdemo.bench.harness.time_to_accuracy import (
    in_words,
    median_ratio,
    median_seconds,
    seconds_of_fast,
    time_to_accuracy,
)
from digitdemo.cli import main
from digitdemo.config.train_config import TrainConfig
from tests.conftest import RECORD


class StubTrainer:
    """Stands for our trainer: every training takes two seconds and ends with the accuracy given for its seed."""

    def __init__(self, *accuracies: float) -> None:
        self.accuracies = accuracies

    def train(self, config: TrainConfig) -> Training:
        record = dataclasses.replace(RECORD, test_accuracy=self.accuracies[config.seed])
        return Training(first_step=0.1, records=[(2.0, record)], end=2.1)


class StubListing:
    """Stands for the listing in plain Keras: every training takes six seconds."""

    def __init__(self, *accuracies: float) -> None:
        self.accuracies = accuracies

    def ask(self, do: str, *, seed: int, **fields: object) -> dict[str, float]:
        return {"seconds": 6.0, "accuracy": self.accuracies[seed], "epochs": 1}


def test_the_ratio_is_that_of_the_seconds_to_the_target(capsys: pytest.CaptureFixture[str]):
    found = time_to_accuracy("mlp", [0, 1], StubTrainer(0.985, 0.981), StubListing(0.98, 0.982))
    assert (found["ours_s"], found["listing_s"], found["ratio"]) == (2.0, 6.0, 3.0)
    assert "mlp to 98% on test: ours 2.0 s, 2.0 s, the listing 6.0 s, 6.0 s, ratio 3.0" in capsys.readouterr().out


def test_a_listing_that_never_reaches_the_target_is_recorded_as_null_and_said(capsys: pytest.CaptureFixture[str]):
    found = time_to_accuracy("mlp", [0, 1], StubTrainer(0.985, 0.985), StubListing(0.97, 0.97))
    assert found["listing_every_seed_s"] == [None, None]
    assert (found["ours_s"], found["listing_s"], found["ratio"]) == (2.0, None, None)
    json.dumps(found, allow_nan=False)
    assert "the listing not reached, not reached, ratio not reached" in capsys.readouterr().out


def test_a_training_of_ours_that_never_reaches_the_target_is_recorded_as_null():
    found = time_to_accuracy("mlp", [0, 1], StubTrainer(0.97, 0.97), StubListing(0.99, 0.99))
    assert found["ours_every_seed_s"] == [None, None]
    assert (found["ours_s"], found["listing_s"], found["ratio"]) == (None, 6.0, None)


def test_the_fast_network_that_never_reaches_its_target_is_recorded_as_null(capsys: pytest.CaptureFixture[str]):
    trainer = StubTrainer(0.992, 0.98)
    trainings = [trainer.train(TrainConfig(architecture="fast", seed=seed)) for seed in (0, 1)]
    found = seconds_of_fast(trainings)
    assert found == {"target": 0.99, "seconds": [2.0, None], "test_accuracy": [0.992, 0.98]}
    assert "fast to 99% on test: 2.0 s, not reached; at the end 0.9920, 0.9800" in capsys.readouterr().out


def test_a_median_takes_what_is_not_reached_for_later_than_all_else():
    assert median_seconds([3.0, None, 1.0]) == 3.0
    assert median_seconds([3.0, None]) is None
    assert median_seconds([None, None, 1.0]) is None


def test_a_ratio_compares_the_seeds_that_both_trained_and_is_missing_where_one_did_not_arrive():
    assert median_ratio([1.0, 2.0, 9.0], [4.0, 4.0]) == 3.0
    assert median_ratio([1.0, None, 9.0], [4.0, 4.0]) is None


def test_seconds_in_words():
    assert (in_words(9.372), in_words(None)) == ("9.4 s", "not reached")


def test_the_picture_has_no_bar_where_a_target_was_not_reached():
    model = {
        "batch_32": {"ratio": 2.0},
        "batch_128": {"ratio": 3.0},
        "time_to_accuracy": {"target": 0.98, "ratio": None},
    }
    bars = {bar.name: bar for bar in ratios_chart({"models": {"mlp": model}}).data}
    assert bars["time to accuracy, defaults beside the listing"].y == (None,)
    assert bars["time to accuracy, defaults beside the listing"].text == ("",)
    assert bars["images/s, batch 32, beside plain Keras"].text == ("2.0",)


def test_no_benchmark_writes_a_number_that_json_has_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "memory.json"
    file.write_text('{"kept": true}', encoding="utf-8")
    monkeypatch.setattr(memory, "measure", lambda options: {"web_rest_mb": float("inf")})
    with pytest.raises(ValueError, match="not JSON compliant"):
        main(["bench", "memory", "--json", str(file)])
    assert json.loads(file.read_text(encoding="utf-8")) == {"kept": True}
