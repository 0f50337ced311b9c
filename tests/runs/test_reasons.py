"""Why trainings ended: recorded in English, said in the language of whoever reads it."""

from collections.abc import Iterator

import pytest

from digitdemo.runs.run import BY_HAND, Ending, Outcome, stopped_reason
from digitdemo.texts import ask_for_language


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    """Has German spoken, whoever listens."""
    ask_for_language(lambda: "de")
    yield
    ask_for_language(lambda: "en")


@pytest.mark.parametrize(
    ("outcome", "reason", "sentence"),
    [
        ("stopped", stopped_reason(BY_HAND, 2, 10), "Von Hand gestoppt nach 2 von 10 Epochen."),
        ("stopped", stopped_reason(BY_HAND, 0, 1), "Von Hand gestoppt nach 0 von 1 Epoche."),
        (
            "diverged",
            "the training loss was not a number in epoch 1, step 3 of 430",
            "Der Verlust im Training war keine Zahl in Epoche 1, Schritt 3 von 430.",
        ),
        (
            "failed",
            "the trainer process ended unexpectedly (exit code 1)",
            "Abgebrochen: der Trainingsprozess endete unerwartet (Exit-Code 1).",
        ),
        (
            "failed",
            "the run could not be saved (pinned runs take 240 of your 250 MB; unpin one first)",
            "Abgebrochen: der Lauf konnte nicht gespeichert werden (angeheftete Läufe belegen 240 deiner 250 MB; "
            "löse zuerst einen).",
        ),
        ("failed", "MemoryError", "Abgebrochen: MemoryError."),
    ],
)
def test_an_ending_is_said_in_german(outcome: Outcome, reason: str, sentence: str):
    ending = Ending(outcome=outcome, reason=reason)
    assert ending.sentence == sentence
    assert ending.reason == reason
