import pytest

from digitdemo.analysis.studies.damaged import Damage

DAMAGE = Damage(100, 95, lost={"blur": (0, 8, 12, 30, 60)}, gained={"blur": (1, 1, 1, 2, 0)})


def test_accuracies_are_those_of_the_images_as_they_are_and_what_changed():
    accuracies = [DAMAGE.accuracy("blur", level) for level in range(6)]
    assert accuracies == [0.95, 0.96, 0.88, 0.84, 0.67, 0.35]
    assert DAMAGE.fall("blur", 4) == pytest.approx(0.28)


def test_a_model_breaks_where_it_first_misreads_a_tenth_more():
    assert DAMAGE.breaks_at("blur") == 3
    assert Damage(100, 95, lost={"blur": (0, 10)}, gained={"blur": (0, 0)}).breaks_at("blur") is None


def test_the_interval_of_a_fall_is_that_of_the_same_images():
    interval = DAMAGE.fall_interval("blur", 2)
    # 7 -/+ (1.959964 * sqrt(9 - 49 / 100) + 1) images of 100
    assert (interval.low, interval.high) == pytest.approx((0.07 - 0.06718, 0.07 + 0.06718), abs=1e-4)
