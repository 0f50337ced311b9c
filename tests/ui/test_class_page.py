"""The page of classes by AppTest: into a room, onto the board, what its teacher does, and rooms that are gone."""

import json
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.ui import resources
from digitdemo.ui.state import widget_keys
from digitdemo.visitors.classes import Classes
from digitdemo.visitors.room import RoomGone
from tests.conftest import MLP, SEVEN, run_of, until
from tests.ui.conftest import CLASS, LAB, bring, damage, headings, message, open_tab, texts, visit_of

TEACHER, BOB = "a teacher's", "bob's"


@pytest.fixture
def classes(at: AppTest) -> Classes:
    return resources.classes()


@pytest.fixture
def code(classes: Classes) -> str:
    """The code of a room that somebody else has opened."""
    return classes.rooms.open(TEACHER, "9b").room.code


def arrive(at: AppTest, **says: str) -> None:
    """Open the page by an address that says this."""
    for name, text in says.items():
        at.query_params[name] = text
    at.switch_page(CLASS).run()
    assert not at.exception


def join(at: AppTest, nickname: str) -> None:
    at.text_input(key="nickname").set_value(nickname)
    at.button(key="join").click().run()
    assert not at.exception


def have_run(at: AppTest, run_id: str) -> None:
    """Give this visit a run that was trained, with the files of a shipped one."""
    run = run_of(MLP, id=run_id, parameters=1000)
    resources.run_store().save(run, SHIPPED_MODELS / "linear", visit_of(at).owner)
    visit_of(at).runs = {**visit_of(at).runs, run_id: run}


def others_run(classes: Classes, code: str, nickname: str, owner: str) -> None:
    """Have somebody else join and show a run."""
    classes.members.join(code, owner, nickname)
    resources.run_store().save(run_of(MLP, id=f"of-{owner[:3]}", parameters=2000), SHIPPED_MODELS / "linear", owner)
    classes.board.show(code, owner, f"of-{owner[:3]}")


def board(at: AppTest) -> dict[str, Any]:
    """Return what the browser is told of the board's chart; nothing where there is none."""
    found = [element.proto for element in at.get("bidi_component")]
    return next((json.loads(one.json) for one in found if one.component_name == "digitdemo_steady_chart"), {})


def look_again(at: AppTest, code: str) -> str:
    """Run the page anew once it sees what others have changed, and return its text."""
    resources.pulses().forget(code)
    at.run()
    return texts(at)


def choose_tab(at: AppTest, name: str) -> None:
    at.session_state["room_tabs"] = name
    at.run()
    assert not at.exception


def test_a_teacher_opens_a_room_and_its_link_makes_another_its_teacher(at: AppTest):
    arrive(at)
    at.text_input(key="room_title").set_value("9b & <b>c</b>")
    at.button(key="open_room").click().run()
    code = visit_of(at).room
    assert visit_of(at).worth_keeping  # so that My visit has it, and forgets it
    assert at.title[0].value == "9b \\& \\<b\\>c\\<\\/b\\>"
    assert at.query_params == {"room": code}
    assert "This room ends on " in texts(at)
    assert f"{code[:4]} {code[4:]}" in [header.value for header in at.header]
    choose_tab(at, "Teacher")
    links = [
        json.loads(one.proto.json)["url"] for one in at.get("bidi_component") if "link" in one.proto.component_name
    ]
    (secret,) = [url.split("teacher=")[1] for url in links if "teacher=" in url]
    other = "of another device"
    assert resources.classes().rooms.teach(secret, other).code == code


def test_the_address_of_a_secret_link_shows_it_no_longer(at: AppTest, classes: Classes):
    opened = classes.rooms.open(TEACHER, "9b")
    arrive(at, teacher=opened.secret)
    assert at.query_params == {"room": opened.room.code}
    assert [tab.label for tab in at.tabs] == ["Board", "Our test set", "Teacher"]
    at.toggle(key="uncovered").set_value(True).run()
    assert classes.rooms.find(opened.room.code).uncovered
    arrive(at, teacher="wrong")
    assert opened.secret not in str(at.query_params)


def test_a_link_leads_to_a_nickname_and_on_to_the_board(at: AppTest, classes: Classes, code: str):
    classes.members.join(code, BOB, "Bob")
    arrive(at, room=code.lower())
    assert at.title[0].value == "9b"
    join(at, "BOB")
    assert "Nickname: BOB is taken in this room; choose another" in texts(at)
    join(at, "<i>Zoë")
    assert "You are **<i>Zoë**. This room ends on" in texts(at)
    assert "2 in this room: Bob, <i>Zoë" in texts(at)
    assert "The board is empty" in texts(at)
    assert [tab.label for tab in at.tabs] == ["Board", "Draw", "Our test set"]


