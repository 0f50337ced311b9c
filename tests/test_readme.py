"""README's figures are those that are recorded, and its commands are those that exist."""

import json
import re
import statistics

import pytest

from digitdemo.cli import main
from digitdemo.runs import PROJECT

README = (PROJECT / "README.md").read_text(encoding="utf-8")
RESULTS = PROJECT / "benchmarks" / "results"


def test_accuracies_are_the_recorded_ones():
    recorded = json.loads((RESULTS / "accuracy.json").read_text(encoding="utf-8"))
    assert recorded["epochs"] == 10
    assert recorded["machine"] in README
    for model in recorded["models"].values():
        for values in (model["train_accuracy"], model["test_accuracy"]):
            assert f"{statistics.mean(values):.4f} ({min(values):.4f} to {max(values):.4f})" in README
        assert f"| {statistics.mean(model['seconds']):.0f} s |" in README


def test_memory_is_the_recorded_one_and_within_its_limits():
    recorded = json.loads((RESULTS / "memory.json").read_text(encoding="utf-8"))
    for name in ("web_rest_mb", "trainer_peak_mb"):
        assert f"| {recorded[name]:.0f} MB |" in README
    assert recorded["web_rest_mb"] <= recorded["web_limit_mb"] == 300
    assert recorded["trainer_peak_mb"] <= recorded["trainer_limit_mb"] == 1000


@pytest.mark.parametrize("command", sorted(set(re.findall(r"python -m digitdemo ([a-z]+(?: [a-z]+)?)", README))))
def test_commands_exist(command: str, capsys: pytest.CaptureFixture[str]):
    words = command.split()
    known = words if words[0] == "bench" and len(words) > 1 else words[:1]
    with pytest.raises(SystemExit) as end:
        main([*known, "--help"])
    assert end.value.code == 0
    assert "usage:" in capsys.readouterr().out
