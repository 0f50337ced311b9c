"""The counting of what models read in other pictures than the test set, with models that are seen through."""

import numpy as np
import pytest

from digitdemo.analysis.studies.hands import Share
from digitdemo.bench.studies.between import clear_pairs, ways
from digitdemo.bench.studies.damage import damage
from digitdemo.bench.studies.hands import hands, template_digits
from digitdemo.bench.studies.vote import ballot
from digitdemo.data.mixing import WAY_STEPS
from digitdemo.inference.shipped import load_shipped


class ByBrightness:
    """A model that reads the mean of the pixels: below a tenth of white 0, below two tenths 1, and so on."""

    def logits(self, images: np.ndarray) -> np.ndarray:
        digits = np.minimum(9, (images.reshape(len(images), -1).mean(1) / 25.5).astype(int))
        return 20.0 * np.eye(10, dtype=np.float32)[digits]

    def probabilities(self, images: np.ndarray) -> np.ndarray:
        return 0.9 * np.eye(10)[self.logits(images).argmax(1)] + 0.01


def grey(*shades: int) -> np.ndarray:
    return np.stack([np.full((28, 28), shade, np.uint8) for shade in shades])


def test_damage_is_counted_against_the_same_images_as_they_are():
    images, labels = grey(0, 0, 255, 140), np.array([0, 1, 9, 5])
    found = damage({"": ByBrightness()}, images, labels)[""]
    assert (found.images, found.right) == (4, 3)
    # The grey of fading: black gets lighter, white darker, and the middle stays.
    assert found.lost["faded"] == (1, 2, 2, 2, 2)
    assert found.gained["faded"] == (1, 0, 0, 0, 0)  # black at a tenth is the 1 that it was to be
    assert found.accuracy("faded", 5) == 0.25


def test_pairs_are_of_two_digits_that_every_model_reads_right():
    labels = np.arange(200) % 10
    right = np.array([labels != 3, labels != 4])
    pairs = clear_pairs(right, labels, 30)
    assert pairs.shape == (30, 2)
    assert len(set(pairs.ravel().tolist())) == 60
    assert not set(labels[pairs].ravel().tolist()) & {3, 4}
    assert (labels[pairs[:, 0]] != labels[pairs[:, 1]]).all()


def test_on_the_way_each_step_counts_the_first_the_second_and_third_digits():
    images, labels = grey(5, 250), np.array([0, 9])
    found = ways({"a": ByBrightness(), "b": ByBrightness()}, images, labels, np.array([[0, 1], [1, 0]]))
    assert found.pairs == 2
    assert found.agreed == (2,) * WAY_STEPS
    way = found.models["a"]
    assert way.first[0] == way.second[-1] == 2
    assert way.first[5] == way.second[5] == 0
    assert way.sure == (2,) * WAY_STEPS
    assert found.third("a")[5][0] == 1
    assert found.thirds[5] + found.thirds[4] == 4  # both models, both pairs


def test_the_best_of_the_ballot_is_chosen_by_validation_images_alone():
    def answers(*digits: int) -> np.ndarray:
        return 0.9 * np.eye(10)[list(digits)] + 0.01

    labels = np.array([1, 2, 3, 4])
    models = {"a": answers(1, 2, 3, 4), "b": answers(1, 2, 0, 0), "c": answers(1, 0, 3, 0)}
    found = ballot(models, labels, {"a": 0.8, "b": 0.99, "c": 0.9})
    assert (found.best, found.second) == ("b", "c")
    assert found.right == {"a": 4, "b": 2, "c": 2}
    assert found.vote == 3  # the last one is outvoted
    assert found.nobody == 0
    duel = found.vote_and_best
    assert (duel.only_first, duel.only_second) == (1, 0)
    assert duel.p_value == 1.0
    assert duel.difference(found.images) == 0.25


def test_templates_are_ten_digits_in_turn_and_the_same_every_time():
    images, labels = template_digits(20)
    assert labels.tolist() == [*range(10), *range(10)]
    assert images.shape == (20, 28, 28)
    assert np.array_equal(images, template_digits(20)[0])
    assert not np.array_equal(images[:10], images[10:])


def test_hands_have_the_recorded_drawings_and_know_who_has_learned_templates():
    runs = load_shipped().runs
    drawn = {"drawings": 633, "models": {name: {"accuracy": 0.97123456} for name in ("best", "mlp")}}
    models = {"best": ByBrightness(), "mlp": ByBrightness()}
    found = hands(models, runs, (grey(0, 255), np.array([0, 0])), template_digits(20), drawn)
    assert found.learned_templates == ("best",)
    assert found.test["mlp"] == Share(accuracy=0.5, n=2)
    assert found.drawings["best"] == Share(accuracy=0.97123, n=633)
    assert found.templates["mlp"].n == 20


def test_the_lead_of_one_accuracy_over_another_has_the_interval_of_two_samples():
    lead = Share(accuracy=56 / 70, n=70).lead(Share(accuracy=48 / 80, n=80))  # Newcombe 1998, table II, (a)
    assert (lead.low, lead.high) == pytest.approx((0.0524, 0.3339), abs=1e-4)
