"""The verdict on a run: what is going on, the numbers that say so, how sure that is, and what to try."""

from dataclasses import dataclass

from digitdemo.analysis.difference import differing_knobs
from digitdemo.analysis.finding import Finding, Found, Grade
from digitdemo.analysis.findings import find
from digitdemo.analysis.intervals import Interval, accuracy_interval, gap_interval
from digitdemo.analysis.remedies import Try, remedies
from digitdemo.analysis.sample_sizes import measured_images
from digitdemo.analysis.validation import validation_of
from digitdemo.runs.run import Run
from digitdemo.texts import tr


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a run's curve says. Accuracies and the gap are fractions with 95 % intervals, None before epoch 1.

    `finding`, `sentence` and `grade` are the main finding's, `others` what stands beside it. `tries` are changes of
    knobs that may help, the likeliest first.
    """

    finding: Finding
    sentence: str
    grade: Grade = "clear"
    others: tuple[Found, ...] = ()
    tries: tuple[Try, ...] = ()
    gap: float = 0.0
    gap_interval: Interval | None = None
    test_interval: Interval | None = None


def diagnose(run: Run) -> Verdict:
    """Return the verdict on the model that `run` kept."""
    found, *others = find(run)
    trained = len(run.history) > 1
    train_images, test_images = measured_images(run)
    train, test = run.kept.train_accuracy, run.kept.test_accuracy
    return Verdict(
        finding=found.finding,
        sentence=found.sentence,
        grade=found.grade,
        others=tuple(others),
        tries=remedies(found.finding, run.config, more_epochs=run.kept.epoch == run.history[-1].epoch),
        gap=train - test if trained else 0.0,
        gap_interval=gap_interval(train, train_images, test, test_images) if trained else None,
        test_interval=accuracy_interval(test, test_images) if trained else None,
    )


def beside_example(run: Run, example: Run) -> str:
    """Return what `run` and the shipped run of its architecture read right, and what that leaves unknown, in words.

    Nothing is called better: that is one seed of each. Two seeds of one recorded experiment (assets/experiments.json)
    lie further apart than the choice of test images explains in nearly one of five pairs, and how far depends on the
    knobs. Both accuracies are those on validation images, or, where one of the two has
    none, on test images. Empty where that says nothing: it is the same run, was not trained, or would have to be
    compared on test images that were disturbed.
    """
    if run.config == example.config or len(run.history) < 2:
        return ""
    validated = validation_of(run), validation_of(example)
    if validated[0] and validated[1]:
        numbers = tr(
            "It reads {reads:.2%} of the validation images right; the ready-made one, with the default knobs, "
            "{expected:.2%}.",
            reads=validated[0].accuracy,
            expected=validated[1].accuracy,
        )
    elif run.config.test_noise or run.config.test_shift:
        return ""
    else:
        numbers = tr(
            "It reads {reads:.2%} of the test images right; the ready-made one, with the default knobs, "
            "{expected:.2%}.",
            reads=run.kept.test_accuracy,
            expected=example.kept.test_accuracy,
        )
    if not differing_knobs(run.config, example.config, seed=False):
        unknown = tr("Nothing but the seed differs: no knob has made that.")
    else:
        unknown = tr(
            "That is one seed of each, and how much another seed would change is not known: to find out, train five of "
            "each: Two runs, in the Lab."
        )
    return f"{numbers} {unknown}"
