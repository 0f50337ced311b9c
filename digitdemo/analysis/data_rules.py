"""The rules on what is wrong with the images: their labels, their number by digit, or those it is tested on."""

from __future__ import annotations

import numpy as np

from digitdemo.analysis.evidence import Evidence
from digitdemo.analysis.finding import Found, grade_of
from digitdemo.analysis.intervals import gap_interval
from digitdemo.analysis.sample_sizes import measured_images
from digitdemo.runs.run import Run
from digitdemo.texts import tr

# Test images (right labels) surely read better than training images by this much: the training labels are to blame.
_NOISY_GAP = 0.02
# Accuracy on new images that fell this far from its best, while train rose: something wrong was learned by heart.
_FALLEN = 0.03
# Rare digits surely read worse than the others by this much; rare is a digit with at most half of its images.
_IMBALANCED_GAP = 0.02
_RARE_SHARE = 0.5
# Validation images surely read better than test images by this much: the test images are of another kind.
_TEST_GAP = 0.02


def noisy_labels(run: Run, evidence: Evidence) -> Found | None:
    told, test, kept = evidence.train, evidence.test, run.kept
    if evidence.gap.high < -_NOISY_GAP:
        return Found(
            "noisy labels suspected",
            tr(
                "it reads {test:.1%} of new images right, but only {train:.1%} of its own training images, which "
                "should be easier. Some of their labels are probably wrong.",
                test=test,
                train=told,
            ),
            grade_of(-evidence.gap.high, _NOISY_GAP),
        )
    if kept.true_train_accuracy is not None and told - kept.true_train_accuracy > _NOISY_GAP:
        return Found(
            "noisy labels suspected",
            tr(
                "it gives {told:.1%} of its training images the label that it was told, but only {true:.1%} the true "
                "one. It has learned wrong labels by heart, and reads {test:.1%} of new images right.",
                told=told,
                true=kept.true_train_accuracy,
                test=test,
            ),
            grade_of(told - kept.true_train_accuracy, _NOISY_GAP),
        )
    return _unlearned(run, evidence)


def _unlearned(run: Run, evidence: Evidence) -> Found | None:
    """Return that the model read new images surely better in an earlier epoch, if it did."""
    if evidence.gave_up:
        return None
    on_validation = [record.validation_accuracy for record in evidence.history]
    if None in on_validation or run.kept.validation_images is None:
        if run.config.test_noise or run.config.test_shift:
            return None
        images, on_new = measured_images(run)[1], [record.test_accuracy for record in evidence.history]
    else:
        images, on_new = run.kept.validation_images, [value for value in on_validation if value is not None]
    best = int(np.argmax(on_new))
    fallen = gap_interval(on_new[best], images, on_new[-1], images).low
    if fallen <= _FALLEN or evidence.train <= evidence.history[best].train_accuracy:
        return None
    return Found(
        "noisy labels suspected",
        tr(
            "it read {best:.1%} of new images right after epoch {epoch} and reads {now:.1%} now, while train accuracy "
            "rose to {train:.1%}. It learns by heart what is wrong for new images: wrong labels, perhaps.",
            best=on_new[best],
            epoch=best,
            now=on_new[-1],
            train=evidence.train,
        ),
        grade_of(fallen, _FALLEN),
    )


def imbalance(run: Run, evidence: Evidence) -> Found | None:
    rare = sorted(map(int, run.config.rare_digits))
    kept = run.kept
    if not rare or len(rare) == 10 or run.config.rare_share >= _RARE_SHARE or not kept.test_recall:
        return None
    recall = np.array(kept.validation_recall or kept.test_recall)
    theirs, others = float(recall[rare].mean()), float(np.delete(recall, rare).mean())
    images = (kept.validation_images if kept.validation_recall else None) or measured_images(run)[1]
    share = images * len(rare) // 10
    worse = gap_interval(others, images - share, theirs, share)
    if worse.low <= _IMBALANCED_GAP:
        return None
    return Found(
        "imbalanced",
        tr(
            "it reads {theirs:.1%} of the rare digits ({digits}) right, and {others:.1%} of the others. It has seen "
            "too few of the rare ones.",
            theirs=theirs,
            digits=", ".join(map(str, rare)),
            others=others,
        ),
        grade_of(worse.low, _IMBALANCED_GAP),
    )


def other_test_images(run: Run, evidence: Evidence) -> Found | None:
    kept = run.kept
    if kept.validation_accuracy is None or kept.validation_images is None:
        if not (run.config.test_noise or run.config.test_shift):
            return None
        known, known_images = kept.train_accuracy, measured_images(run)[0]
    else:
        known, known_images = kept.validation_accuracy, kept.validation_images
    worse = gap_interval(known, known_images, kept.test_accuracy, measured_images(run)[1]).low
    if worse <= _TEST_GAP:
        return None
    return Found(
        "test images differ",
        tr(
            "the model reads {known:.1%} of images like its training images right that it had never seen, but only "
            "{test:.1%} of the test images.",
            known=known,
            test=kept.test_accuracy,
        ),
        grade_of(worse, _TEST_GAP),
    )
