"""What the sentences of the studies about digits take for granted of their records, and how they choose."""

from typing import Any

import pytest

from digitdemo.analysis.studies import STUDIES
from digitdemo.analysis.studies.damage import MODEL, Damages, first_to_break
from digitdemo.analysis.studies.damaged import Damage
from digitdemo.analysis.studies.recorded import recorded_study
from digitdemo.analysis.studies.unseen import SEEDS, Unseen
from digitdemo.data.corruptions import CORRUPTIONS


def record_of(name: str) -> Any:
    return recorded_study(name, STUDIES[name].record).measured


def damaged(right: int, **lost: int) -> Damage:
    """Return a model that loses so many of 100 digits at the third strength of those kinds, and at the next ones."""
    counts = {kind: (0, 0, *(lost.get(kind, 0),) * 3) for kind in CORRUPTIONS}
    return Damage(100, right, counts, dict.fromkeys(CORRUPTIONS, (0,) * 5))


def test_the_best_model_is_the_best_on_digits_as_they_are():
    right = {model: damage.right for model, damage in record_of("damage").models.items()}
    assert max(right, key=right.__getitem__) == MODEL
    assert len(right) == 8


@pytest.mark.parametrize(("lost", "right"), [(0, 0), (30, 1), (60, 2)])
def test_the_best_stays_the_best_or_falls_behind_some_or_all(lost: int, right: int):
    others = {"linear": damaged(90, noise=40), "mlp": damaged(95, noise=20)}
    assert STUDIES["damage"].right(Damages(models={MODEL: damaged(99, noise=lost), **others})) == right


def test_what_breaks_first_is_at_the_lowest_strength_what_costs_most():
    assert first_to_break(damaged(95, blur=12, noise=30, turned=9)) == "noise"
    assert first_to_break(damaged(95, blur=9)) is None


@pytest.mark.parametrize(("after", "right"), [((30, 31, 32), 0), ((70, 10, 40), 1), ((10, 11, 12), 2)])
def test_three_seeds_tell_what_augmentation_does_where_they_agree(after: tuple[int, int, int], right: int):
    plain = tuple(damaged(99, noise=20) for _ in SEEDS)
    record = Unseen(plain=plain, augmented=tuple(damaged(99, noise=lost) for lost in after))
    assert STUDIES["unseen"].right(record) == right


def test_the_records_are_of_three_seeds_eight_models_and_five_strengths():
    unseen, ways = record_of("unseen"), record_of("between")
    assert len(unseen.plain) == len(unseen.augmented) == len(SEEDS)
    assert all(len(counts) == 5 for damage in unseen.plain for counts in damage.lost.values())
    assert len(ways.models) == 8
    assert all(way.first[0] == way.second[-1] == ways.pairs for way in ways.models.values())
    assert record_of("hands").learned_templates == ("best",)
