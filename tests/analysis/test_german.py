"""What is found in runs, and what to try, in German: whole sentences with German numbers, and no English left."""

import re
from collections.abc import Iterator
from typing import get_args

import pytest

from digitdemo.analysis.diagnosis import diagnose
from digitdemo.analysis.finding import Finding
from digitdemo.analysis.plain_words import plain_sentence
from digitdemo.analysis.remedies import remedies
from digitdemo.runs.run import Run
from digitdemo.texts import ask_for_language
from tests.conftest import MLP, run_of, shipped_recording

ENGLISH = re.compile(r"\b(the|of|it|its|with|and|right|training|images|learning|rate|only|steps|points|train)\b")
RECORDED = shipped_recording()


@pytest.fixture
def german() -> Iterator[None]:
    """Has German spoken, whoever listens."""
    ask_for_language(lambda: "de")
    yield
    ask_for_language(lambda: "en")


def one_of_each_finding() -> dict[Finding, Run]:
    """Return a recorded run of each finding that the experiments have."""
    return {diagnose(run).finding: run for run in RECORDED.values()}


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(("finding", "run"), one_of_each_finding().items())
def test_a_whole_verdict_is_german(finding: Finding, run: Run):
    verdict = diagnose(run)
    assert verdict.finding == finding  # ids are the same in every language
    said = [
        verdict.sentence,
        plain_sentence(finding, run),
        *(found.sentence for found in verdict.others),
        *(one.action for one in verdict.tries),
    ]
    for text in said:
        assert not ENGLISH.search(text), text
        assert not re.search(r"\d\.\d\b(?!\d)|\d%", text), text  # 98,1 %, as German writes it


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("finding", get_args(Finding))
def test_every_remedy_says_in_german_what_a_click_does(finding: Finding):
    for remedy in remedies(finding, MLP):
        assert remedy.action == f"Trainieren: {remedy.label}"
        assert not ENGLISH.search(remedy.label)


@pytest.mark.usefixtures("german")
def test_an_overfit_is_told_in_german():
    run = run_of(MLP, 0.9)
    assert plain_sentence("overfitting", run) == (
        "Seine 55.000 Bilder kennt es (99\N{NARROW NO-BREAK SPACE}% richtig), aber von neuen liest es nur "
        "90\N{NARROW NO-BREAK SPACE}% richtig."
    )
