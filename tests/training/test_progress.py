import pytest

from digitdemo.training.progress import ProgressTracker


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
