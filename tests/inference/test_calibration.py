import numpy as np
import pytest

from digitdemo.inference.calibration import calibration_error, fit_temperature, reliability, softmax


@pytest.fixture
def world() -> tuple[np.ndarray, np.ndarray]:
    """Logits and labels drawn from just these probabilities: no temperature is needed."""
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, (20_000, 10))
    labels = (softmax(logits).cumsum(1) > rng.random((20_000, 1))).argmax(1)
    return logits, labels


@pytest.mark.parametrize("factor", [0.3, 1.0, 4.0])
def test_the_temperature_undoes_what_made_a_model_too_sure_or_too_shy(world, factor: float):
    logits, labels = world
    assert fit_temperature(logits * factor, labels) == pytest.approx(factor, rel=0.03)


def test_at_that_temperature_ninety_percent_means_ninety_percent(world):
    logits, labels = world
    overconfident = 4 * logits
    assert calibration_error(softmax(overconfident), labels) > 0.2
    calibrated = softmax(overconfident, fit_temperature(overconfident, labels))
    assert calibration_error(calibrated, labels) < 0.015
    (bin_,) = reliability(calibrated, labels, (0.85, 0.95, 1.01))[:1]
    assert bin_.accuracy == pytest.approx(bin_.confidence, abs=0.03)


def test_a_model_that_is_always_right_stays_finite():
    labels = np.arange(10)
    assert fit_temperature(10 * np.eye(10), labels) == pytest.approx(0.05, rel=0.01)
    assert fit_temperature(-10 * np.eye(10), labels) == pytest.approx(20, rel=0.01)


def test_bins_count_every_answer_once(world):
    logits, labels = world
    bins = reliability(softmax(logits), labels)
    assert sum(b.count for b in bins) == len(labels)
    assert sum(b.count * b.accuracy for b in bins) == pytest.approx((logits.argmax(1) == labels).sum())


def test_no_images_are_refused():
    with pytest.raises(ValueError, match="labels: "):
        fit_temperature(np.zeros((0, 10)), np.zeros(0, int))
