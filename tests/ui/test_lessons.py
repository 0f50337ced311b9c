"""The lessons by AppTest, from the router, without a browser."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from digitdemo.analysis.cures import arm_names, outcome_in_words
from digitdemo.analysis.diagnosis import diagnose
from digitdemo.analysis.experiments import EXPERIMENTS
from digitdemo.analysis.experiments.experiment import BROKEN, CURE, Experiment
from digitdemo.analysis.figures import ArmRuns, effect_in_words, fill_in
from digitdemo.analysis.finding import title_of
from digitdemo.analysis.predictions import choices, outcome
from digitdemo.analysis.recorded import RECORDED_SEEDS, arm_runs
from digitdemo.analysis.spot import CURVES
from digitdemo.ui import resources
from digitdemo.ui.state import lessons
from tests.conftest import shipped_recording
from tests.ui.conftest import LAB, LESSONS, headings, texts, visit_of, wait_for_trainings

RECORDED = shipped_recording()


def runs_of(name: str) -> ArmRuns:
    runs = arm_runs(RECORDED, name)
    assert runs is not None
    return runs


def open_lesson(at: AppTest, name: str | None = None, **says: str) -> None:
    at.query_params.clear()
    at.query_params.update({**({"lesson": name} if name else {}), **says})
    at.switch_page(LESSONS).run()
    assert not at.exception


def buttons(at: AppTest) -> dict[str, str]:
    """Return the labels of the buttons by their keys."""
    return {button.key: button.label for button in at.button}


def click(at: AppTest, key: str) -> None:
    at.button(key=key).click().run()
    assert not at.exception


def everything_said(at: AppTest) -> str:
    """Return all texts of the page, alternatives of pictures and labels of buttons included, without its style."""
    protos = [proto for element in at.main if "lessons_style" not in (proto := str(element.proto))]
    return "\n".join([*protos, texts(at), headings(at), *buttons(at).values(), *(title.value for title in at.title)])


def figures_of_the_outcome(experiment: Experiment, runs: ArmRuns) -> set[str]:
    """Return what would tell how a lesson ends: each accuracy of its trainings, and the figures of its sentences."""
    shown = fill_in(experiment.see, experiment, runs), effect_in_words(experiment, runs), outcome(experiment, runs)
    found = {figure for text in shown for figure in re.findall(r"\d+\.\d(?!\d)%?", text)}
    accuracies = [
        value for arm in runs.values() for run in arm for value in (run.kept.train_accuracy, run.kept.test_accuracy)
    ]
    return found | {f"{value:.1%}" for value in accuracies}


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_nothing_tells_the_outcome_before_the_prediction_and_all_of_it_afterwards(at: AppTest, name: str):
    experiment, runs = EXPERIMENTS[name], runs_of(name)
    open_lesson(at, name)
    said = everything_said(at)
    knobs = {f"{value}" for arm in (BROKEN, CURE) for value in experiment.config(arm).to_dict().values()}
    told = {
        figure
        for figure in figures_of_the_outcome(experiment, runs) - knobs
        if re.search(rf"(?<![\d.]){re.escape(figure)}(?!\d)", said)
    }
    verdicts = {title_of(diagnose(run).finding) for arm in (BROKEN, CURE) for run in runs[arm]}
    words = {*verdicts, experiment.claim, outcome_in_words(experiment, runs), "Cured", "Broken"}
    assert told | {word for word in words if word.lower() in said.lower()} == set()
    assert at.title[0].value != experiment.title
    assert not at.get("plotly_chart")
    assert not at.table
    assert "digitdemo_steady_chart" not in said
    click(at, "predict_1")
    assert outcome(experiment, runs) not in texts(at)
    click(at, "show_recorded")
    shown = texts(at)
    assert headings(at) == ("✓ You were right" if choices(experiment, runs)[1].right else "Not this time")
    assert outcome(experiment, runs) in shown
    assert effect_in_words(experiment, runs) in shown
    assert experiment.claim in shown
    assert experiment.lesson.think in shown
    for sentence in re.split(r"(?<=[.!?]) (?=[A-Z])", experiment.see):
        assert fill_in(sentence, experiment, runs) in shown
    (table,) = at.table
    assert len(table.value) == len(arm_names(experiment, runs))


@pytest.mark.usefixtures("scripted_trainer")
def test_both_are_trained_on_the_page_from_a_new_seed(at: AppTest):
    open_lesson(at, "too-simple")
    click(at, "predict_0")
    assert set(buttons(at)) == {"train_both", "show_recorded"}
    click(at, "train_both")
    queued = [resources.job_queue().job(job_id).config for job_id in visit_of(at).job_ids]
    new = len(RECORDED_SEEDS)
    assert queued == [EXPERIMENTS["too-simple"].config(arm, seed=new) for arm in (BROKEN, CURE)]
    assert headings(at) == "Training 1 of 2: the linear model"
    assert not visit_of(at).leads_to_lab
    click(at, "stop_lesson")
    wait_for_trainings(at)
    at.run()
    assert headings(at) == "Not this time"
    at.switch_page(LAB).run()
    assert not at.button(key="start").disabled


def test_the_tally_counts_what_was_predicted_and_answered_and_who_skips_is_not_wrong(at: AppTest):
    for name, key in (("few-neurons", "predict_1"), ("little-data", "predict_0"), ("no-dropout", "skip")):
        open_lesson(at, name)
        click(at, key)
        open_lesson(at)
        assert EXPERIMENTS[name].lesson.think not in texts(at)
        open_lesson(at, name)
        click(at, "show_recorded")
    assert headings(at) == "What came out"
    open_lesson(at)
    assert "Your predictions: 1 of 2 right" in texts(at)
    done = [link.proto.label for link in at.get("page_link") if link.proto.label.startswith("✓")]
    assert len(done) == 3
    open_lesson(at, None, hide="tally,spot,teachers")
    assert "Your predictions" not in texts(at)
    links = [link.proto for link in at.get("page_link")]
    assert len(links) == len(lessons.LESSONS)
    assert "from age" not in texts(at)
    assert {"hide=tally%2Cspot%2Cteachers" in link.query_string for link in links} == {True}


def test_the_name_of_before_opens_the_lesson_and_an_unknown_one_all_of_them(at: AppTest):
    open_lesson(at, None, experiment="rate-too-small")
    assert at.title[0].value == "What if the learning rate is 0.00001?"
    at.run()
    open_lesson(at, "nothing")
    assert at.title[0].value == "Lessons"


def test_ten_curves_are_called_something_and_the_score_says_how_surely(at: AppTest):
    open_lesson(at, "spot")
    for number, key in enumerate(CURVES):
        assert headings(at) == f"Curve {number + 1} of {len(CURVES)}"
        at.button(key=f"spot_answer_{number}").click().run()
        assert "Choose one of the four first." in texts(at)
        finding = diagnose(RECORDED[key]).finding
        at.radio(key=f"spot_called_{number}").set_value("overfitting" if number == 9 else finding)
        at.radio(key=f"spot_sure_{number}").set_value("Very sure")
        at.button(key=f"spot_answer_{number}").click().run()
        assert diagnose(RECORDED[key]).sentence in texts(at)
        click(at, "spot_next")
    assert headings(at) == "9 of 10 right"
    assert "You were 95% sure on average, and 90% were right: you know what you know." in texts(at)
    click(at, "spot_again")
    assert headings(at) == f"Curve 1 of {len(CURVES)}"


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_worksheet_tells_nothing_and_the_notes_tell_all(at: AppTest, name: str):
    experiment, runs = EXPERIMENTS[name], runs_of(name)
    open_lesson(at, name, print="worksheet")
    sheet = texts(at)
    assert [choice.label in sheet for choice in choices(experiment, runs)] == [True] * 3
    assert experiment.lesson.think in sheet
    assert not any(text in sheet for text in (experiment.claim, outcome(experiment, runs)))
    assert not at.button
    open_lesson(at, name, print="notes")
    notes = texts(at)
    right = next(choice.label for choice in choices(experiment, runs) if choice.right)
    assert f"**{right}**" in notes
    assert outcome(experiment, runs) in notes
    assert fill_in(experiment.see, experiment, runs) in notes
    assert dict(at.query_params) == {"lesson": name, "print": "notes"}


def test_an_address_hides_what_a_lesson_does_not_need(at: AppTest):
    open_lesson(at, "few-neurons", hide="train,think,more,paper")
    click(at, "skip")
    assert list(buttons(at)) == ["show_recorded"]
    click(at, "show_recorded")
    assert list(buttons(at)) == []
    assert not at.table
    assert EXPERIMENTS["few-neurons"].lesson.think not in texts(at)
    assert [link.proto.label.split(":")[0] for link in at.get("page_link")] == ["All lessons", "Before", "Next"]


def test_teachers_get_all_lessons_by_age_and_minutes_with_links_that_leave_out_what_they_say(at: AppTest):
    open_lesson(at)
    assert "from age 12 · 15 min" in texts(at)
    open_lesson(at, "teachers")
    (table,) = at.table
    assert len(table.value) == len(lessons.LESSONS)
    assert list(table.value["From age"]) == sorted(table.value["From age"])
    assert "[What if there are only 500 images?](?lesson=little-data)" in set(table.value["Lesson"])
    at.selectbox(key="index_age").set_value(12).run()
    at.selectbox(key="index_minutes").set_value(15).run()
    at.button_group(key="index_hidden").set_value(["tally", "train"]).run()
    (table,) = at.table
    assert set(table.value["From age"]) == {"12"}
    assert max(map(int, table.value["Minutes"])) == 15
    assert "[Worksheet](?lesson=little-data&print=worksheet&hide=tally%2Ctrain)" in table.value["To print"].str.cat()
