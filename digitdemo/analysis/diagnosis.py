"""The verdict on a run: what is going on, the numbers that say so, how sure that is, and what to try."""

from dataclasses import dataclass

from digitdemo.analysis.findings import Finding, find, gave_up_epochs, kept_gap
from digitdemo.analysis.intervals import Interval, accuracy_interval, gap_interval
from digitdemo.analysis.remedies import Try, remedies
from digitdemo.analysis.sample_sizes import measured_images
from digitdemo.runs.run import Run


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a run's curve says. Accuracies and the gap are fractions with 95 % intervals, None before epoch 1.

    `clear` says whether the evidence lies far beyond the threshold of its rule. `tries` are changes of knobs that may
    help, the likeliest first.
    """

    finding: Finding
    sentence: str
    clear: bool = True
    tries: tuple[Try, ...] = ()
    gap: float = 0.0
    gap_interval: Interval | None = None
    test_interval: Interval | None = None


def diagnose(run: Run) -> Verdict:
    """Return the verdict on the model that `run` kept."""
    found = find(run)
    trained = len(run.history) > 1
    return Verdict(
        finding=found.finding,
        sentence=found.sentence,
        clear=found.clear,
        tries=remedies(found.finding, run.config, more_epochs=not (trained and gave_up_epochs(run))),
        gap=run.kept.train_accuracy - run.kept.test_accuracy if trained else 0.0,
        gap_interval=kept_gap(run) if trained else None,
        test_interval=accuracy_interval(run.kept.test_accuracy, measured_images(run)[1]) if trained else None,
    )


def beside_example(run: Run, example: Run) -> str:
    """Return how far the test accuracy of `run` is from that of the shipped run of its architecture, in a sentence.

    Empty where that says nothing: it is the same run, was not trained, or was measured on disturbed test images.
    """
    if run.config == example.config or len(run.history) < 2 or run.config.test_noise or run.config.test_shift:
        return ""
    test, expected = run.kept.test_accuracy, example.kept.test_accuracy
    difference = gap_interval(test, measured_images(run)[1], expected, measured_images(example)[1])
    of = f"this architecture's example, which reads {expected:.2%} right with the default knobs"
    if difference.low <= 0 <= difference.high:
        return f"On test it is about as good as {of}."
    points, low, high = (100 * abs(value) for value in (test - expected, difference.low, difference.high))
    where = "below" if test < expected else "above"
    return (
        f"On test it is {points:.1f} points (95% interval: {min(low, high):.1f} to {max(low, high):.1f}) {where} {of}."
    )
