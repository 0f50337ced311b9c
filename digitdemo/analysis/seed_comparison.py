"""Two configs compared by runs from the same seeds: whether they differ by more than other seeds would make."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass

from digitdemo.analysis.comparison import SEEDS, comparable
from digitdemo.analysis.intervals import Interval, mean_interval, show_points
from digitdemo.analysis.validation import validation_of
from digitdemo.runs.run import Run
from digitdemo.texts import mark, tr

_FEWEST = 3  # seeds: two may agree by accident, and then the interval of their mean is far too narrow


@dataclass(frozen=True, kw_only=True)
class SeedComparison:
    """Validation accuracies of two configs a and b, fractions, (n,) of each, from the same n `seeds`.

    `difference` is the mean of b minus a, `interval` its 95 % interval, None from one seed: what another one would
    change is then not known.
    """

    seeds: tuple[int, ...]
    a: tuple[float, ...]
    b: tuple[float, ...]
    difference: float
    interval: Interval | None

    @property
    def tells(self) -> bool:
        """Whether the seeds are enough to tell, and their interval excludes no difference at all."""
        if self.interval is None or len(self.seeds) < _FEWEST:
            return False
        return not self.interval.low <= 0 <= self.interval.high


def compare_seeds(runs_a: Iterable[Run], runs_b: Iterable[Run]) -> SeedComparison | None:
    """Return the comparison of two configs by runs that were trained to their end from the same seeds; None without.

    It goes by validation accuracy; runs that have none do not count. The interval is that of the paired t distribution
    with n - 1 degrees of freedom: how far the mean may lie from that of all seeds. Every seed has validation images of
    its own, the same for both configs, so that the choice of images is in the spread, too. No spread is taken for
    smaller than one image: seeds that agree to the last one are not proof of more.
    """
    by_seed_a, by_seed_b = (
        {run.config.seed: found for run in runs if comparable(run) and (found := validation_of(run))}
        for runs in (runs_a, runs_b)
    )
    seeds = sorted(by_seed_a.keys() & by_seed_b.keys())
    if not seeds:
        return None
    a, b = ([by_seed[seed] for seed in seeds] for by_seed in (by_seed_a, by_seed_b))
    differences = [after.accuracy - before.accuracy for before, after in zip(a, b, strict=True)]
    mean = statistics.mean(differences)
    interval = None
    if len(seeds) > 1:
        one_image = 1 / min(found.images for found in (*a, *b))
        interval = mean_interval(differences, least_deviation=one_image)
    return SeedComparison(
        seeds=tuple(seeds),
        a=tuple(found.accuracy for found in a),
        b=tuple(found.accuracy for found in b),
        difference=mean,
        interval=interval,
    )


def effect_sentence(found: SeedComparison) -> str:
    """Return what changing a into b does to validation accuracy, in points, and whether the seeds can tell."""
    difference = show_points(found.difference, signed=True)
    if found.interval is None:
        return tr(
            "From A to B: {difference} points on validation, from one seed. Cannot tell what changed it: how much "
            "another seed would change is not known. Train both from five seeds.",
            difference=difference,
        )
    effect = tr(
        "From A to B: {difference} points on validation, averaged over {n} seeds (95% interval: {low} to {high}).",
        difference=difference,
        n=len(found.seeds),
        low=show_points(found.interval.low),
        high=show_points(found.interval.high),
    )
    if found.tells:
        tells = tr("Seeds alone would look like this in fewer than 5% of such comparisons.")
    elif len(found.seeds) < SEEDS:
        tells = tr("Cannot tell: so few seeds do not show which is better. Train both from five seeds.")
    else:
        tells = tr(
            "Cannot tell: if one of them is better, then most likely by less than {most} points.",
            most=show_points(max(-found.interval.low, found.interval.high)),
        )
    return f"{effect} {tells}"


def spread_sentence(a: Run, b: Run) -> str:
    """Return how far two runs lie apart whose knobs are the same, in a sentence; the seeds may differ."""
    on_validation = [found.accuracy for run in (a, b) if (found := validation_of(run))]
    validated = len(on_validation) == 2
    accuracies = on_validation if validated else [run.kept.test_accuracy for run in (a, b)]
    apart = show_points(abs(accuracies[0] - accuracies[1]))
    if a.config.seed == b.config.seed:
        return tr(_SAME_SEED if validated else _SAME_SEED_ON_TEST, apart=apart)
    return tr(_OTHER_SEED if validated else _OTHER_SEED_ON_TEST, apart=apart)


_SAME_SEED = mark(
    "They are {apart} points apart on validation: on one machine, the same settings and seed give the same model."
)
_SAME_SEED_ON_TEST = mark(
    "They are {apart} points apart on test: on one machine, the same settings and seed give the same model."
)
_OTHER_SEED = mark(
    "They are {apart} points apart on validation, and nothing but the seed differs: no knob has made that."
)
_OTHER_SEED_ON_TEST = mark(
    "They are {apart} points apart on test, and nothing but the seed differs: no knob has made that."
)
