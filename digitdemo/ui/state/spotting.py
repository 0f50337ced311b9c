"""How far a visit has come with the curves to be judged by eye, and how it went."""

from statistics import mean

from digitdemo.analysis.diagnosis import diagnose
from digitdemo.analysis.finding import Finding
from digitdemo.analysis.spot import CURVES, Score
from digitdemo.ui import resources
from digitdemo.ui.state.visit import visit


def curve_number() -> int:
    """Return which curve is shown, from 0; behind the last one, how many there are."""
    return len(visit().spotted) - visit().spot_told


def is_told() -> bool:
    """Return whether the curve that is shown has been called something."""
    return visit().spot_told


def call_it(finding: Finding, confidence: float) -> None:
    """Keep what the curve is called, and how surely, a fraction."""
    visit().spotted = [*visit().spotted, (finding, confidence)]
    visit().spot_told = True


def go_on() -> None:
    """Go on to the next curve."""
    visit().spot_told = False


def begin_again() -> None:
    """Begin with the first curve."""
    visit().spotted, visit().spot_told = [], False


def was_right(number: int) -> bool:
    """Return whether that curve was called what the app calls it."""
    called, _ = visit().spotted[number]
    return called == diagnose(resources.recorded_runs()[CURVES[number]]).finding


def score() -> Score:
    """Return how it went with all that were called something."""
    spotted = visit().spotted
    right = sum(was_right(number) for number in range(len(spotted)))
    return Score(right, len(spotted), mean(confidence for _, confidence in spotted))
