import dataclasses
import itertools
import re
from collections import defaultdict

import pytest

from digitdemo.analysis.diagnosis import beside_example, diagnose
from digitdemo.analysis.experiments import EXPERIMENTS
from digitdemo.analysis.experiments.experiment import BROKEN
from digitdemo.analysis.intervals import gap_interval
from digitdemo.analysis.recorded import RECORDED_SEEDS
from digitdemo.runs.store import SHIPPED_MODELS, RunStore
from tests.analysis.conftest import early_stopped, run_with
from tests.conftest import DROPOUT, MLP, RECORD, run_of, shipped_recording


def test_a_diverged_run_keeps_its_intervals():
    assert diagnose(run_with((0.1, 0.1), (0.6, 0.6), outcome="diverged")).test_interval is not None


def test_the_gap_has_an_interval_that_holds_it():
    verdict = diagnose(run_with((0.1, 0.1), (0.99, 0.98)))
    assert verdict.gap == pytest.approx(0.01)
    assert verdict.gap_interval.low < verdict.gap < verdict.gap_interval.high


def test_the_interval_of_the_gap_goes_by_the_images_that_were_measured():
    # 98 of 1,000 images are left where nine digits are missing. Taken for 1,000 they make 95 and 90 % overfitting.
    missing = {"train_size": 1000, "rare_digits": "012345678", "rare_share": 0.0}
    accuracies = (0.1, 0.1), (0.95, 0.9), (0.95, 0.9)
    verdict = diagnose(run_with(*accuracies, measured={"train_images": 98, "test_images": 10_000}, **missing))
    assert verdict.finding != "overfitting"
    assert verdict.gap_interval.low == pytest.approx(-0.0128, abs=1e-4)
    assert verdict.gap_interval.high == pytest.approx(0.0793, abs=1e-4)
    # Records of earlier versions do not say how many it were: a tenth of the 1,000 is each digit.
    older = diagnose(run_with(*accuracies, **missing))
    assert older.finding != "overfitting"
    assert older.gap_interval.low == pytest.approx(-0.0120, abs=1e-4)


def test_the_interval_of_the_test_accuracy_goes_by_the_images_that_were_measured():
    few, many = (
        diagnose(run_with((0.1, 0.1), (0.9, 0.9), measured={"train_images": 300, "test_images": images})).test_interval
        for images in (200, 10_000)
    )
    assert (few.low, few.high) == pytest.approx((0.8506, 0.9343), abs=1e-4)
    assert (many.low, many.high) == pytest.approx((0.8940, 0.9057), abs=1e-4)


def test_the_gap_is_that_of_the_epoch_that_early_stopping_kept():
    verdict = diagnose(early_stopped((0.1, 0.1), (0.99, 0.95), (1.0, 0.99), kept=1))
    assert verdict.gap == pytest.approx(0.04)
    assert "4.0 points" in verdict.sentence


def test_the_main_finding_decides_what_to_try_and_the_others_stand_beside_it():
    verdict = diagnose(run_with((0.1, 0.1), (0.8, 0.6), losses=(2.3, 1.0), train_size=500, epochs=1))
    assert verdict.finding == "still improving"
    assert [found.finding for found in verdict.others] == ["overfitting"]
    assert verdict.tries[0].label == "5 epochs"


NAMED = [(key, run) for key, run in shipped_recording().items() if key[1] == BROKEN]


def test_recorded_runs_are_named_as_intended_nine_times_out_of_ten_and_never_the_opposite():
    found = [(EXPERIMENTS[name].finding, diagnose(run)) for (name, _, _), run in NAMED]
    assert len(found) == len(RECORDED_SEEDS) * len(EXPERIMENTS)
    assert sum(verdict.finding == intended for intended, verdict in found) >= 0.9 * len(found)
    opposites = {"underfitting": "overfitting", "overfitting": "underfitting"}
    for intended, verdict in found:
        opposite = opposites.get(intended, "good fit")
        assert intended == "good fit" or verdict.finding not in ("good fit", opposite)


SAYS_WHICH_IS_BETTER = re.compile(r"(better|worse|above|below|as good as|more than|chance)")


def test_a_run_stands_beside_the_example_of_its_architecture_by_what_was_held_out():
    example = run_of(MLP, 0.98)
    changed = run_of(DROPOUT, history=(RECORD, dataclasses.replace(example.kept, validation_accuracy=0.95)))
    assert beside_example(changed, example) == (
        "It reads 95.00% of the validation images right; the ready-made one, with the default knobs, 98.00%. "
        "That is one seed of each, and how much another seed would change is not known: to find out, train five of "
        "each: Two runs, in the Lab."
    )
    # Disturbed test images are not those that are compared.
    noisy = dataclasses.replace(changed, config=dataclasses.replace(DROPOUT, test_noise=0.5))
    assert beside_example(noisy, example) == beside_example(changed, example)


def test_without_validation_images_it_stands_there_by_the_test_images_of_the_kept_epoch():
    example = RunStore(SHIPPED_MODELS).load("mlp")
    example = dataclasses.replace(
        example, history=tuple(dataclasses.replace(record, validation_accuracy=None) for record in example.history)
    )
    run = early_stopped((0.1, 0.1), (0.97, 0.97), (0.9, 0.9), kept=1, architecture="mlp")
    assert beside_example(run, example).startswith(
        f"It reads 97.00% of the test images right; the ready-made one, with the default knobs, "
        f"{example.kept.test_accuracy:.2%}."
    )
    disturbed = run_with((0.1, 0.1), (0.9, 0.8), architecture="mlp", test_noise=0.5)
    assert beside_example(disturbed, example) == ""


def test_where_the_example_says_nothing_there_is_no_sentence():
    example = RunStore(SHIPPED_MODELS).load("mlp")
    assert beside_example(example, example) == ""
    assert beside_example(run_with((0.1, 0.1), architecture="mlp", train_size=1000), example) == ""


def test_seeds_alone_are_never_called_a_difference():
    # By the choice of test images alone nearly one in five of these pairs would be: it knows nothing of seeds.
    by_config = defaultdict(list)
    for run in shipped_recording().values():
        by_config[dataclasses.replace(run.config, seed=0)].append(run)
    pairs = [pair for runs in by_config.values() for pair in itertools.permutations(runs, 2)]
    assert len(pairs) > 100
    beyond_test_images = 0
    for run, other in pairs:
        said = beside_example(run, other)
        assert not SAYS_WHICH_IS_BETTER.search(said)
        assert "no knob has made that" in said or not said
        gap = gap_interval(run.kept.test_accuracy, 10_000, other.kept.test_accuracy, 10_000)
        beyond_test_images += not gap.low <= 0 <= gap.high
    assert beyond_test_images > 0.05 * len(pairs)
    example = RunStore(SHIPPED_MODELS).load("mlp")
    assert not SAYS_WHICH_IS_BETTER.search(beside_example(run_of(DROPOUT, 0.5), example))
