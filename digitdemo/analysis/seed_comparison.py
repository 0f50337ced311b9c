"""Two configs compared by runs from the same seeds: whether their test accuracies differ by more than chance."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable
from dataclasses import dataclass

from digitdemo.analysis.comparison import comparable
from digitdemo.analysis.intervals import Interval, gap_interval, show_points
from digitdemo.analysis.sample_sizes import measured_images
from digitdemo.runs.run import Run

# Two-sided 95 % quantiles of Student's t distribution by degrees of freedom. Source: NIST/SEMATECH e-Handbook of
# Statistical Methods, table 1.3.6.7.2, column 0.975.
_T_95 = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262}


@dataclass(frozen=True, kw_only=True)
class SeedComparison:
    """Test accuracies of two configs a and b, fractions, (n,) of each, from the same n `seeds`.

    `difference` is the mean of b minus a, `interval` its 95 % interval.
    """

    seeds: tuple[int, ...]
    a: tuple[float, ...]
    b: tuple[float, ...]
    difference: float
    interval: Interval

    @property
    def significant(self) -> bool:
        """Whether the interval excludes no difference at all."""
        return not self.interval.low <= 0 <= self.interval.high


def compare_seeds(runs_a: Iterable[Run], runs_b: Iterable[Run]) -> SeedComparison | None:
    """Return the comparison of two configs by runs that were trained to their end from the same seeds; None without.

    From two seeds on the interval is that of the paired t distribution with n - 1 degrees of freedom: how far the
    mean may lie from that of all seeds. From one seed it is Newcombe's, as of two independent samples of test images,
    and knows nothing of other seeds.
    """
    by_seed_a, by_seed_b = ({run.config.seed: run for run in runs if comparable(run)} for runs in (runs_a, runs_b))
    seeds = sorted(by_seed_a.keys() & by_seed_b.keys())
    if not seeds:
        return None
    a, b = (tuple(by_seed[seed].kept.test_accuracy for seed in seeds) for by_seed in (by_seed_a, by_seed_b))
    differences = [after - before for before, after in zip(a, b, strict=True)]
    mean = statistics.mean(differences)
    if len(seeds) == 1:
        (_, images_a), (_, images_b) = (measured_images(by_seed[seeds[0]]) for by_seed in (by_seed_a, by_seed_b))
        interval = gap_interval(b[0], images_b, a[0], images_a)
    else:
        # Beyond the table the last quantile is too wide by 15 % at most.
        t = _T_95.get(len(seeds) - 1, _T_95[max(_T_95)])
        half = t * statistics.stdev(differences) / math.sqrt(len(seeds))
        interval = Interval(mean - half, mean + half)
    return SeedComparison(seeds=tuple(seeds), a=a, b=b, difference=mean, interval=interval)


def effect_sentence(found: SeedComparison) -> str:
    """Return what changing a into b does to test accuracy, in points, and whether that is more than chance."""
    low, high = show_points(found.interval.low), show_points(found.interval.high)
    effect = f"From A to B: {show_points(found.difference, signed=True)} points on test"
    interval = f"(95% interval: {low} to {high})"
    if len(found.seeds) > 1:
        verdict = "That is more than chance would explain." if found.significant else "This may be chance."
        return f"{effect}, averaged over {len(found.seeds)} seeds {interval}. {verdict}"
    verdict = (
        "That is more than the choice of test images would explain, but"
        if found.significant
        else "This may be chance, and"
    )
    return f"{effect} from one seed {interval}. {verdict} another seed may show something else."


def spread_sentence(a: Run, b: Run) -> str:
    """Return how far two runs lie apart on test whose knobs are the same, in a sentence; the seeds may differ."""
    apart = f"They are {show_points(abs(a.kept.test_accuracy - b.kept.test_accuracy))} points apart on test"
    if a.config.seed == b.config.seed:
        return f"{apart}: on one machine, the same settings and seed give the same model."
    return f"{apart}. Two runs of the same settings differ by about this much."
