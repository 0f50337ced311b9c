import dataclasses
import itertools
import re
from collections import defaultdict
from typing import Any, get_args

import pytest

from digitdemo.analysis.diagnosis import beside_example, diagnose
from digitdemo.analysis.experiments import EXPERIMENTS
from digitdemo.analysis.experiments.experiment import BROKEN
from digitdemo.analysis.findings import Finding
from digitdemo.analysis.intervals import gap_interval
from digitdemo.analysis.recorded import RECORDED_SEEDS, recorded_runs
from digitdemo.analysis.remedies import remedies
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run import Outcome, Run
from digitdemo.runs.store import SHIPPED_MODELS, RunStore
from tests.conftest import DROPOUT, MLP, RECORD, run_of

ONE_CYCLE = {"schedule": "one-cycle"}
IMBALANCED = {"test_recall": (0.98, 0.98, 0.98, 0.5, 0.98, 0.98, 0.98, 0.98, 0.5, 0.98)}


def run_with(
    *accuracies: tuple[float, float],
    outcome: Outcome = "finished",
    losses: tuple[float, ...] = (),
    test_losses: tuple[float, ...] = (),
    validation_losses: tuple[float, ...] = (),
    measured: dict[str, Any] | None = None,
    **knobs,
) -> Run:
    """Return a run with a train and test accuracy of each epoch; `measured` is the same in all its records."""
    ones = (1.0,) * len(accuracies)
    history = [
        dataclasses.replace(
            RECORD,
            epoch=epoch,
            train_accuracy=train,
            test_accuracy=test,
            train_loss=loss,
            test_loss=test_loss,
            validation_loss=validation_loss,
            **(measured or {}),
        )
        for epoch, ((train, test), loss, test_loss, validation_loss) in enumerate(
            zip(accuracies, losses or ones, test_losses or ones, validation_losses or ones, strict=True)
        )
    ]
    config = TrainConfig(**{"learning_rate": 0.5, "schedule": "constant", **knobs})
    return Run(id="x", config=config, history=tuple(history), outcome=outcome)


@pytest.mark.parametrize(("name", "finding"), [("linear", "underfitting"), ("mlp", "overfitting"), ("cnn", "good fit")])
def test_the_shipped_runs_are_read_as_the_field_knows_them(name: str, finding: str):
    assert diagnose(RunStore(SHIPPED_MODELS).load(name)).finding == finding


@pytest.mark.parametrize(
    ("run", "finding", "says"),
    [
        (run_with((0.1, 0.1)), "untrained", "No epoch was completed"),
        (run_with((0.1, 0.1), outcome="diverged"), "diverged", "0.5 is too large"),
        (run_with((0.1, 0.1), (0.11, 0.11)), "not learning", "only 11.0% of the test images"),
        (run_with((0.1, 0.1), (0.6, 0.6), (0.7, 0.7)), "still improving", "10.0 points"),
        (run_with((0.1, 0.1), (0.6, 0.6), outcome="diverged"), "diverged", "0.5 is too large"),
        (
            run_with((0.1, 0.1), (0.95, 0.95), (0.6, 0.6)),
            "unstable",
            "60.0% of its own training images right, after 95.0%",
        ),
        (
            run_with((0.1, 0.1), (0.895, 0.9), (0.899, 0.9), losses=(2, 0.5, 0.45)),
            "still improving",
            "cut the loss on the training images by 10%",
        ),
        (run_with((0.1, 0.1), (0.93, 0.925), (0.931, 0.926)), "underfitting", "only 93.1%"),
        # At the end of one cycle the learning rate is nothing: what the last epoch brought tells nothing of a next one.
        (run_with((0.1, 0.1), (0.6, 0.6), (0.7, 0.7), **ONE_CYCLE), "underfitting", "has stopped improving"),
        (
            run_with((0.1, 0.1), (0.6, 0.6), (0.7, 0.7), outcome="stopped", **ONE_CYCLE),
            "still improving",
            "10.0 points",
        ),
        (
            run_with((0.1, 0.1), (0.5, 0.5), (0.6, 0.6), (0.7, 0.7), losses=(2.3, 2, 1.8, 1.6)),
            "learning too slowly",
            "still cut the loss by 11%",
        ),
        (run_with((0.1, 0.1), (0.65, 0.94), (0.66, 0.95), label_noise=0.3), "noisy labels suspected", "95.0%"),
        (run_with((0.1, 0.1), (0.99, 0.9), (0.99, 0.9), test_shift=3), "test images differ", "moved or made noisy"),
        (
            run_with((0.1, 0.1), (0.99, 0.9), (0.99, 0.9), measured=IMBALANCED, rare_digits="38"),
            "imbalanced",
            "50.0% of the rare digits (3, 8) right",
        ),
        (run_with((0.1, 0.1), (0.99, 0.9), (0.99, 0.9), measured=IMBALANCED), "overfitting", "9.0 points better"),
        (run_with((0.1, 0.1), (1.0, 0.9), (1.0, 0.9)), "overfitting", "10.0 points better"),
        (run_with((0.1, 0.1), (0.992, 0.99), (0.993, 0.99)), "good fit", "0.3 points apart"),
    ],
)
def test_each_finding_names_its_numbers(run: Run, finding: str, says: str):
    verdict = diagnose(run)
    assert verdict.finding == finding
    assert says in verdict.sentence


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


