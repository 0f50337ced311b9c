"""Runs against each other: in which knobs they differ, and whether their accuracies differ by more than chance."""

from __future__ import annotations

import math
import statistics
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from digitdemo.analysis.findings import TEST_IMAGES
from digitdemo.analysis.intervals import Interval, gap_interval
from digitdemo.config.describe import show_value
from digitdemo.config.train_config import KNOBS, TrainConfig, matters
from digitdemo.runs.run import Run

# Two-sided 95 % quantiles of Student's t distribution by degrees of freedom. Source: NIST/SEMATECH e-Handbook of
# Statistical Methods, table 1.3.6.7.2, column 0.975.
_T_95 = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262}
_MINUS = "\N{MINUS SIGN}"


def varying_knobs(configs: Collection[TrainConfig]) -> list[str]:
    """Return the names of the knobs that are not the same in all configs and matter to one of them."""
    return [
        name
        for name in KNOBS
        if len({getattr(config, name) for config in configs}) > 1 and any(matters(name, config) for config in configs)
    ]


def differing_knobs(a: TrainConfig, b: TrainConfig, *, seed: bool = True) -> list[str]:
    """Return the names of the knobs in which two configs differ, with the seed or without."""
    return [name for name in varying_knobs([a, b]) if seed or name != "seed"]


def difference_sentence(a: TrainConfig, b: TrainConfig) -> str:
    """Return in which knobs two configs differ, and from what to what."""
    names = differing_knobs(a, b, seed=False) or differing_knobs(a, b)
    changes = [(KNOBS[name].label, f"{show_value(name, a)} → {show_value(name, b)}") for name in names]
    if not changes:
        return "Nothing differs: the same knobs and the same seed."
    if len(changes) == 1:
        sentence = f"Only {changes[0][0]} differs: {changes[0][1]}."
    else:
        sentence = f"{len(changes)} knobs differ: {'; '.join(f'{label} {change}' for label, change in changes)}."
    if a.seed != b.seed and "seed" not in names:
        sentence += f" The seeds differ, too: {a.seed} → {b.seed}."
    return sentence


def comparable(run: Run) -> bool:
    """Return whether a run was trained to its end, so that its accuracy speaks for its config."""
    return run.outcome == "finished" and len(run.history) > 1


def other_seeds(run: Run, runs: Iterable[Run]) -> list[Run]:
    """Return those of `runs` whose config is that of `run` up to the seed; `run` itself if it is one of them."""
    return [other for other in runs if not differing_knobs(other.config, run.config, seed=False)]


def closest(run: Run, others: Iterable[Run]) -> Run | None:
    """Return the first of the others that differs in the fewest knobs, but in one at least; the same seed counts."""

    def distance(other: Run) -> tuple[bool, int, bool]:
        count = len(differing_knobs(run.config, other.config, seed=False))
        return count == 0, count, other.config.seed != run.config.seed

    return min((other for other in others if other.id != run.id), key=distance, default=None)


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
    def more_than_chance(self) -> bool:
        """Whether the interval leaves out no difference at all."""
        return not self.interval.low <= 0 <= self.interval.high


def paired(runs_a: Iterable[Run], runs_b: Iterable[Run]) -> SeedComparison | None:
    """Return the comparison of two configs by runs that were trained to their end from the same seeds; None without.

    From two seeds on the interval is that of the paired t distribution with n - 1 degrees of freedom: how far the
    mean may lie from that of all seeds. From one seed it is Newcombe's, as of two independent samples of 10,000 test
    images, and knows nothing of other seeds.
    """
    by_seed_a, by_seed_b = (
        {run.config.seed: run.kept.test_accuracy for run in runs if comparable(run)} for runs in (runs_a, runs_b)
    )
    seeds = sorted(by_seed_a.keys() & by_seed_b.keys())
    if not seeds:
        return None
    a, b = tuple(by_seed_a[seed] for seed in seeds), tuple(by_seed_b[seed] for seed in seeds)
    differences = [after - before for before, after in zip(a, b, strict=True)]
    mean = statistics.mean(differences)
    if len(seeds) == 1:
        interval = gap_interval(b[0], TEST_IMAGES, a[0], TEST_IMAGES)
    else:
        # Beyond the table the last quantile is too wide by 15 % at most.
        t = _T_95.get(len(seeds) - 1, _T_95[max(_T_95)])
        half = t * statistics.stdev(differences) / math.sqrt(len(seeds))
        interval = Interval(mean - half, mean + half)
    return SeedComparison(seeds=tuple(seeds), a=a, b=b, difference=mean, interval=interval)


def effect_sentence(a: TrainConfig, b: TrainConfig, found: SeedComparison) -> str:
    """Return what changing a into b does to test accuracy, in points, and whether that is more than chance."""
    names = differing_knobs(a, b, seed=False)
    changes = ", ".join(f"{KNOBS[name].label} {show_value(name, a)} → {show_value(name, b)}" for name in names)
    count = len(found.seeds)
    by = f"as a mean of {count} seeds" if count > 1 else "from one seed"
    low, high = (_points(bound, "") for bound in (found.interval.low, found.interval.high))
    chance = "more than chance" if found.more_than_chance else "too little to tell from chance"
    sentence = f"{changes}: {_points(found.difference, '+')} points on test {by} (95 %: {low} to {high}): {chance}."
    return sentence if count > 1 else f"{sentence} That is one seed only; another one may say otherwise."


def _points(fraction: float, sign: str) -> str:
    points = round(100 * fraction, 2) + 0.0  # no minus before a zero
    return f"{points:{sign}.2f}".replace("-", _MINUS)
