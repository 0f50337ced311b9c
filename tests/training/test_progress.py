import pytest

from digitdemo.runs.metrics import Progress
from digitdemo.training.progress import ProgressTracker
from tests.conftest import Clock

# Steps of 128 images and seconds of each call of a training's first epoch, measured and rounded, and the seconds of
# the evaluation after it: of the GRU; of the CNN on cores that others used, too, from its first call on, which was the
# slowest; and of the CNN with a first call that traces its graph.
_GRU = [(1, 0.2), (1, 0.145), (1, 0.042), (2, 0.054), *[(3, 0.092)] * 7, (2, 0.082), (1, 0.08), (2, 0.08), (2, 0.07)]
_GRU += [(3, 0.08)] * 3
_CNN = [(1, 0.316), (2, 0.128), (1, 0.098), (1, 0.149), (1, 0.175), *[(2, 0.08)] * 5, *[(2, 0.1)] * 8]
_CNN += [(3, 0.11)] * 13
TIMES = {"gru": (_GRU, 1.4), "cnn": (_CNN, 4.2), "cnn-traced-late": ([(1, 2.3), *[(4, 0.1)] * 19], 0.5)}


def test_an_image_evaluated_counts_a_third_of_one_trained():
    reports = []
    tracker = ProgressTracker(2, 10, trained=900, evaluated=300, on_progress=reports.append)
    tracker.evaluation_report(0)(300)
    tracker.start()
    for epoch in (1, 2):
        tracker.report_training(epoch, 5, 1.5)
        tracker.report_training(epoch, 10, 3.0)
        report = tracker.evaluation_report(epoch)
        report(200)
        report(100)
    assert [report.fraction for report in reports] == pytest.approx(
        [0.225, 0.45, 0.45 + 1 / 30, 0.5, 0.725, 0.95, 0.95 + 1 / 30, 1.0]
    )
    assert [report.phase for report in reports[:4]] == ["training", "training", "evaluating", "evaluating"]
    assert {report.images_per_second for report in reports} == {300}


@pytest.mark.parametrize("name", TIMES)
def test_after_a_second_the_time_left_is_known_to_within_a_factor_of_two(name: str, clock: Clock):
    calls, evaluation = TIMES[name]
    steps, epochs, heard = sum(count for count, _ in calls), 4, []

    def hear(progress: Progress) -> None:
        heard.append((clock.now - begun, progress.seconds_left))

    tracker = ProgressTracker(epochs, steps, trained=128 * steps, evaluated=25_000, on_progress=hear, clock=clock)
    begun = clock.now
    tracker.start()
    for epoch in range(1, epochs + 1):
        done, epoch_begun = 0, clock.now
        for count, seconds in calls if epoch == 1 else calls[1:]:
            done += count
            clock.now += seconds
            tracker.report_training(epoch, done if epoch == 1 else done + calls[0][0], clock.now - epoch_begun)
        report = tracker.evaluation_report(epoch)
        for _ in range(5):
            clock.now += evaluation / 5
            report(5_000)
    whole = clock.now - begun
    assert heard[0][1] is None  # the first call tells nothing
    assert heard[-1][1] == pytest.approx(0.0)
    known = [(whole - elapsed, left) for elapsed, left in heard if elapsed >= 1.0 and left is not None]
    assert len(known) >= len(heard) - len(calls)
    for really, said in known:
        assert really / 2 - 0.1 < said < really * 2 + 0.1, (really, said)
