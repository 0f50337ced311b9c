"""The router: which pages there are, and what every page shows."""

import streamlit as st

from digitdemo.system import PROJECT
from digitdemo.texts import LANGUAGES, tr
from digitdemo.ui import process
from digitdemo.ui.components import every_page
from digitdemo.ui.door.giving_way import let_others_go_first
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels import training_panel, unknown_page
from digitdemo.ui.panels.shared_run import say_no_longer_shared
from digitdemo.ui.state import endings, knobs, language, lessons, script_run, teaching, trainings, whose

_PAGES = "digitdemo/ui/pages"
_PLAY_FILE = f"{_PAGES}/play.py"
_LESSONS_FILE = f"{_PAGES}/lessons.py"
_LAB_FILE = f"{_PAGES}/lab.py"


class _Pages:
    """All pages, with the names that they have in the visitor's language."""

    def __init__(self) -> None:
        self.play = st.Page(_PLAY_FILE, title=tr("Play"), icon=":material/draw:", url_path="", default=True)
        self.lessons = st.Page(_LESSONS_FILE, title=tr("Lessons"), icon=":material/school:", url_path="lessons")
        self.lab = st.Page(_LAB_FILE, title=tr("Lab"), icon=":material/model_training:", url_path="lab")
        mistakes = st.Page(f"{_PAGES}/mistakes.py", title=tr("Mistakes"), icon=":material/rule:", url_path="mistakes")
        inside = st.Page(f"{_PAGES}/inside.py", title=tr("Look inside"), icon=":material/search:", url_path="inside")
        class_ = st.Page(f"{_PAGES}/class.py", title=tr("Class"), icon=":material/groups:", url_path="class")
        visit = st.Page(f"{_PAGES}/visit.py", title=tr("My visit"), icon=":material/person:", url_path="visit")
        about = st.Page(f"{_PAGES}/about.py", title=tr("About"), icon=":material/info:", url_path="about")
        self.shown = (self.play, self.lessons, self.lab, mistakes, inside, class_, visit, about)
        # Addresses of before.
        self.leads_on = {
            st.Page(_PLAY_FILE, title=tr("Play"), url_path="draw", visibility="hidden"): self.play,
            st.Page(_LESSONS_FILE, title=tr("Lessons"), url_path="experiments", visibility="hidden"): self.lessons,
            st.Page(_LAB_FILE, title=tr("Lab"), url_path="train", visibility="hidden"): self.lab,
            st.Page(_LAB_FILE, title=tr("Lab"), url_path="start", visibility="hidden"): self.lab,
            st.Page(_LAB_FILE, title=tr("Lab"), url_path="compare", visibility="hidden"): self.lab,
        }
        # Another language is chosen where the other pages are, and leads back to the page that one was on.
        self.switches = {
            st.Page(
                _only_lead_on,
                title=name,
                icon=":material/translate:",
                url_path=name.lower(),
                visibility="hidden" if code == language.spoken() else "visible",
            ): code
            for code, name in LANGUAGES.items()
        }
        self.old_paths = [page.url_path for page in (*self.switches, *self.leads_on)]


def _only_lead_on() -> None:
    """Show nothing: this is no page to be on."""


def show_page() -> None:
    """Show the page that a visitor's browser asks for."""
    let_others_go_first()
    st.set_page_config(page_icon=PROJECT / "assets/icon.png", layout="wide")
    st.logo(PROJECT / "assets/logo.svg")
    st.html(PROJECT / "digitdemo/ui/look.css")

    process.settle_process()
    language.speak()
    is_first = script_run.begin_script_run()

    pages = _Pages()
    ours = [*pages.shown, *pages.switches, *pages.leads_on]
    asked = unknown_page.asked_for([one.url_path for one in ours])
    page = st.navigation([*ours, *unknown_page.in_its_place(asked, pages.shown)], position="top")
    st.set_page_config(page_title=f"{page.title} · digitdemo")
    if page in pages.leads_on or page in pages.switches:
        _lead_on(page, pages)
    if is_first and page is pages.play and knobs.address_names_knobs():
        st.switch_page(pages.lab, query_params=st.query_params.to_dict())
    # Not where the button is: the status of the training that has just begun may rerun the page before.
    if trainings.leads_to_lab() and page is not pages.lab:
        st.switch_page(pages.lab)
    script_run.open_page(page.url_path)
    _show_training_and_news(page, pages)
    every_page.prepare_every_page(page.url_path, pages.old_paths, endings.news())
    say_no_longer_shared(in_lab=page is pages.lab)
    page.run()
    script_run.end_script_run()


def _lead_on(page: st.Page, pages: _Pages) -> None:
    """Go where an old address leads, or back in another language; it does not return."""
    # Only once the new address will replace the old one: whoever came back to that would be led on again.
    if every_page.prepare_every_page(page.url_path, pages.old_paths, endings.news()):
        if page in pages.leads_on:
            st.switch_page(pages.leads_on[page], query_params=st.query_params.to_dict())
        back, parameters = language.switch_language(pages.switches[page])
        st.switch_page(next((one for one in pages.shown if one.url_path == back), pages.play), query_params=parameters)
    st.stop()


def _show_training_and_news(page: st.Page, pages: _Pages) -> None:
    """Show the visitor's training where the page itself does not, and say what has happened meanwhile."""
    lesson = lessons.opened() if page is pages.lessons else None
    shown_by_page = page is pages.lab or (page is pages.play and teaching.lesson()) or lessons.training_of(lesson)
    if not shown_by_page:
        training_panel.show_elsewhere()
    of_run, fell_through = endings.news_is_of_run(), endings.fallen_through()
    told_by_page = (of_run and lessons.news_is_of_lesson(lesson)) or (
        (of_run or fell_through) and (page is pages.lab or (page is pages.play and teaching.news_is_of_lesson()))
    )
    # What was told is noted after it was: this script run may be cut off at any of these lines.
    if (fresh := endings.fresh_news()) and not told_by_page:
        st.toast(fresh, icon=":material/model_training:", duration="long")
    endings.note_news_shown()
    if lost := endings.lost_in_words():
        st.toast(escape_markdown(lost), icon=":material/restart_alt:", duration="long")
        endings.note_lost_told()
    if said := whose.take_word_of_database():
        st.toast(escape_markdown(said), icon=":material/database:", duration="long")
