"""The studies among the lessons by AppTest, from the router, without a browser."""

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from digitdemo.analysis.studies import STUDIES
from digitdemo.analysis.studies.recorded import recorded_study
from digitdemo.bench.studies import MEASURES
from digitdemo.system import PROJECT
from digitdemo.ui import resources
from digitdemo.ui.components.lesson_chart import LARGE
from digitdemo.ui.panels.lessons.figures import FIGURES
from tests.ui.conftest import LESSONS, headings, texts, visit_of


def open_study(at: AppTest, name: str, **says: str) -> None:
    at.query_params.clear()
    at.query_params.update({"lesson": name, **says})
    at.switch_page(LESSONS).run()
    assert not at.exception


def click(at: AppTest, key: str) -> None:
    at.button(key=key).click().run()
    assert not at.exception


def everything_said(at: AppTest) -> str:
    """Return all texts of the page, alternatives of pictures and figures included."""
    return "\n".join([*(str(element.proto) for element in at.main), texts(at)])


def test_every_study_is_measured_and_drawn():
    assert list(MEASURES) == list(FIGURES) == list(STUDIES)


@pytest.mark.parametrize("name", STUDIES)
def test_nothing_tells_the_outcome_before_the_prediction_and_all_of_it_afterwards(at: AppTest, name: str):
    study, measured = STUDIES[name], recorded_study(name, STUDIES[name].record).measured
    open_study(at, name)
    said = everything_said(at)
    assert at.title[0].value == study.question
    shown_before = FIGURES[name].before is not None
    figures = set(re.findall(r"\d+\.\d%", study.outcome(measured)))
    law_said = {figure for figure in figures if figure in said}
    assert len(law_said) < len(figures) if shown_before else law_said == set()
    assert study.outcome(measured) not in said
    assert study.see(measured) not in said
    assert study.limits not in said
    click(at, f"predict_{(study.right(measured) + 1) % 3}")
    assert headings(at) == "Not this time"
    shown = texts(at)
    assert all(text in shown for text in (study.outcome(measured), study.see(measured), study.limits, study.think))
    assert f"bench studies --only {name}" in shown


def heights(at: AppTest) -> list[float]:
    """Return how high each chart of the page is."""
    steady = [
        json.loads(chart.proto.json) for chart in at.get("bidi_component") if "steady" in chart.proto.component_name
    ]
    still = [json.loads(chart.proto.spec)["layout"] for chart in at.get("plotly_chart")]
    return [chart["height"] for chart in [*steady, *still]]


def test_charts_are_as_large_as_the_letters_of_a_projector(at: AppTest):
    open_study(at, "damage")
    click(at, "skip")
    usual = heights(at)
    assert len(usual) == 3
    open_study(at, "damage", type="large")
    css = (PROJECT / "digitdemo" / "ui" / "components" / "large.css").read_text(encoding="utf-8")
    assert f"font-size: {LARGE:.0%};" in css
    assert heights(at) == [LARGE * height for height in usual]


@pytest.mark.parametrize("name", STUDIES)
def test_a_worksheet_tells_nothing_and_the_notes_tell_all(at: AppTest, name: str):
    study, measured = STUDIES[name], recorded_study(name, STUDIES[name].record).measured
    open_study(at, name, print="worksheet")
    sheet = texts(at)
    assert [choice.label in sheet for choice in study.choices(measured)] == [True] * 3
    assert study.think in sheet
    assert study.outcome(measured) not in sheet
    open_study(at, name, print="notes")
    notes = texts(at)
    assert f"**{study.choices(measured)[study.right(measured)].label}**" in notes
    assert all(text in notes for text in (study.outcome(measured), study.see(measured), study.limits))


@pytest.mark.usefixtures("scripted_trainer")
def test_a_study_is_trained_on_the_page_from_a_new_seed(at: AppTest):
    open_study(at, "width")
    click(at, "skip")
    assert headings(at) == "What came out"
    click(at, "train_both")
    queued = [resources.job_queue().job(job_id).config for job_id in visit_of(at).job_ids]
    assert tuple(queued) == STUDIES["width"].trains
    assert "stop_lesson" in {button.key for button in at.button}