def test_rare_digits_are_judged_by_the_images_that_were_measured():
    knobs = {"rare_digits": "38", "rare_share": 0.1}
    accuracies = (0.1, 0.1), (0.96, 0.95), (0.96, 0.95)
    recall = tuple(0.9 if digit in (3, 8) else 0.98 for digit in range(10))
    found = [
        diagnose(run_with(*accuracies, measured={"test_recall": recall, "test_images": images}, **knobs)).finding
        for images in (100, 10_000)
    ]
    assert found[0] != "imbalanced"
    assert found[1] == "imbalanced"


def early_stopped(*accuracies: tuple[float, float], kept: int, **fields) -> Run:
    """Return a run that early stopping ended before its 50 epochs, and that kept the model of epoch `kept`."""
    losses = tuple(0.1 if epoch == kept else 1.0 for epoch in range(len(accuracies)))
    return run_with(*accuracies, validation_losses=losses, patience=len(accuracies) - 1 - kept, epochs=50, **fields)


@pytest.mark.parametrize(
    ("run", "finding", "says"),
    [
        # What came after the kept epoch is gone with its weights: a gap that opens, a test loss that rises, a drop.
        (early_stopped((0.1, 0.1), (0.98, 0.98), (0.99, 0.988), (1.0, 0.95), kept=2), "good fit", "0.2 points apart"),
        (early_stopped((0.1, 0.1), (0.99, 0.95), (1.0, 0.99), kept=1), "overfitting", "4.0 points better"),
        (early_stopped((0.1, 0.1), (0.93, 0.93), (0.19, 0.19), kept=1), "underfitting", "only 93.0%"),
        (
            early_stopped((0.1, 0.1), (0.19, 0.19), (0.5, 0.5), kept=1),
            "not learning",
            "only 19.0% of the test images",
        ),
        # Neither what the last epoch brought nor what the kept one did calls for more epochs.
        (
            early_stopped((0.1, 0.1), (0.985, 0.985), (0.975, 0.975), (0.985, 0.985), kept=1),
            "good fit",
            "0.0 points apart",
        ),
        (
            early_stopped((0.1, 0.1), (0.93, 0.93), (0.93, 0.93), (0.93, 0.93), kept=1, losses=(2.3, 0.5, 0.5, 0.4)),
            "underfitting",
            "only 93.0%",
        ),
        (early_stopped((0.1, 0.1), (0.98, 0.98), (0.99, 0.99), kept=1), "good fit", "98.0%"),
        (
            early_stopped((0.1, 0.1), (0.6, 0.6), (0.7, 0.7), (0.7, 0.7), kept=2, losses=(3, 2, 1, 1)),
            "underfitting",
            "only 70.0%",
        ),
        (
            early_stopped((0.1, 0.1), (0.6, 0.6), (0.65, 0.65), (0.7, 0.7), (0.7, 0.7), kept=3, losses=(5, 4, 3, 2, 1)),
            "underfitting",
            "only 70.0%",
        ),
    ],
)
def test_the_verdict_is_on_the_epoch_that_early_stopping_kept(run: Run, finding: str, says: str):
    verdict = diagnose(run)
    assert verdict.finding == finding
    assert says in verdict.sentence
    assert verdict.gap == pytest.approx(run.kept.train_accuracy - run.kept.test_accuracy)
    assert "epochs" not in verdict.sentence
    assert all(remedy.config.epochs <= 50 and "epochs" not in remedy.label for remedy in verdict.tries)


