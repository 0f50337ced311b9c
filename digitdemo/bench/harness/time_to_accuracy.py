"""How long trainings take to a test accuracy. One that never has it took None seconds: JSON knows no infinity."""

import statistics
from collections.abc import Sequence
from typing import Any

from digitdemo.bench.harness.rivals import OurTrainer, Rival, Training
from digitdemo.config.train_config import TrainConfig

TARGETS = {"linear": 0.92, "mlp": 0.98, "cnn": 0.99}
FAST_TARGET = 0.99
_MOST_EPOCHS = 12
_LISTING_SEEDS = 2  # the listing of the CNN takes minutes to its target


def time_to_accuracy(name: str, seeds: Sequence[int], ours: OurTrainer, listing: Rival) -> dict[str, Any]:
    """Train by our defaults and as the listing does until `TARGETS[name]` is there; return and print the seconds."""
    target = TARGETS[name]
    ours.train(TrainConfig(architecture=name, epochs=1, train_size=1000))  # traces the graph of our defaults
    our_seconds: list[float | None] = []
    listing_seconds: list[float | None] = []
    for number, seed in enumerate(seeds):
        our_seconds.append(ours.train(TrainConfig(architecture=name, seed=seed)).seconds_to(target))
        if number < _LISTING_SEEDS:
            answer = listing.ask("until", batch_size=32, seed=seed, accuracy=target, most_epochs=_MOST_EPOCHS)
            listing_seconds.append(answer["seconds"] if answer["accuracy"] >= target else None)
    ratio = median_ratio(our_seconds, listing_seconds)
    print(
        f"{name} to {target:.0%} on test: ours {', '.join(map(in_words, our_seconds))}, the listing "
        f"{', '.join(map(in_words, listing_seconds))}, ratio {'not reached' if ratio is None else f'{ratio:.1f}'}",
        flush=True,
    )
    return {
        "target": target,
        "ours_s": median_seconds(our_seconds),
        "listing_s": median_seconds(listing_seconds),
        "ratio": ratio,
        "ours_every_seed_s": our_seconds,
        "listing_every_seed_s": listing_seconds,
    }


def seconds_of_fast(trainings: Sequence[Training]) -> dict[str, Any]:
    """Return and print the seconds that trainings of the fast architecture took to `FAST_TARGET`, one value each."""
    seconds = [training.seconds_to(FAST_TARGET) for training in trainings]
    accuracies = [training.records[-1][1].test_accuracy for training in trainings]
    print(
        f"fast to {FAST_TARGET:.0%} on test: {', '.join(map(in_words, seconds))}; at the end "
        f"{', '.join(f'{accuracy:.4f}' for accuracy in accuracies)}",
        flush=True,
    )
    return {"target": FAST_TARGET, "seconds": seconds, "test_accuracy": accuracies}


def median_seconds(seconds: Sequence[float | None]) -> float | None:
    """Return the median, for which None is later than any time; None if the median is."""
    median = statistics.median(float("inf") if each is None else each for each in seconds)
    return None if median == float("inf") else median


def median_ratio(ours: Sequence[float | None], theirs: Sequence[float | None]) -> float | None:
    """Return the median over the seeds that both have of theirs : ours; None if one of these did not arrive."""
    ratios = []
    for our_seconds, their_seconds in zip(ours, theirs, strict=False):
        if our_seconds is None or their_seconds is None:
            return None
        ratios.append(their_seconds / our_seconds)
    return statistics.median(ratios)


def in_words(seconds: float | None) -> str:
    """Return "9.4 s", or "not reached" for None."""
    return "not reached" if seconds is None else f"{seconds:.1f} s"
