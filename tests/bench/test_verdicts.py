import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from digitdemo.bench.verdict_cases import CASES
from digitdemo.bench.verdicts import measure_rows, shares
from digitdemo.bench.verdicts_page import PAGE, measured_part
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run import Run
from digitdemo.system import PROJECT
from tests.analysis.conftest import run_with

RESULTS = PROJECT / "benchmarks" / "results" / "verdicts.json"


def test_there_are_enough_cases_and_each_cause_has_more_than_one_network_and_both_schedules():
    assert len(CASES) >= 80
    assert len({case.config(0) for case in CASES}) == len(CASES)
    networks, schedules = defaultdict(set), defaultdict(set)
    for case in CASES:
        networks[case.intended].add(case.config(0).architecture)
        schedules[case.intended].add(case.config(0).schedule)
    assert all(len(names) > 1 for names in networks.values())
    assert all(len(names) == 2 for names in schedules.values())


class Trainer:
    """Gives every config the same curve but for its accuracies, as a function of the config."""

    def __init__(self, accuracies: dict[bool, tuple[float, float]]) -> None:
        self._accuracies = accuracies

    def run(self, config: TrainConfig) -> Run:
        train, test = self._accuracies[config.batch_size == 32]
        return run_with((0.1, 0.1), (train, test), validation=(0.1, test), **config.to_dict())


@pytest.mark.parametrize(
    ("before", "after", "right", "helped", "harmed"),
    [
        ((1.0, 0.9), (1.0, 0.92), 1.0, 1.0, 0.0),
        ((1.0, 0.9), (1.0, 0.85), 1.0, 0.0, 1.0),
        ((1.0, 0.9), (1.0, 0.898), 1.0, 0.0, 0.0),
    ],
)
def test_verdicts_are_counted_and_their_first_remedies_compared(
    before, after, right: float, helped: float, harmed: float
):
    case = next(case for case in CASES if case.intended == "overfitting" and case.knobs["architecture"] == "mlp")
    [row] = measure_rows([case], [0, 1], Trainer({False: before, True: after}))
    assert row["remedies"] == ["Batches of 32 images"] * 2
    found = shares([row])
    assert (found["right"], found["helped"], found["harmed"], found["opposite"]) == (right, helped, harmed, 0.0)


def test_an_opposite_verdict_is_counted_as_such():
    case = next(case for case in CASES if case.intended == "overfitting")
    [row] = measure_rows([case], [0], Trainer({False: (0.7, 0.7), True: (0.7, 0.7)}))
    assert shares([row])["opposite"] == 1.0


def test_the_page_has_what_was_measured_of_the_cases_that_there_are():
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    assert [row["knobs"] for row in results["cases"]] == [case.knobs for case in CASES]
    assert PAGE.read_text(encoding="utf-8").endswith(measured_part(results, results["machine"]))
    found = shares(results["cases"])
    assert {name: results[name] for name in found} == found


def test_the_recorded_figures_meet_their_bars():
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    assert results["right"] >= 0.9
    assert results["opposite"] == 0
    assert results["helped"] >= 0.9
    assert results["harmed"] == 0


def test_what_is_recorded_of_the_cases_that_are_not_measured_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from digitdemo.bench import verdicts

    def train(config: TrainConfig) -> Run:
        return run_with((0.1, 0.1), (0.5, 0.5), **config.to_dict())

    monkeypatch.setattr(verdicts, "train_run", train)
    monkeypatch.setattr(verdicts, "write_page", lambda results, machine: None)
    file = tmp_path / "verdicts.json"
    before = json.loads(RESULTS.read_text(encoding="utf-8"))
    file.write_text(json.dumps(before), encoding="utf-8")

    def measured(seeds: list[int]) -> list[dict[str, Any]]:
        options = argparse.Namespace(only=["no gradient"], seeds=seeds, keep=None, no_remedies=False, json=file)
        return verdicts.measure(options)["cases"]

    after = measured(before["seeds"])
    pairs = list(zip(before["cases"], after, strict=True))
    assert [old["knobs"] for old, _ in pairs] == [new["knobs"] for _, new in pairs]
    assert all((old == new) == (old["intended"] != "no gradient") for old, new in pairs)
    assert {row["intended"] for row in measured([7])} == {"no gradient"}


def test_runs_that_were_kept_are_not_trained_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from digitdemo.bench import verdicts

    trained = []

    def train(config: TrainConfig) -> Run:
        trained.append(config)
        return run_with((0.1, 0.1), (0.9, 0.9), **config.to_dict())

    monkeypatch.setattr(verdicts, "train_run", train)
    config = CASES[0].config(0)
    runs = [verdicts.Trained(tmp_path / "kept.jsonl").run(config) for _ in range(2)]
    assert trained == [config]
    assert runs[0].history == runs[1].history