def test_runs_come_on_the_board_from_the_page_and_from_the_lab_and_leave_it_with_their_deletion(
    at: AppTest, classes: Classes, code: str
):
    arrive(at, room=code)
    join(at, "Zoë")
    for run_id in ("a", "b"):
        have_run(at, run_id)
    at.run()
    at.selectbox(key="run_to_show").set_value("a").run()
    at.button(key="show_to_class").click().run()
    assert "Zoë: MLP 512-512, validation 98.00%" in board(at)["alt"]
    assert "| Zoë | 98.00% | MLP 512-512 | 1,000 |" in texts(at)
    at.switch_page(LAB).run()
    bring(at, "b")
    open_tab(at, "Numbers")
    assert at.button(key="show_to_class").label == "Show to my class"
    at.button(key="show_to_class").click().run()
    assert at.button(key="show_to_class").label == "Take off the board"
    assert [entry.run_id for entry in classes.board.entries(code)] == ["a", "b"]
    at.button(key="delete").click().run()
    arrive(at, room=code)
    assert [entry.run_id for entry in classes.board.entries(code)] == ["a"]
    assert board(at)["alt"].count("Zoë") == 1


def test_who_is_in_no_room_has_no_such_button(at: AppTest):
    at.switch_page(LAB).run()
    have_run(at, "a")
    bring(at, "a")
    open_tab(at, "Numbers")
    assert "show_to_class" not in [button.key for button in at.button]


def test_test_accuracies_are_covered_until_the_teacher_uncovers_them(at: AppTest, classes: Classes, code: str):
    arrive(at, room=code)
    join(at, "Zoë")
    others_run(classes, code, "Bob", BOB)
    said = look_again(at, code)
    assert "Test accuracies are covered" in said
    assert "| Test |" not in said
    assert "test" not in board(at)["figure"].lower()
    classes.rooms.uncover(code, TEACHER)
    said = look_again(at, code)
    assert "Test accuracies are covered" not in said
    assert "| Test |" in said
    assert "test 98.00%" in board(at)["figure"]


def test_nicknames_are_no_markup_on_the_board(at: AppTest, classes: Classes, code: str):
    arrive(at, room=code)
    join(at, "Zoë")
    others_run(classes, code, "<b>[x](//y)|", BOB)
    look_again(at, code)
    table = next(element.value for element in at.markdown if "Nickname" in element.value)
    assert "\\<b\\>\\[x\\]\\(\\/\\/y\\)\\|" in table
    assert "<b>" not in board(at)["figure"].encode().decode("unicode_escape")


def test_ten_digits_are_drawn_one_after_the_other_and_every_model_reads_them(at: AppTest, classes: Classes, code: str):
    arrive(at, room=code)
    join(at, "Zoë")
    choose_tab(at, "Draw")
    for digit in range(10):
        assert at.header[0].value == f"Draw this digit: {digit}"
        assert at.button(key="class_done").disabled
        at.session_state["canvas"] = message([(x + digit, y) for x, y in SEVEN])
        at.run()
        at.button(key="class_done").click().run()
        assert not at.exception
    assert "Thank you: your 10 digits are in the class's test set." in texts(at)
    assert [drawing.digit for drawing in classes.drawings.listed(code)] == [*range(10)]
    at.button(key="draw_more").click().run()
    assert at.header[0].value == "Draw this digit: 0"
    others_run(classes, code, "Bob", BOB)
    choose_tab(at, "Our test set")
    until(lambda: len(resources.pool_readings().read_by("of-bob")) == 10)
    at.run()
    read = resources.pool_readings().read_by("of-bob").values()
    right = sum(int(found.argmax()) == digit for digit, found in enumerate(read))
    assert f"It reads **{right} of 10** right" in texts(at)
    assert "Its worst mistakes" in [header.value for header in at.header]
    choose_tab(at, "Board")
    assert "| Our test set |" in look_again(at, code)


def test_a_teacher_removes_what_does_not_belong_there_and_closes_the_room(at: AppTest, classes: Classes):
    arrive(at)
    at.button(key="open_room").click().run()
    code = visit_of(at).room
    others_run(classes, code, "Bob", BOB)
    classes.drawings.add(code, BOB, 7, [np.array(SEVEN)])
    choose_tab(at, "Teacher")
    for what, left in (("drawing", classes.drawings.listed), ("entry", classes.board.entries)):
        choice = at.selectbox(key=f"to_remove_{what}")
        choice.select_index(0).run()
        at.button(key=f"remove_{what}").click().run()
        assert left(code) == []
    at.selectbox(key="to_remove_member").select_index(0).run()
    at.button(key="remove_member").click().run()
    assert classes.members.listed(code) == []
    assert at.button(key="close_room").disabled
    at.checkbox(key="sure_to_close").check().run()
    at.button(key="close_room").click().run()
    assert at.title[0].value == "Class"
    with pytest.raises(RoomGone):
        classes.rooms.find(code)


