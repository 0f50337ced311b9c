import re

import pytest

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.inference.shipped import load_shipped


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_what_is_expected_is_what_the_shipped_example_reached(name: str):
    kept = load_shipped().runs[name].kept
    reached = {"train": 100 * kept.train_accuracy, "test": 100 * kept.test_accuracy}
    claims = re.findall(r"(about|over) ([\d.]+)% on (train and on test|train|test)", ARCHITECTURES[name].expected)
    assert claims
    for kind, percent, where in claims:
        for side in re.findall("train|test", where):
            assert float(percent) <= reached[side] if kind == "over" else abs(float(percent) - reached[side]) < 0.5
