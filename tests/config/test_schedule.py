import pytest

from digitdemo.config.schedule import learning_rates
from digitdemo.config.train_config import TrainConfig


def test_one_cycle_rises_for_a_fifth_and_falls_to_nothing():
    values = learning_rates(TrainConfig(schedule="one-cycle", learning_rate=0.01), 100).tolist()
    assert max(values) == pytest.approx(0.01)
    assert values.index(max(values)) == 20
    assert values[0] == pytest.approx(0.0004)
    assert values[-1] == pytest.approx(0, abs=1e-5)
    assert values[20:] == sorted(values[20:], reverse=True)
    assert set(learning_rates(TrainConfig(schedule="constant", learning_rate=0.5), 100)) == {0.5}
