import dataclasses

import pytest

from digitdemo.analysis.evidence import evidence_of
from tests.analysis.conftest import layers, run_with


def test_late_is_a_half_for_a_steady_fall_and_nearly_nothing_for_one_that_has_settled():
    start = (0.1, 0.1)
    steady = evidence_of(run_with(start, start, start, losses=(2.3, 2.2, 2.1)))
    assert steady.late == pytest.approx(0.5)
    settled = evidence_of(run_with(start, start, start, losses=(2.3, 0.21, 0.2)))
    assert settled.late == pytest.approx(0.01 / 2.1)
    assert evidence_of(run_with(start, start, losses=(2.3, 2.5))).late == 0.0


def test_learning_is_counted_in_learning_rates():
    losses = [2.3 - 0.1 * epoch for epoch in range(11)]
    knobs = {"epochs": 10, "losses": losses}
    runs = [run_with(*[(0.1, 0.1)] * 11, schedule=schedule, **knobs) for schedule in ("constant", "one-cycle")]
    constant, cycle = (evidence_of(run).late for run in runs)
    assert constant == pytest.approx(0.5)
    assert cycle > 0.55  # half of what one cycle steps is done before half of its epochs are


def test_a_stopped_run_is_judged_by_what_it_did():
    run = run_with((0.1, 0.1), (0.5, 0.5), (0.6, 0.6), losses=(2.3, 2.0, 1.7), epochs=50, outcome="stopped")
    assert evidence_of(run).late == pytest.approx(0.5)
    assert evidence_of(run).steps == 2 * 430


def test_layers_tell_how_far_they_moved_and_what_reaches_the_first():
    evidence = evidence_of(
        run_with((0.1, 0.1), (0.5, 0.5), measured={"layers": layers(first=0.01, dead=0.3, moved=2.0)})
    )
    assert evidence.first_gradient == pytest.approx(0.01)
    assert evidence.moved == 2.0
    assert evidence.dead == 0.3
    older = evidence_of(run_with((0.1, 0.1), (0.5, 0.5)))
    assert (older.first_gradient, older.moved, older.dead, older.highest_step) == (None, None, None, None)


def test_no_number_where_a_layer_has_none():
    signs = tuple(dataclasses.replace(layer, gradient=None, moved=None) for layer in layers())
    evidence = evidence_of(run_with((0.1, 0.1), (0.5, 0.5), measured={"layers": signs}))
    assert evidence.first_gradient is None
    assert evidence.moved is None
