"""Unseen damage: does augmentation help against what it never showed?"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import mean
from typing import Any

from digitdemo.analysis.intervals import Interval, mean_interval, show_points
from digitdemo.analysis.predictions import Choice
from digitdemo.analysis.studies.damage import LEVEL, kind_name
from digitdemo.analysis.studies.damaged import Damage
from digitdemo.analysis.studies.study import Choices, Study
from digitdemo.config.train_config import TrainConfig
from digitdemo.data.corruptions import CORRUPTIONS
from digitdemo.texts import mark, tr

SEEDS = (0, 1, 2)
SHOWN = ("shifted", "turned", "thick")  # what augmentation does, too
ASKED = "noise"
# All that matters is said here, so that no recipe changes it.
_KNOBS: dict[str, Any] = dict(
    architecture="fast",
    dropout=0.0,
    epochs=8,
    batch_size=64,
    optimizer="adam",
    learning_rate=0.01,
    schedule="one-cycle",
    patience=0,
    l2=0.0,
    train_size=10_000,
    pen_drawings=0,
)
PLAIN, AUGMENTED = "off", "light"


@dataclass(frozen=True, kw_only=True)
class Unseen:
    """What damage does to a network trained without and with augmentation, from each of `SEEDS`, in their order."""

    plain: tuple[Damage, ...]
    augmented: tuple[Damage, ...]

    def gains(self, kind: str, level: int = LEVEL) -> list[float]:
        """Return by how much more of the digits the augmented network reads right, seed by seed."""
        pairs = zip(self.plain, self.augmented, strict=True)
        return [after.accuracy(kind, level) - before.accuracy(kind, level) for before, after in pairs]

    def gain_interval(self, kind: str) -> Interval:
        """Return the 95 % interval of the mean gain over seeds."""
        return mean_interval(self.gains(kind))


def unseen_config(augmentation: str, seed: int) -> TrainConfig:
    """Return how the network is trained."""
    return TrainConfig(**_KNOBS, augmentation=augmentation, seed=seed)


def _choices(record: Unseen) -> Choices:
    interval = record.gain_interval(ASKED)
    return (
        Choice(tr("fewer of them right"), interval.high < 0),
        Choice(tr("three seeds cannot tell"), interval.low <= 0 <= interval.high),
        Choice(tr("more of them right"), interval.low > 0),
    )


def _outcome(record: Unseen) -> str:
    before, after = (mean(each.accuracy(ASKED, LEVEL) for each in seeds) for seeds in (record.plain, record.augmented))
    interval = record.gain_interval(ASKED)
    return tr(
        "Of noisy digits it reads {after:.1%} right in place of {before:.1%}; over three seeds the difference is {low} "
        "to {high} points (95% interval).",
        before=before,
        after=after,
        low=show_points(interval.low, signed=True, decimals=1),
        high=show_points(interval.high, signed=True, decimals=1),
    )


def _see(record: Unseen) -> str:
    gains = {kind: mean(record.gains(kind)) for kind in CORRUPTIONS}
    order = sorted(gains, key=lambda kind: -gains[kind])
    plain = [damage.accuracy(ASKED, LEVEL) for damage in record.plain]

    def listed(kinds: list[str]) -> str:
        return ", ".join(f"{kind_name(kind)} {show_points(gains[kind], signed=True, decimals=1)}" for kind in kinds)

    return tr(
        "Changes in points, for damage that augmentation shows, too: {shown}. For damage that it never shows: "
        "{unseen}. Undamaged: {clean}. Depending on the seed, the network without augmentation reads {lowest:.0%} to "
        "{highest:.0%} of noisy digits.",
        shown=listed([kind for kind in order if kind in SHOWN]),
        unseen=listed([kind for kind in order if kind not in SHOWN]),
        clean=show_points(mean(record.gains(ASKED, 0)), signed=True, decimals=1),
        lowest=min(plain),
        highest=max(plain),
    )


UNSEEN: Study[Unseen] = Study(
    record=Unseen,
    question=mark("Does augmentation help against damage that it never showed?"),
    setting=mark(
        "One small network learns from 10,000 images as they are. The same network learns from them with augmentation: "
        "at every step each image is turned, slanted, stretched, moved and bent a little, its lines a bit thicker or "
        "thinner. No noise, no blur. Then both read 2,000 damaged test digits."
    ),
    ask=mark("Neither has seen noise. Of noisy digits, strength 3, the network with augmentation reads …"),
    choices=_choices,
    outcome=_outcome,
    see=_see,
    limits=mark(
        "One network, one strength of augmentation, three seeds: an interval over three seeds is wide. The same 2,000 "
        "test digits and the same damage for all. With more images or longer training both may differ less."
    ),
    think=mark("You expect noisy photos. How would you change the training images?"),
    age=14,
    minutes=12,
    lab={**_KNOBS, "augmentation": AUGMENTED, "test_noise": 0.3},
)
