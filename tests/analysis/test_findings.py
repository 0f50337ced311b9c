import pytest

from digitdemo.analysis.findings import find
from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.folders import RunFolders
from digitdemo.runs.run import Run
from tests.analysis.conftest import early_stopped, layers, run_with

IMBALANCED = {"test_recall": tuple(0.5 if digit in (3, 8) else 0.98 for digit in range(10))}
START = (0.1, 0.1)
GOOD, GAP = (START, (0.992, 0.99), (0.993, 0.99)), (START, (0.99, 0.9), (0.99, 0.9))
LOW = START, (0.6, 0.6), (0.7, 0.7)
EARLY = (2.3, 1.8, 1.3)  # losses: it has only begun


@pytest.mark.parametrize(("name", "finding"), [("linear", "underfitting"), ("mlp", "overfitting"), ("cnn", "good fit")])
def test_the_shipped_runs_are_read_as_the_field_knows_them(name: str, finding: str):
    assert find(RunFolders(SHIPPED_MODELS).load(name))[0].finding == finding


@pytest.mark.parametrize(
    ("run", "finding", "says"),
    [
        (run_with(START), "untrained", "no epoch was completed"),
        (run_with(START, outcome="diverged", learning_rate=0.5), "diverged", "0.5 is too large"),
        (run_with(*LOW, outcome="diverged", learning_rate=0.5), "diverged", "0.5 is too large"),
        # The loss has only begun to fall, whatever the accuracy is.
        (run_with(*LOW, losses=EARLY, learning_rate=1e-5), "learning too slowly", "only 70.0%"),
        (run_with(START, (0.11, 0.11), losses=(2.31, 2.3), learning_rate=1e-6), "learning too slowly", "only 11.0%"),
        (run_with(*LOW, losses=EARLY), "still improving", "its loss still fell, by 50%"),
        # The end of one cycle, with steps of nearly nothing, is no standing still.
        (run_with(*LOW, losses=EARLY, schedule="one-cycle", learning_rate=5e-5), "learning too slowly", "only 70.0%"),
        (run_with(*LOW, losses=EARLY, schedule="one-cycle", learning_rate=0.005), "still improving", "only 70.0%"),
        (
            run_with(START, (0.93, 0.93), (0.942, 0.94), losses=(2.3, 0.257, 0.194)),
            "still improving",
            "still took off 25% of the loss",
        ),
        (run_with(START, (0.93, 0.93), (0.942, 0.94), losses=(2.3, 0.257, 0.23)), "underfitting", "only 94.2%"),
        # The loss falls ever more slowly, but the weights have hardly left their first values.
        (
            run_with(START, (0.88, 0.88), (0.9, 0.9), learning_rate=2e-5, measured={"layers": layers(moved=0.126)}),
            "learning too slowly",
            "moved by only 12.6% of their size",
        ),
        # Few steps, and a gap: not trained enough comes before it.
        (
            run_with(START, (0.6, 0.45), (0.66, 0.5), losses=EARLY, train_size=500, batch_size=512, epochs=2),
            "still improving",
            "after 2 steps",
        ),
        (
            run_with(*LOW, losses=(2.3, 0.9, 0.8), train_size=1000, epochs=2),
            "still improving",
            "after 16 steps. In the second half of them its loss still fell, by 7%",
        ),
        # The loss went up, or units went dead.
        (run_with(START, (0.95, 0.9), (0.6, 0.6), losses=(2.3, 0.2, 1.2)), "learning rate too large", "went up to 1.2"),
        (
            run_with(START, (0.1, 0.1), losses=(2.3, 2.3), measured={"highest_step_loss": 500.0}),
            "learning rate too large",
            "500",
        ),
        (run_with(START, (0.97, 0.96), losses=(2.3, 15.0, 0.1)[:2]), "learning rate too large", "15"),
        (run_with(*GOOD, measured={"layers": layers(dead=0.9, moved=18)}), "learning rate too large", "90%"),
        # Low in the end, however it came there: the train loss did not rise.
        (
            run_with(START, (1.0, 0.89), (0.999, 0.887), losses=(2.3, 0.001, 0.002), train_size=500),
            "overfitting",
            "11.2 points",
        ),
        (run_with(*LOW, dropout=0.9), "too much regularization", "dropout of 0.9"),
        (run_with(*LOW, l2=0.1), "too much regularization", "L2 penalty of 0.1"),
        (
            run_with(*LOW, optimizer="adamw", learning_rate=0.01, weight_decay=10.0),
            "too much regularization",
            "weight decay of 10",
        ),
        (run_with(START, (0.11, 0.11), measured={"layers": layers(first=0.002)}), "no gradient", "0.002 times"),
        (run_with(START, (0.65, 0.94), (0.66, 0.95), label_noise=0.3), "noisy labels suspected", "95.0%"),
        (
            run_with(START, (0.9, 0.8), (0.999, 0.7), measured={"true_train_accuracy": 0.699}, label_noise=0.3),
            "noisy labels suspected",
            "only 69.9% the true one",
        ),
        # Where nobody knows the true labels, what was unlearned gives them away.
        (
            run_with(START, (0.68, 0.94), (0.999, 0.7), validation=(0.1, 0.94, 0.7), losses=(2.3, 1.2, 0.01)),
            "noisy labels suspected",
            "94.0% of new images right after epoch 1 and reads 70.0% now",
        ),
        (
            run_with(*GOOD[:2], (0.993, 0.5), validation=(0.1, 0.985, 0.985), test_shift=3),
            "test images differ",
            "98.5%",
        ),
        (run_with(*GAP, test_shift=3, train_size=60_000), "test images differ", "99.0%"),
        (run_with(*GAP, measured=IMBALANCED, rare_digits="38"), "imbalanced", "50.0% of the rare digits (3, 8) right"),
        (run_with(*GAP, measured=IMBALANCED), "overfitting", "9.0 points better"),
        (run_with(START, (0.93, 0.925), (0.931, 0.926)), "underfitting", "only 93.1%"),
        (run_with(START, (0.94, 0.82), (0.945, 0.82)), "overfitting", "12.5 points"),
        (run_with(*GOOD), "good fit", "0.3 points apart"),
    ],
)
def test_each_finding_names_its_numbers(run: Run, finding: str, says: str):
    main = find(run)[0]
    assert main.finding == finding
    assert says in main.sentence