def test_a_teacher_removes_the_run_that_is_chosen_though_others_look_the_same(at: AppTest, classes: Classes):
    arrive(at)
    at.button(key="open_room").click().run()
    code = visit_of(at).room
    others_run(classes, code, "Ann", BOB)
    resources.run_store().save(run_of(MLP, id="second", parameters=2000), SHIPPED_MODELS / "linear", BOB)
    classes.board.show(code, BOB, "second")
    choose_tab(at, "Teacher")
    choice = at.selectbox(key="to_remove_entry")
    first, second = choice.options
    assert first != second
    shown = [entry.run_id for entry in classes.board.entries(code)]
    choice.select_index(0).run()
    at.button(key="remove_entry").click().run()
    assert [entry.run_id for entry in classes.board.entries(code)] == shown[1:]


def test_a_damaged_run_takes_neither_the_test_set_nor_the_removals_away(at: AppTest, classes: Classes):
    arrive(at)
    at.button(key="open_room").click().run()
    code = visit_of(at).room
    others_run(classes, code, "Ann", "ann's")
    others_run(classes, code, "Bob", BOB)
    classes.drawings.add(code, BOB, 7, [np.array(SEVEN)])
    damage(classes.board.entries(code)[0].run_id, "run.json")
    resources.kept_run.clear()
    choose_tab(at, "Our test set")
    assert "cannot be read" not in look_again(at, code)
    assert [name.split(":")[0] for name in at.selectbox(key=widget_keys.RUN_OF_CLASS).options] == ["Bob"]
    choose_tab(at, "Teacher")
    choice = at.selectbox(key="to_remove_entry")
    assert choice.options[0] == "Ann: a run that is damaged (1)"
    choice.select_index(0).run()
    at.button(key="remove_entry").click().run()
    assert len(classes.board.entries(code)) == 1


def test_a_learner_leaves_a_room_with_all_that_is_shown_there(at: AppTest, classes: Classes, code: str):
    arrive(at, room=code)
    join(at, "Zoë")
    at.button(key="leave_room").click().run()
    assert classes.members.listed(code) == []
    assert at.title[0].value == "Class"
    assert not [box.value for box in at.warning]
    assert "Your rooms" not in headings(at)
    at.text_input(key="room_code").set_value(code)
    at.button(key="enter").click().run()
    join(at, "Z.")
    assert "You are **Z.**" in texts(at)


def test_who_is_removed_or_whose_room_is_closed_hears_so_and_goes_on(at: AppTest, classes: Classes, code: str):
    arrive(at, room=code)
    join(at, "Zoë")
    (member,) = classes.members.listed(code)
    classes.members.remove(code, TEACHER, member.number)
    assert "You are not in this room any more: the teacher has removed you" in look_again(at, code)
    join(at, "Z.")
    assert "You are **Z.**" in texts(at)
    classes.rooms.close(code, TEACHER)
    assert f"The room {code} is closed. What you trained there is still yours." in look_again(at, code)
    assert at.title[0].value == "Class"
    assert not at.query_params


def test_codes_are_not_found_by_trying(at: AppTest, code: str):
    arrive(at)
    for _ in range(10):
        at.text_input(key="room_code").set_value("CCCCCC")
        at.button(key="enter").click().run()
        assert "There is no room 'CCCCCC'" in texts(at)
    at.text_input(key="room_code").set_value(code)
    at.button(key="enter").click().run()
    assert "Too many wrong codes were tried" in texts(at)
    assert at.title[0].value == "Class"


def test_a_database_that_fails_leaves_the_page_standing(at: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path):
    (tmp_path / "no-folder").write_text("")
    monkeypatch.setenv("DIGITDEMO_DATABASE_URL", f"sqlite:///{tmp_path}/no-folder/runs.sqlite")
    arrive(at)
    assert "Rooms cannot be read at the moment" in texts(at)
    at.button(key="open_room").click().run()
    assert "That could not be saved." in texts(at)


@pytest.mark.parametrize(
    ("button", "field", "says"),
    [("enter", "ROOM_CODE", "Type the code first."), ("open_room", "ROOM_TITLE", "This room ends on")],
)
def test_a_button_that_comes_without_its_field_takes_it_for_empty(
    at: AppTest, monkeypatch: pytest.MonkeyPatch, button: str, field: str, says: str
):
    arrive(at)
    at.button(key=button).click()
    monkeypatch.setattr(widget_keys, field, "another field")
    at.run()
    assert not at.exception
    assert says in texts(at)
