import dataclasses

from digitdemo.analysis.comparison import (
    SEEDS,
    closest,
    comparable,
    fair_trainings,
    needs_no_training,
    other_seeds,
)
from digitdemo.config.train_config import TrainConfig
from digitdemo.limits import Limits
from digitdemo.runs.run import Run
from tests.conftest import DROPOUT, MLP, RECORD, run_of


def seeded(config: TrainConfig, seed: int) -> TrainConfig:
    return dataclasses.replace(config, seed=seed)


def test_a_run_that_was_not_trained_to_its_end_is_not_comparable():
    assert comparable(run_of(MLP))
    assert not comparable(run_of(MLP, outcome="stopped"))
    assert not comparable(run_of(MLP, history=(RECORD,)))


def test_what_was_not_validated_is_trained_again_if_that_gives_it_validation_images():
    def unvalidated(config: TrainConfig) -> Run:
        run = run_of(config)
        kept = dataclasses.replace(run.kept, validation_accuracy=None, validation_images=None)
        return dataclasses.replace(run, history=(RECORD, kept))

    assert needs_no_training(run_of(MLP))
    assert not needs_no_training(run_of(MLP, outcome="stopped"))
    assert not needs_no_training(unvalidated(MLP))
    assert needs_no_training(unvalidated(dataclasses.replace(MLP, train_size=60_000)))


def test_runs_of_one_config_are_found_by_it():
    runs = [run_of(config, seed=seed) for config in (MLP, DROPOUT) for seed in (0, 1)]
    assert other_seeds(runs[0], runs) == runs[:2]


def test_the_closest_run_differs_in_the_fewest_knobs_but_in_one():
    far = run_of(dataclasses.replace(DROPOUT, epochs=9), 0.95)
    near, near_but_another_seed = run_of(DROPOUT, 0.96), run_of(DROPOUT, 0.97, seed=1)
    same = run_of(MLP, 0.99, seed=1)
    run = run_of(MLP)
    assert closest(run, [run, same, far, near_but_another_seed, near]) is near
    assert closest(run, [same]) is same
    assert closest(run, [run]) is None


def test_one_seed_needs_the_clone_alone_if_the_original_is_there():
    assert fair_trainings(MLP, DROPOUT, seeds=1, known={MLP}) == [DROPOUT]
    assert fair_trainings(MLP, DROPOUT, seeds=1, known=set()) == [MLP, DROPOUT]
    assert fair_trainings(MLP, DROPOUT, seeds=1, known={MLP, DROPOUT}) == []


def test_five_seeds_come_pair_by_pair_and_fit_into_the_queue():
    every = [seeded(config, seed) for seed in range(5) for config in (MLP, DROPOUT)]
    assert fair_trainings(MLP, DROPOUT, seeds=SEEDS, known=set()) == every
    assert fair_trainings(MLP, DROPOUT, seeds=SEEDS, known={MLP, seeded(DROPOUT, 1)}) == [
        every[1],
        every[2],
        *every[4:],
    ]
    assert len(every) <= Limits().waiting_per_visitor


def test_beyond_the_last_seed_comes_the_first():
    last = seeded(MLP, 999_999)
    assert [config.seed for config in fair_trainings(last, DROPOUT, seeds=2, known=set())] == [999_999] * 2 + [0] * 2
