import numpy as np
import pytest

from digitdemo.analysis.principal_axes import PrincipalAxes, procrustes


def cloud(seed: int = 0, count: int = 400, width: int = 30) -> np.ndarray:
    """Return points that differ most in their first three coordinates."""
    spread = np.concatenate([[9.0, 6.0, 3.0], np.ones(width - 3)])
    return (5 + spread * np.random.default_rng(seed).normal(size=(count, width))).astype(np.float32)


def test_the_axes_are_the_first_two_principal_components():
    points = cloud()
    middle, axes = PrincipalAxes().find(points)
    assert middle == pytest.approx(points.mean(0), abs=1e-4)
    components = np.linalg.svd(points - points.mean(0))[2][:2]
    assert np.abs(components @ axes) == pytest.approx(np.eye(2), abs=1e-2)


def test_a_map_neither_turns_nor_flips_when_its_points_hardly_change():
    points = cloud()
    finder = PrincipalAxes()
    middle, axes = finder.find(points)
    before = (points - middle) @ axes
    # Of the two spreads now the other one is the larger: as components alone these would change places.
    changed = points * np.where(np.arange(30) == 1, 1.8, 1.0).astype(np.float32)
    middle, axes = finder.find(changed)
    after = (changed - middle) @ axes
    assert axes.T @ axes == pytest.approx(np.eye(2), abs=1e-4)
    for axis in (0, 1):
        assert np.corrcoef(before[:, axis], after[:, axis])[0, 1] > 0.95


def test_procrustes_finds_the_turn_and_the_mirror():
    places = cloud(width=3)[:, :2]
    turn = np.array([[0.6, 0.8], [0.8, -0.6]])  # a turn and a mirror
    assert procrustes(places, places @ turn) == pytest.approx(turn, abs=1e-5)


def test_points_that_are_all_the_same_or_have_one_coordinate_have_axes_too():
    for points in (np.zeros((50, 6), np.float32), cloud(width=3)[:, :1]):
        finder = PrincipalAxes()
        for _ in range(2):
            _, axes = finder.find(points)
            assert axes.shape == (points.shape[1], 2)
            assert np.isfinite(axes).all()
