"""What an address opens: a run, a lesson, a test digit, a cell of the mistakes, a view of Look inside, knobs."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.data.mnist import DataError
from digitdemo.data.model_input import ModelInput, input_from_test_set
from digitdemo.texts import LANGUAGES, tr
from digitdemo.ui import resources
from digitdemo.ui.state import address, classroom, lessons, my_visit, own_drawings, widget_keys
from digitdemo.ui.state.address_values import number_in, refusal_of, refused_in
from digitdemo.ui.state.canvas import lay_on
from digitdemo.ui.state.focus import bring_to_focus
from digitdemo.ui.state.knobs import set_knobs
from digitdemo.ui.state.language import LANG
from digitdemo.ui.state.last_input import remember_input
from digitdemo.ui.state.open_run import open_run
from digitdemo.ui.state.shared_runs import check_links
from digitdemo.ui.state.visit import visit

Texts = Mapping[str, str]


def open_address(page: str) -> None:
    """Make the page that is being opened show what the address says, as far as it names something that is there.

    An address is what anybody may type: what it asks for and cannot have is put into words, `Visit.address_problems`.
    """
    visit().address_problems, visit().no_longer_shared = (), ()
    check_links()
    texts = st.query_params.to_dict()
    open_what = _OPENED.get(page, lambda _: [])
    visit().address_problems = (*_of_any_page(texts), *open_what(texts))


def opened_problems() -> tuple[str, ...]:
    """Return what of the address that has opened this page is not possible, as long as the page is open."""
    return visit().address_problems


def check_view(views: Sequence[str]) -> None:
    """Refuse a view of Look inside that the address names, if it is none of these."""
    names, asked = [address.in_address(view) for view in views], visit().view
    if asked is not None and asked not in names:
        visit().view = None
        visit().address_problems = (*visit().address_problems, refusal_of(address.VIEW, asked, names))


def begin_view(views: Sequence[str]) -> str:
    """Return the key of the widget that chooses one of these views of Look inside; it begins with the address's."""
    key, asked = widget_keys.VIEW, visit().view
    visit().view = None
    named = next((view for view in views if address.in_address(view) == asked), None)
    st.session_state[key] = named or st.session_state.get(key) or views[0]
    return key


def _of_any_page(texts: Texts) -> list[str]:
    return [*refused_in(texts, address.VERSION, address.VERSIONS), *refused_in(texts, LANG, LANGUAGES)]


def _open_knobs(texts: Texts) -> list[str]:
    if not any(name in KNOBS for name in texts):
        return []
    config, problems = TrainConfig.from_texts(texts)
    visit().first_config, visit().knob_problems = config, tuple(problems)
    set_knobs(config)
    return []


def _open_lab(texts: Texts) -> list[str]:
    """Set the knobs that the address names, and bring its run into focus; one by itself brings its own knobs."""
    _open_knobs(texts)
    run, problems = open_run(texts)
    if run is not None and run.history:
        if visit().shown == [visit().example_shown]:
            visit().shown = []
        bring_to_focus(run.id)
        if not any(name in KNOBS for name in texts):
            set_knobs(run.config)
    return problems


def _open_drawing_area(texts: Texts) -> list[str]:
    _, problems = open_run(texts)
    problems += _open_knobs(texts)  # addresses of lessons begin with "/?architecture="
    try:
        test_image, said = _test_image(texts)
    except DataError as error:
        visit().refused = error
        return problems
    if test_image is not None:
        lay_on(test_image)
    return problems + said


def _open_cell(texts: Texts) -> list[str]:
    _, problems = open_run(texts)
    if texts:
        visit().test_set = own_drawings.MNIST
    if (asked := texts.get(address.TEST_SET)) is not None and asked in own_drawings.TEST_SETS:
        visit().test_set = asked
    problems += refused_in(texts, address.TEST_SET, own_drawings.TEST_SETS)
    for name, key in ((address.DIGIT, widget_keys.CELL_DIGIT), (address.READ_AS, widget_keys.CELL_READ_AS)):
        if name in texts:
            st.session_state[key], said = number_in(texts, name, 9)
            problems += said
    return problems


def _open_view(texts: Texts) -> list[str]:
    _, problems = open_run(texts)
    visit().view = texts.get(address.VIEW, visit().view)
    try:
        test_image, said = _test_image(texts)
    except DataError:  # the page says so
        return problems
    if test_image is not None:
        remember_input(test_image)
    return problems + said


def _open_lesson(texts: Texts) -> list[str]:
    """Say what is not possible; the page itself reads the address at every script run."""
    named = [texts[name] for name in (address.LESSON, address.EXPERIMENT) if name in texts]
    problems = [
        tr("There is no lesson {lesson!r}. Choose one on this page.", lesson=text[:60])
        for text in named
        if text not in lessons.ADDRESSES
    ]
    problems += refused_in(texts, address.PRINT, (lessons.WORKSHEET, lessons.NOTES))
    problems += refused_in(texts, lessons.TYPE, (lessons.LARGE,))
    if unknown := lessons.hidden_in(texts) - set(lessons.PARTS):
        problems.append(refusal_of(lessons.HIDE, ",".join(sorted(unknown)), lessons.PARTS))
    return problems


def _open_room(texts: Texts) -> list[str]:
    """Open the room of a class that the address names; what is not possible is said by the page itself."""
    if secret := texts.get(address.TEACHER):
        classroom.take_up(secret)
    elif address.ROOM in texts:
        classroom.enter(texts[address.ROOM])
    else:
        classroom.room_of_learner()
    return []


def _open_visit(texts: Texts) -> list[str]:
    """Find the visit that a code opens; the page asks whether it is to be taken up here."""
    if address.CODE in texts:
        my_visit.look_up_code(texts[address.CODE])
    return []


def _test_image(texts: Texts) -> tuple[ModelInput | None, list[str]]:
    """Return the test image that an address names, or None and what is wrong with it.

    Raises:
        DataError: there are no test images.
    """
    if address.IMAGE not in texts:
        return None, []
    images, labels = resources.mnist_test_set()
    number, said = number_in(texts, address.IMAGE, len(images) - 1)
    return (None if number is None else input_from_test_set(number, images[number], int(labels[number]))), said


_OPENED: Mapping[str, Callable[[Texts], list[str]]] = {
    "": _open_drawing_area,
    "lab": _open_lab,
    "mistakes": _open_cell,
    "inside": _open_view,
    "lessons": _open_lesson,
    "class": _open_room,
    "visit": _open_visit,
}
