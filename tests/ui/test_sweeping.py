"""What a browser may say of a sweep's map, and what is kept of a sweep, without a page around it."""

import pytest

from digitdemo.sweeps.sweep import Axis, Sweep
from digitdemo.ui.state import sweep_of_visit, sweeping
from digitdemo.ui.state.visit import Visit
from tests.conftest import DROPOUT, MLP

MAP = Sweep(MLP, (Axis("width", (2, 8)), Axis("dropout", (0.0, 0.5))), 1)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Visit:
    now = Visit(MLP)
    for module in (sweeping, sweep_of_visit):
        monkeypatch.setattr(module, "visit", lambda: now)
    return now


@pytest.mark.parametrize(
    "said", [None, 3, [], {"cell": None}, {"cell": "[0, 0]"}, {"cell": [0]}, {"cell": [0, 1, 2]}, {"cell": [0.5, True]}]
)
def test_what_is_no_cell_opens_none(now: Visit, monkeypatch: pytest.MonkeyPatch, said: object):
    monkeypatch.setattr(sweeping.st, "session_state", {"map": said})
    sweeping.take_cell("map", False)
    assert now.sweep_cell is None


def test_a_cell_opens_and_closes_and_one_beyond_the_map_has_nothing(now: Visit, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sweeping.st, "session_state", {"map": {"cell": [1, 0]}, "beyond": {"cell": [7, -1]}})
    monkeypatch.setattr(sweeping, "own_runs", dict)
    found = sweeping.found(MAP)
    sweeping.take_cell("map", False)
    assert sweeping.opened_cell(found).cell.values == (8, 0.0)
    sweeping.take_cell("map", False)
    assert sweeping.opened_cell(found) is None
    sweeping.take_cell("beyond", False)
    assert sweeping.opened_cell(found) is None
    sweeping.take_cell("map", True)  # of one knob: a row, whatever its column
    assert now.sweep_cell == (1,)


def test_what_is_kept_is_the_sweep_and_what_is_damaged_is_none(now: Visit):
    now.sweep = MAP.to_texts()
    assert sweep_of_visit.sweep() == MAP
    assert sweep_of_visit.is_of_sweep(MAP.trainings[-1])
    assert not sweep_of_visit.is_of_sweep(DROPOUT.with_knob("l2", 0.1))
    for broken in ({"sweep": "width:2"}, {**MAP.to_texts(), "width": "x"}, {**MAP.to_texts(), "seeds": "1e9"}):
        now.sweep = broken
        assert sweep_of_visit.sweep() is None
        assert not sweep_of_visit.is_of_sweep(MLP)
