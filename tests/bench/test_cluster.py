import pytest

from digitdemo.bench.cluster import LEARNERS, recorded_seconds, tables, waits


def test_learners_wait_for_as_many_trainings_as_there_are_before_them_and_not_at_all_with_a_trainer_each():
    found = waits([6.0], (1, 4, LEARNERS))
    one, four, each = found.values()
    assert one["worst"] == pytest.approx((LEARNERS - 1) * 6, abs=10)
    assert four["worst"] == pytest.approx((LEARNERS // 4) * 6, abs=10)
    assert (each["median"], each["worst"]) == (0, 0)
    assert all(row["scheduling_ms"] > 0 and row["most_trainers"] > 1 for row in found.values())


def test_the_page_says_what_was_measured():
    found = {
        "model": "fast",
        "trainings": 10,
        "overhead": {"local": 6.0, "cluster": 6.15, "more_s": 0.15, "share": 0.025},
        "throughput": {"1": {"per_minute": 9.0}, "2": {"per_minute": 10.8}},
        "waits": {"1000": {"median": 0.0, "worst": 1.25, "scheduling_ms": 2.5, "most_trainers": 2400}},
    }
    said = tables(found)
    assert "takes 6.00 s here and 6.15 s through scheduler and worker, at the median of 10: +0.15 s, +2.5%" in said
    assert "one trainer does 9.0 trainings a minute, two side by side 10.8: 1.20 times as many" in said
    assert "| 1,000 | 0.0 s | 1.2 s | 2.50 ms |" in said
    assert tables({"waits": found["waits"]}).startswith("| trainers |")


def test_without_a_measurement_the_recorded_one_is_taken():
    assert all(seconds > 1 for seconds in recorded_seconds())
