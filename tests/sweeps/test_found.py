import dataclasses

from digitdemo.runs.run import LearnedOwn
from digitdemo.sweeps.found import found_in
from tests.sweeps.conftest import diverged, sweep, trained


def test_a_run_belongs_where_its_config_says_and_counts_once():
    made = sweep()
    first, second = made.trainings[0], made.trainings[1]
    runs = [trained(first, 0.9), dataclasses.replace(trained(first, 0.8), id="again"), trained(second, 0.7)]
    found = found_in(made, runs)
    assert found.runs == {first: runs[0], second: runs[2]}
    assert found.missing == made.trainings[2:]
    assert [len(cell.runs) for cell in found.cells] == [1, 1, 0]


def test_what_does_not_settle_a_training_is_trained_again():
    made = sweep(seeds=1)
    one, two, three = made.trainings
    stopped = dataclasses.replace(trained(one, 0.9), outcome="stopped")
    with_drawings = dataclasses.replace(trained(two, 0.9), own=LearnedOwn(drawings=1, images=1, times=1))
    other_knobs = trained(dataclasses.replace(three, learning_rate=0.1), 0.9)
    unvalidated = trained(three, 0.9)
    unvalidated = dataclasses.replace(
        unvalidated,
        history=tuple(dataclasses.replace(record, validation_accuracy=None) for record in unvalidated.history),
    )
    assert found_in(made, [stopped, with_drawings, other_knobs, unvalidated]).missing == made.trainings


def test_one_that_diverged_would_diverge_again():
    made = sweep(seeds=2)
    found = found_in(made, [diverged(made.trainings[0]), trained(made.trainings[3], 0.8)])
    assert made.trainings[0] not in found.missing
    assert found.cells[0].all_there
    assert [run.config.seed for run in found.cells[0].finished] == [1]
