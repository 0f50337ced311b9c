"""Cases of a kind, by hand and by hypothesis, sent to the process that reads them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from digitdemo.bench.hostile.outcome import Found, Outcome, shown
from digitdemo.bench.hostile.target import Target, kind_of

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def search(name: str, cases: int, seed: int) -> Found:
    """Send the kind's process all cases made by hand, and as many generated ones as there are to be `cases`.

    Raises:
        ModuleNotFoundError: hypothesis is not installed.
    """
    kind, target = kind_of(name), Target(name)
    try:
        return send_all(target.send, kind.hand_made(), kind.generated(), cases, seed)
    finally:
        target.end()


def send_all(
    send: Callable[[Any], Outcome], by_hand: dict[str, Any], generated: SearchStrategy[Any], cases: int, seed: int
) -> Found:
    """Send the cases that were made by hand, and generated ones until there are as many as `cases`."""
    found = Found()
    for label, case in by_hand.items():
        found.note(send(case), label)

    def send_on(case: Any) -> Outcome:
        outcome = send(case)
        found.note(outcome, shown(case, escaped=bool(outcome.error)))
        return outcome

    generate(generated, cases - found.cases, seed, send_on)
    return found


def generate(cases: SearchStrategy[Any], count: int, seed: int, send: Callable[[Any], Outcome]) -> None:
    """Send so many generated cases, the same ones for the same seed.

    Raises:
        ModuleNotFoundError: hypothesis is not installed.
    """
    if count <= 0:
        return
    import hypothesis
    from hypothesis import configuration

    with tempfile.TemporaryDirectory() as home:
        configuration.set_hypothesis_home_dir(home)

        @hypothesis.seed(seed)
        @hypothesis.settings(
            max_examples=count,
            database=None,
            deadline=None,
            phases=(hypothesis.Phase.generate,),
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        @hypothesis.given(cases)
        def send_on(case: Any) -> None:
            send(case)

        send_on()
