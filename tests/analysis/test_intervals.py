import pytest

from digitdemo.analysis.intervals import accuracy_interval, gap_interval, mean_interval, paired_interval


@pytest.mark.parametrize(
    ("accuracy", "n", "low", "high"),
    [(0.5, 10, 0.2366, 0.7634), (0.99, 10_000, 0.98786, 0.99177), (1.0, 100, 0.9630, 1.0), (0.0, 100, 0.0, 0.0370)],
)
def test_wilson_interval(accuracy: float, n: int, low: float, high: float):
    interval = accuracy_interval(accuracy, n)
    assert interval.low == pytest.approx(low, abs=1e-4)
    assert interval.high == pytest.approx(high, abs=1e-4)


@pytest.mark.parametrize(("accuracy", "n"), [(1.1, 10), (-0.1, 10), (0.5, 0)])
def test_impossible_accuracies_are_refused(accuracy: float, n: int):
    with pytest.raises(ValueError, match="need 0 to 1 of at least 1"):
        accuracy_interval(accuracy, n)


def test_newcombe_interval_of_a_difference():
    # Newcombe 1998, table II, example (a): 56/70 against 48/80 gives 0.0524 to 0.3339 with method 10.
    interval = gap_interval(56 / 70, 70, 48 / 80, 80)
    assert interval.low == pytest.approx(0.0524, abs=1e-4)
    assert interval.high == pytest.approx(0.3339, abs=1e-4)


def test_the_interval_of_a_mean_is_that_of_the_t_distribution():
    # Five values: standard deviation 0.0158, t of 4 degrees of freedom 2.776.
    found = mean_interval([0.01, 0.02, 0.03, 0.04, 0.05])
    assert (found.low, found.high) == pytest.approx((0.03 - 0.01963, 0.03 + 0.01963), abs=1e-5)
    with pytest.raises(ValueError, match="1 values: need at least 2"):
        mean_interval([0.01])


@pytest.mark.parametrize("counts", [(3, 3, 5), (0, 0, 0)])
def test_more_changes_than_images_have_no_paired_interval(counts: tuple[int, int, int]):
    with pytest.raises(ValueError, match="lost of"):
        paired_interval(*counts)
