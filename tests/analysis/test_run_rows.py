import dataclasses

import pytest

from digitdemo.analysis.run_rows import TRUE_TRAIN, knob_cells, parameters_of, run_rows
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.folders import RunFolders
from digitdemo.runs.run import Run
from tests.conftest import DROPOUT, MLP, RECORD, run_of


def test_a_row_has_the_numbers_as_people_read_them():
    (row,) = run_rows(["a name"], [run_of(MLP, 0.98, parameters=7)])
    assert list(row)[:7] == [
        *("Run", "Validation accuracy", "Test accuracy", "95% (test)", "Gap (points)", "Verdict", "Time (s)"),
    ]
    assert row == {
        "Run": "a name",
        "Architecture": "MLP 512-512",
        "Parameters": 7,
        "Epochs": 1,
        "Train accuracy": 99.0,
        "Validation accuracy": 98.0,
        "95% (validation)": "97.57 to 98.35",
        "Test accuracy": 98.0,
        "95% (test)": "97.71 to 98.26",
        "Gap (points)": pytest.approx(1.0),
        "Time (s)": 0.0,
        "Verdict": row["Verdict"],
        "Ended": "finished",
        "Temperature": None,
    }


def test_a_row_is_about_the_epoch_that_early_stopping_kept():
    records = [
        dataclasses.replace(RECORD, epoch=epoch, test_accuracy=test, elapsed_seconds=2.0 * epoch, validation_loss=loss)
        for epoch, test, loss in ((0, 0.1, 3.0), (1, 0.9, 0.2), (2, 0.95, 0.3))
    ]
    run = run_of(dataclasses.replace(MLP, patience=1), history=tuple(records))
    (row,) = run_rows(["x"], [run])
    assert (row["Epochs"], row["Test accuracy"], row["Time (s)"]) == (1, 90.0, 2.0)


def test_a_run_without_an_epoch_has_a_row_without_an_interval():
    (row,) = run_rows(["x"], [run_of(MLP, history=(RECORD,))])
    assert row["95% (test)"] == ""
    assert row["Verdict"] == "untrained"


def test_a_run_without_validation_says_why():
    def unvalidated(train_size: int) -> Run:
        config = dataclasses.replace(MLP, train_size=train_size)
        return run_of(config, history=(RECORD, dataclasses.replace(RECORD, epoch=1)))

    rows = run_rows(["a", "b"], [unvalidated(60_000), unvalidated(55_000)])
    assert [row["Validation accuracy"] for row in rows] == [None, None]
    assert [row["95% (validation)"] for row in rows] == ["none held out", "not measured"]


def test_with_wrong_labels_train_accuracy_has_a_column_by_the_true_ones():
    noisy = dataclasses.replace(MLP, label_noise=0.3)
    learned = run_of(noisy)
    measured = dataclasses.replace(learned.kept, train_accuracy=0.999, true_train_accuracy=0.699)
    rows = run_rows(["a", "b", "c"], [run_of(MLP), run_of(noisy, history=(RECORD, measured)), learned])
    assert [row["Train accuracy"] for row in rows] == [99.0, 99.9, 99.0]
    assert [row[TRUE_TRAIN] for row in rows] == [99.0, pytest.approx(69.9), None]
    assert TRUE_TRAIN not in run_rows(["a"], [run_of(MLP)])[0]


def test_only_knobs_that_vary_have_a_column():
    a, b = run_rows(["a", "b"], [run_of(MLP), run_of(DROPOUT, 0.99)])
    assert (a["Dropout"], b["Dropout"]) == (0.0, 0.5)
    assert a.keys() == b.keys()
    assert "Seed" not in a


def test_a_knob_of_no_use_is_an_empty_cell():
    configs = [TrainConfig(architecture="linear", learning_rate=0.01), TrainConfig()]
    assert knob_cells(configs, leave_out=["architecture"]) == [{"Dropout": None}, {"Dropout": 0.5}]


def test_many_knobs_that_vary_are_one_column_of_text():
    other = TrainConfig(
        architecture="mlp",
        width=64,
        activation="tanh",
        dropout=0.2,
        epochs=9,
        batch_size=64,
        learning_rate=0.1,
        train_size=500,
    )
    cells = knob_cells([MLP, dataclasses.replace(other, rare_digits="3")])
    assert [list(row) for row in cells] == [["Knobs that differ"]] * 2
    assert "dropout 0.2" in cells[1]["Knobs that differ"]
    assert "rare digits 3" in cells[1]["Knobs that differ"]
    assert list(knob_cells([MLP, dataclasses.replace(MLP, width=64)])[0]) == ["Width"]


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_the_shipped_runs_have_their_parameters(name: str):
    assert parameters_of(RunFolders(SHIPPED_MODELS).load(name)) == ARCHITECTURES[name].parameters


def test_parameters_that_nobody_counted_are_not_made_up():
    assert parameters_of(run_of(dataclasses.replace(MLP, width=64))) is None