@pytest.mark.parametrize(
    ("test", "sentence"),
    [
        (0.977, "Overfitting, slight: it does 1.9 points better"),
        (0.95, "Overfitting: it does 4.6 points better"),
        (0.9, "Overfitting, strong: it does 9.6 points better"),
    ],
)
def test_a_small_gap_and_a_large_one_are_not_one_word(test: float, sentence: str):
    assert find(run_with(START, (0.996, test)))[0].sentence.startswith(sentence)


def test_findings_stand_together_and_underfitting_only_where_nothing_explains_it():
    both = run_with(START, (0.8, 0.6), losses=(2.3, 1.0), train_size=500, epochs=1)
    assert [found.finding for found in find(both)] == ["still improving", "overfitting"]
    slow = run_with(*LOW, losses=EARLY, learning_rate=1e-5)
    assert [found.finding for found in find(slow)] == ["learning too slowly"]
    early = run_with(*LOW, losses=EARLY, measured=IMBALANCED, rare_digits="38")
    assert [found.finding for found in find(early)] == ["imbalanced", "still improving"]
    data = run_with(*GAP, measured=IMBALANCED, rare_digits="38")
    assert [found.finding for found in find(data)] == ["imbalanced", "overfitting"]


def test_rare_digits_are_looked_for_where_nobody_disturbed_the_images():
    recall = tuple(0.6 if digit in (3, 8) else 0.98 for digit in range(10))
    measured = {"test_recall": (0.3,) * 10, "validation_recall": recall}
    run = run_with(
        START, (0.97, 0.3), validation=(0.1, 0.9), measured=measured, rare_digits="38", test_shift=8, train_size=20_000
    )
    assert [found.finding for found in find(run)][:2] == ["imbalanced", "test images differ"]


def test_knobs_alone_are_no_evidence():
    assert find(run_with(*GOOD, learning_rate=1e-5))[0].finding == "good fit"
    assert find(run_with(*GOOD, learning_rate=1.0))[0].finding == "good fit"
    assert find(run_with(*GOOD, dropout=0.9))[0].finding == "good fit"
    assert find(run_with(*GOOD, label_noise=0.3))[0].finding == "good fit"
    assert find(run_with(*GOOD, validation=(0.1, 0.99, 0.99), test_shift=3))[0].finding == "good fit"


def test_images_of_another_kind_need_no_knob_to_be_seen():
    run = run_with(*GOOD[:2], (0.993, 0.9), validation=(0.1, 0.985, 0.985))
    assert find(run)[0].finding == "test images differ"


def test_the_main_finding_does_not_hang_on_evidence_that_older_runs_lack():
    old = run_with(START, (0.1, 0.1), losses=(2.3, 2.3), activation="sigmoid")
    assert find(old)[0].finding in ("underfitting", "still improving")


@pytest.mark.parametrize(
    ("run", "finding", "says"),
    [
        # What came after the kept epoch is gone with its weights: a gap that opens, a loss that rises, a drop.
        (early_stopped(START, (0.98, 0.98), (0.99, 0.988), (1.0, 0.95), kept=2), "good fit", "0.2 points apart"),
        (early_stopped(START, (0.99, 0.95), (1.0, 0.99), kept=1), "overfitting", "4.0 points better"),
        (early_stopped(START, (0.93, 0.93), (0.19, 0.19), kept=1), "underfitting", "only 93.0%"),
        (early_stopped(START, (0.98, 0.98), (0.5, 0.5), kept=1, losses=(2.3, 0.1, 9.0)), "good fit", "98.0%"),
        # Neither what the last epoch brought nor what the kept one did calls for more epochs.
        (
            early_stopped(START, (0.6, 0.6), (0.7, 0.7), (0.7, 0.7), kept=2, losses=(3, 2, 1, 1)),
            "underfitting",
            "70.0%",
        ),
    ],
)
def test_the_finding_is_on_the_epoch_that_early_stopping_kept(run: Run, finding: str, says: str):
    main = find(run)[0]
    assert main.finding == finding
    assert says in main.sentence


def test_rare_digits_are_judged_by_the_images_that_were_measured():
    recall = tuple(0.9 if digit in (3, 8) else 0.98 for digit in range(10))
    found = [
        find(
            run_with(
                START,
                (0.96, 0.95),
                measured={"test_recall": recall, "test_images": images},
                rare_digits="38",
                rare_share=0.1,
            )
        )
        for images in (100, 10_000)
    ]
    assert [main.finding == "imbalanced" for main, *_ in found] == [False, True]