def test_a_test_loss_that_rose_after_the_kept_epoch_is_not_its_own():
    accuracies = (0.1, 0.1), (0.99, 0.9), (1.0, 0.9), (1.0, 0.9)
    rising = {"test_losses": (2.3, 0.5, 0.4, 0.8)}
    assert "test loss" not in diagnose(early_stopped(*accuracies, kept=2, **rising)).sentence
    assert "risen by 100% since epoch 2" in diagnose(run_with(*accuracies, **rising)).sentence
    late_lowest = {"test_losses": (2.3, 0.4, 0.8, 0.1)}
    assert "risen by 100% since epoch 1" in diagnose(early_stopped(*accuracies, kept=2, **late_lowest)).sentence


def test_an_early_stopped_underfit_is_not_sent_to_the_epochs_of_its_recipe():
    run = early_stopped((0.1, 0.1), (0.8, 0.8), (0.8, 0.8), kept=1, architecture="mlp", train_size=10_000)
    few = dataclasses.replace(run, config=dataclasses.replace(run.config, epochs=3))
    assert diagnose(few).finding == "underfitting"
    assert not any(remedy.label.endswith("epochs") for remedy in diagnose(few).tries)


def test_with_patience_left_at_the_last_epoch_more_epochs_may_help():
    run = run_with((0.1, 0.1), (0.6, 0.6), (0.7, 0.7), validation_losses=(3, 2, 1), patience=2, epochs=2)
    verdict = diagnose(run)
    assert verdict.finding == "still improving"
    assert verdict.tries[0].config.epochs == 4


def test_a_try_changes_what_the_finding_blames_and_nothing_else():
    run = run_with((0.1, 0.1), (1.0, 0.9), (1.0, 0.9), architecture="mlp", train_size=2000, learning_rate=0.001)
    more, both, dropout = diagnose(run).tries
    assert more.config == dataclasses.replace(run.config, train_size=20_000)
    assert both.config == dataclasses.replace(
        run.config, dropout=0.5, augmentation="light", epochs=2 * run.config.epochs
    )
    assert dropout.config == dataclasses.replace(run.config, dropout=0.5)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("finding", get_args(Finding))
def test_whatever_is_found_the_tries_can_be_trained(architecture: str, finding: Finding):
    for config in (
        TrainConfig(architecture=architecture),
        TrainConfig(architecture=architecture, train_size=60_000, epochs=50, learning_rate=1e-6, optimizer="sgd"),
    ):
        tries = remedies(finding, config)
        assert len(tries) <= 3
        assert config not in [remedy.config for remedy in tries]
        if finding in ("good fit", "untrained"):
            assert not tries


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_nobody_is_told_to_add_the_layers_that_a_model_has(architecture: str):
    labels = [remedy.label for remedy in remedies("underfitting", TrainConfig(architecture=architecture, epochs=1))]
    assert any(label.startswith("A hidden layer") for label in labels) == (architecture == "linear")
    assert any(label.startswith("Convolutions") for label in labels) == (architecture in ("linear", "mlp"))


def test_a_verdict_close_to_its_threshold_says_so():
    assert not diagnose(run_with((0.1, 0.1), (0.99, 0.978), (0.99, 0.978))).clear
    assert diagnose(run_with((0.1, 0.1), (0.99, 0.9), (0.99, 0.9))).clear


NAMED = [(key, run) for key, run in recorded_runs().items() if key[1] == BROKEN]


def test_recorded_runs_are_named_as_intended_nine_times_out_of_ten_and_never_the_opposite():
    found = [(EXPERIMENTS[name].finding, diagnose(run)) for (name, _, _), run in NAMED]
    assert len(found) == len(RECORDED_SEEDS) * len(EXPERIMENTS)
    assert sum(verdict.finding == intended for intended, verdict in found) >= 0.9 * len(found)
    opposites = {"underfitting": "overfitting", "overfitting": "underfitting"}
    for intended, verdict in found:
        opposite = opposites.get(intended, "good fit")
        assert intended == "good fit" or not (verdict.clear and verdict.finding in ("good fit", opposite))


SAYS_WHICH_IS_BETTER = re.compile(r"(better|worse|above|below|as good as|more than|chance)")


def test_a_run_stands_beside_the_example_of_its_architecture_by_what_was_held_out():
    example = run_of(MLP, 0.98)
    changed = run_of(DROPOUT, history=(RECORD, dataclasses.replace(example.kept, validation_accuracy=0.95)))
    assert beside_example(changed, example) == (
        "It reads 95.00% of the validation images right; this architecture's example, with the default knobs, 98.00%. "
        "That is one seed of each, and how much another seed would change is not known: to find out, train five of "
        "each on the Compare page."
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
        f"It reads 97.00% of the test images right; this architecture's example, with the default knobs, "
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
    for run in recorded_runs().values():
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
