"""The visitor's own test set by AppTest: kept on the Play page, scored on the page of mistakes, and learned from."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from digitdemo.bench.harness.beside import of_height_1
from digitdemo.bench.harness.stray_marks import MARKS
from digitdemo.data.stroke_files import StrokeDrawing, read_stranger_file, write_stroke_file
from digitdemo.data.templates import pen_digit
from digitdemo.runs.run import LearnedOwn
from digitdemo.ui import resources
from digitdemo.ui.panels.own_drawings import preparing
from digitdemo.ui.state.visit import Visit
from digitdemo.visitors import own_test_set
from digitdemo.visitors.drawings import KeptDrawing
from digitdemo.visitors.own_test_set import OwnTestSet
from tests.conftest import MLP, ONE, SEVEN, run_of
from tests.jobs.conftest import ScriptedTrainer
from tests.ui.conftest import MISTAKES, PLAY, headings, message, texts, visit_of, widget


def kept(at: AppTest) -> list[int]:
    """Return the digits of the drawings that the visit has kept."""
    return [drawing.digit for drawing in resources.own_drawings(visit_of(at).owner).listed()]


def draw(at: AppTest, stroke: list[tuple[float, float]]) -> None:
    at.session_state["canvas"] = message(stroke)
    at.run()


def file_of(count: int = 20) -> bytes:
    """Return a file with drawings of every digit in turn."""
    rng = np.random.default_rng(6)
    drawings = [StrokeDrawing(n % 10, "", tuple(pen_digit(n % 10, rng))) for n in range(count)]
    return write_stroke_file(drawings, "of our own making")


def keep(visit: Visit, data: bytes) -> None:
    resources.own_drawings(visit.owner).add_all(read_stranger_file(data, "mine.json"))


def open_mine(at: AppTest, data: bytes | None = None) -> None:
    """Open the page of mistakes with the own drawings, in a visit that has those of the file."""
    at.run()
    if data:
        keep(visit_of(at), data)
    visit_of(at).test_set = "mine"
    at.switch_page(MISTAKES).run()
    assert not at.exception


def test_one_tap_keeps_a_drawing_once_with_what_was_read_and_undo_takes_it_back(at: AppTest):
    at.run()
    assert at.button(key="keep_right").disabled
    draw(at, SEVEN)
    right = at.button(key="keep_right")
    assert right.label == "That's right: 7"
    right.click().run()
    assert "Kept as 7." in texts(at)
    assert kept(at) == [7]
    at.button(key="keep_undo").click().run()
    assert kept(at) == []
    for _ in range(2):  # a double tap sends the same click twice
        at.button(key="keep_right").click()
        at.run()
        visit_of(at).on_canvas = None
        at.run()
    assert kept(at) == [7]


@pytest.mark.parametrize(
    "beside",
    [
        [(40, 20), (250, 20), (250, 270), (40, 270), (40, 20)],
        [(70, 15), (250, 20), (250, 270), (70, 270), (70, 15)],  # touches the digit
        [(90, 275), (210, 275)],
        [(230, 60), (231, 62)],
    ],
    ids=["box", "touching box", "line", "dot"],
)
def test_a_kept_digit_is_asked_about_as_it_was_read_without_what_was_left_out(
    at: AppTest, beside: list[tuple[float, float]]
):
    at.run()
    draw(at, SEVEN)
    at.button(key="keep_right").click().run()
    at.session_state["canvas"] = message(SEVEN, beside)
    at.run()
    assert at.button(key="keep_right").label == "That's right: 7"
    at.button(key="keep_right").click().run()
    first, *others = visit_set(at).images
    assert kept(at) == [7] * (1 + len(others))
    assert all(np.abs(other.astype(int) - first).mean() < 1 for other in others)


@pytest.mark.parametrize("marks", ["a box", "a line below", "a dot"])
def test_a_digit_that_was_kept_with_what_is_beside_it_is_asked_about_without(marks: str):
    """Files of drawings bring it along, and so does who kept them before it was left out."""
    rng = np.random.default_rng(1)
    digit = [100 * stroke for stroke in of_height_1(pen_digit(5, rng))]
    other = [100 * stroke for stroke in MARKS[marks]([stroke / 100 for stroke in digit], rng)]
    alone, beside = (KeptDrawing(n, 5, False, tuple(own)) for n, own in enumerate((digit, [*digit, *other])))
    first, second = own_test_set.own_test_set([alone, beside]).images
    assert np.array_equal(first, second)


def test_what_was_read_wrong_is_kept_as_what_it_is_and_a_new_drawing_is_asked_about_anew(at: AppTest):
    at.run()
    draw(at, SEVEN)
    at.session_state["keep_wrong"] = True  # as a click opens it
    at.run()
    at.button(key="keep_1").click().run()
    assert "Kept as 1." in texts(at)
    draw(at, ONE)
    at.button(key="keep_right").click().run()
    assert kept(at) == [1, 1]
    at.button(key="see_mine").click().run()
    assert at.title[0].value == "Mistakes"
    assert "2 of 2" not in at.metric[0].value
    assert at.metric[0].value == "1 of 2"


def test_a_test_image_is_not_asked_about(at: AppTest):
    at.run()
    at.button(key="test_digit").click().run()
    assert at.button(key="keep_right").disabled
    assert kept(at) == []


def test_who_has_kept_enough_is_told_so_on_the_page(at: AppTest, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DIGITDEMO_DRAWINGS_PER_VISITOR", "1")
    at.run()
    for stroke in (SEVEN, ONE):
        draw(at, stroke)
        at.button(key="keep_right").click().run()
    assert "You have kept 1 drawings, and no more may be kept." in texts(at)
    assert kept(at) == [7]


def test_every_model_is_scored_and_a_file_comes_in_and_goes_out(at: AppTest):
    open_mine(at)
    assert "You have kept no drawings yet" in texts(at)
    at.file_uploader[0].set_value(("mine.json", file_of(), "application/json")).run()
    assert "20 drawings were added." in texts(at)
    assert visit_of(at).worth_keeping  # by its cookie: they are found again
    owner = visit_of(at).owner
    version = resources.own_drawings(owner).version()
    drawings = resources.own_test_set(owner, version)
    right = int((resources.probabilities_on_own("mlp", owner, version).argmax(1) == drawings.labels).sum())
    assert at.metric[0].value == f"{right} of 20"
    at.file_uploader[0].set_value(("mine.json", file_of(21), "application/json")).run()
    assert "1 drawing was added. 20 were there already." in texts(at)
    at.file_uploader[0].set_value(("no![x].json", b'{"drawings": 5}', "application/json")).run()
    assert "no![x].json: not a file of drawings" in texts(at)
    number = drawings.drawings[-1].number
    at.button(key=f"delete_drawing_{number}").click().run()
    assert len(kept(at)) == 20
    at.button(key="delete_drawings").click().run()
    assert kept(at) == []
    assert not at.exception


def test_many_drawings_are_prepared_a_few_at_a_time_and_each_once(at: AppTest, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(preparing, "_PART_SECONDS", 0.0)
    drawn = []
    whole = own_test_set.image_of_digit
    monkeypatch.setattr(own_test_set, "image_of_digit", lambda *said: drawn.append(1) or whole(*said))
    open_mine(at)
    at.file_uploader[0].set_value(("mine.json", file_of(5), "application/json")).run()
    assert "Preparing your drawings: 1 of 5" in str(at.get("progress")[0].proto)
    assert "All my drawings" not in headings(at)
    for _ in range(4):
        at.run()
    assert "All my drawings" in headings(at)
    assert "5 drawings were added." in texts(at)
    assert len(drawn) == 5
    keep(visit_of(at), file_of(6))
    at.run()
    assert len(drawn) == 6
    assert len(visit_set(at)) == 6
    at.button(key=f"delete_drawing_{visit_set(at).drawings[0].number}").click().run()
    assert len(drawn) == 6
    assert len(visit_set(at)) == 5


def visit_set(at: AppTest) -> OwnTestSet:
    owner = visit_of(at).owner
    return resources.own_test_set(owner, resources.own_drawings(owner).version())


@pytest.mark.usefixtures("scripted_trainer")
def test_what_is_learned_from_are_the_drawings_that_are_not_held_out(at: AppTest):
    open_mine(at, file_of(8))
    assert at.button(key="learn_mine").disabled
    assert "Nothing is learned from a drawing unless you press this." in texts(at)
    keep(visit_of(at), file_of(20))
    at.run()
    at.button(key="learn_mine").click().run()
    job = resources.job_queue().job(visit_of(at).job_ids[0])
    drawings = resources.own_drawings(visit_of(at).owner).listed()
    images, labels = job.own.arrays
    assert job.config == resources.shipped_runs()["mlp"].config
    assert job.own.drawings == 10
    assert labels[:10].tolist() == [each.digit for each in drawings if not each.held_out]
    mine = visit_set(at)
    assert np.array_equal(images[:10], mine.images[~mine.held_out])
    assert ScriptedTrainer.made


def test_a_run_that_has_learned_is_scored_on_the_others_and_compared_with_the_training_without(
    at: AppTest, monkeypatch: pytest.MonkeyPatch
):
    open_mine(at, file_of())
    run = run_of(MLP, 0.98, own=LearnedOwn(drawings=10, images=200, times=14))
    visit_of(at).runs = {run.id: run}
    visit_of(at).grown_from = {run.id: "linear"}
    visit_of(at).looked_at = run.id
    # Its model is the MLP's; that without the drawings is the linear one.
    with_model = resources.with_model
    monkeypatch.setattr(resources, "with_model", lambda runs: {*with_model(runs), run.id})
    classifier = resources.classifier
    for room in (resources, resources.readings):
        monkeypatch.setattr(room, "classifier", lambda run_id: classifier("mlp" if run_id == run.id else run_id))
    whole = resources.probabilities_on_test_set
    monkeypatch.setattr(
        resources, "probabilities_on_test_set", lambda run_id: whole("mlp" if run_id == run.id else run_id)
    )
    at.run()
    assert "What your drawings have changed" in headings(at)
    assert at.metric[0].label == "Your held-out drawings, read right"
    assert at.metric[0].value.endswith("of 10")
    owner = visit_of(at).owner
    version = resources.own_drawings(owner).version()
    drawings = resources.own_test_set(owner, version)
    before, now = (resources.probabilities_on_own(name, owner, version).argmax(1) for name in ("linear", "mlp"))
    wrong = drawings.held_out & (before != drawings.labels)
    repaired = int((wrong & (now == drawings.labels)).sum())
    assert 0 < repaired < wrong.sum()
    assert f"It repairs {repaired} of your {int(wrong.sum())} misread held-out drawings" in texts(at)
    assert "1. MLP 512-512 + my drawings" in widget(at, "selectbox", "looked_at_on_mistakes").options
    at.switch_page(PLAY).run()
    assert not at.exception


def test_the_address_says_that_it_is_the_own_drawings_and_opens_them(at: AppTest):
    open_mine(at)
    assert dict(at.query_params) == {"run": "mlp", "test_set": "mine"}
    for asked, shown in (("mine", "mine"), ("mnist", "mnist"), ("yours", "mnist")):
        at.query_params.clear()
        at.query_params.update(run="linear", test_set=asked)
        at.switch_page(PLAY).run()
        at.query_params.update(run="linear", test_set=asked)
        at.switch_page(MISTAKES).run()
        assert visit_of(at).test_set == shown
    assert "test_set: 'yours' is not allowed; give one of mnist, mine" in texts(at)
