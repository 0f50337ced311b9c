import dataclasses

import numpy as np
import pytest

from digitdemo.analysis.range_test import LearningRange, RangeCurve, learning_range

RATES = np.geomspace(1e-6, 1, 100)


def curve(losses: np.ndarray, noise: float = 0.0, seed: int = 0) -> RangeCurve:
    grains = np.random.default_rng(seed).normal(0, noise, len(losses))
    return RangeCurve(rates=tuple(RATES[: len(losses)].tolist()), losses=tuple((losses + grains).tolist()))


def textbook(fall_at: float, rise_at: float) -> np.ndarray:
    """Return losses that fall from 2.3 to 0.3, half of it at the rate `fall_at`, and rise again behind `rise_at`."""
    fallen = 2.0 / (1 + (fall_at / RATES) ** 2)
    return 2.3 - fallen + 5 * np.maximum(0, np.log10(RATES / rise_at))


@pytest.mark.parametrize(("fall_at", "rise_at"), [(1e-4, 1e-2), (1e-3, 0.1), (1e-2, 0.2)])
@pytest.mark.parametrize("noise", [0.0, 0.1])
def test_the_loss_falls_from_where_it_begins_by_its_steepest_to_its_lowest(
    fall_at: float, rise_at: float, noise: float
):
    found = learning_range(curve(textbook(fall_at, rise_at), noise))
    assert found is not None
    assert fall_at / 6 < found.begins < fall_at
    assert fall_at / 2 < found.steepest < 2 * fall_at
    assert fall_at < found.lowest < 1.5 * rise_at
    assert found.begins < found.suggested < found.lowest
    assert not found.still_falling


def test_a_loss_that_falls_to_the_end_is_said_to_be_still_falling():
    found = learning_range(curve(textbook(0.1, 10)))
    assert found is not None
    assert found.still_falling
    assert "still falling" in found.sentence


@pytest.mark.parametrize(
    "losses",
    [
        np.full(100, 2.3),
        2.3 + np.linspace(0, 3, 100),
        2.3 + np.random.default_rng(0).normal(0, 0.1, 100),
        np.full(2, 2.3),
        np.zeros(0),
    ],
    ids=["flat", "rising", "noise", "two steps", "none"],
)
def test_where_the_loss_does_not_fall_nothing_is_suggested(losses: np.ndarray):
    assert learning_range(curve(losses)) is None


def test_smoothing_keeps_a_line_and_takes_most_of_the_noise():
    level = np.full(100, 1.0)
    assert curve(level).smoothed == pytest.approx(level)
    assert np.std(curve(level, noise=0.1).smoothed) < 0.05
    assert len(curve(level).smoothed) == 100


def test_a_longer_test_is_smoothed_over_as_many_decades():
    steps = 400
    rates = np.geomspace(1e-6, 1, steps)
    losses = np.where(rates < 1e-3, 2.0, 1.0)
    smoothed = np.array(RangeCurve(rates=tuple(rates), losses=tuple(losses)).smoothed)
    few = np.array(curve(np.where(RATES < 1e-3, 2.0, 1.0)).smoothed)
    assert np.interp(np.log(RATES), np.log(rates), smoothed) == pytest.approx(few, abs=0.08)


def test_a_range_is_said_in_one_sentence():
    found = LearningRange(begins=2.3e-4, steepest=1e-3, lowest=0.021, suggested=0.005, still_falling=False)
    assert found.sentence == (
        "The loss falls clearly from a learning rate of 0.0002 on and is lowest at 0.02. Suggested: 0.005."
    )
    assert "still falling" in dataclasses.replace(found, still_falling=True).sentence
