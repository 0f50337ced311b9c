"""The router: which pages there are, and what every page shows. Start with `streamlit run streamlit_app.py`."""

import streamlit as st

from digitdemo.system import PROJECT
from digitdemo.texts import LANGUAGES, tr
from digitdemo.ui import process
from digitdemo.ui.components.every_page import prepare_every_page
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels import training_panel, unknown_page
from digitdemo.ui.panels.page_fault import shielded
from digitdemo.ui.panels.shared_run import say_no_longer_shared
from digitdemo.ui.state import knobs, language, lessons, script_run, teaching, trainings, whose

st.set_page_config(page_icon=PROJECT / "assets/icon.png", layout="wide")
st.logo(PROJECT / "assets/logo.svg")
st.html(PROJECT / "digitdemo/ui/look.css")

process.settle_process()
language.speak()
is_first = script_run.begin_script_run()

PAGES = "digitdemo/ui/pages"
PLAY_FILE = f"{PAGES}/play.py"
LAB_FILE = f"{PAGES}/lab.py"
PLAY = st.Page(PLAY_FILE, title=tr("Play"), icon=":material/draw:", url_path="", default=True)
LESSONS_FILE = f"{PAGES}/lessons.py"
LESSONS = st.Page(LESSONS_FILE, title=tr("Lessons"), icon=":material/school:", url_path="lessons")
LAB = st.Page(LAB_FILE, title=tr("Lab"), icon=":material/model_training:", url_path="lab")
MISTAKES = st.Page(f"{PAGES}/mistakes.py", title=tr("Mistakes"), icon=":material/rule:", url_path="mistakes")
INSIDE = st.Page(f"{PAGES}/inside.py", title=tr("Look inside"), icon=":material/search:", url_path="inside")
CLASS = st.Page(f"{PAGES}/class.py", title=tr("Class"), icon=":material/groups:", url_path="class")
VISIT = st.Page(f"{PAGES}/visit.py", title=tr("My visit"), icon=":material/person:", url_path="visit")
ABOUT = st.Page(f"{PAGES}/about.py", title=tr("About"), icon=":material/info:", url_path="about")


def only_leads_on() -> None:
    """Show nothing: this is no page to be on."""


# Addresses of before, and the first page's own name: it answers at "/" only.
LEADS_ON = {
    st.Page(only_leads_on, title=tr("Play"), url_path="play", visibility="hidden"): PLAY,
    st.Page(PLAY_FILE, title=tr("Play"), url_path="draw", visibility="hidden"): PLAY,
    st.Page(LESSONS_FILE, title=tr("Lessons"), url_path="experiments", visibility="hidden"): LESSONS,
    st.Page(LAB_FILE, title=tr("Lab"), url_path="train", visibility="hidden"): LAB,
    st.Page(LAB_FILE, title=tr("Lab"), url_path="start", visibility="hidden"): LAB,
    st.Page(LAB_FILE, title=tr("Lab"), url_path="compare", visibility="hidden"): LAB,
}

# Another language is chosen where the other pages are, and leads back to the page that one was on.
SWITCHES = {
    st.Page(
        only_leads_on,
        title=name,
        icon=":material/translate:",
        url_path=name.lower(),
        visibility="hidden" if code == language.spoken() else "visible",
    ): code
    for code, name in LANGUAGES.items()
}

SHOWN = (PLAY, LESSONS, LAB, MISTAKES, INSIDE, CLASS, VISIT, ABOUT)
ours = [*SHOWN, *SWITCHES, *LEADS_ON]
asked = unknown_page.asked_for([one.url_path for one in ours])
page = st.navigation([*ours, *unknown_page.in_its_place(asked, SHOWN)], position="top")
st.set_page_config(page_title=f"{page.title} · digitdemo")
OLD = [old.url_path for old in (*SWITCHES, *LEADS_ON)]
if page in LEADS_ON or page in SWITCHES:
    # Only once the new address will replace the old one: whoever came back to that would be led on again.
    if prepare_every_page(page.url_path, OLD, trainings.news()):
        if page in LEADS_ON:
            st.switch_page(LEADS_ON[page], query_params=st.query_params.to_dict())
        back, parameters = language.switch_language(SWITCHES[page])
        st.switch_page(next((one for one in SHOWN if one.url_path == back), PLAY), query_params=parameters)
    st.stop()
if is_first and page is PLAY and knobs.address_names_knobs():
    st.switch_page(LAB, query_params=st.query_params.to_dict())
# Not where the button is: the status of the training that has just begun may rerun the page before.
if trainings.leads_to_lab() and page is not LAB:
    st.switch_page(LAB)
script_run.open_page(page.url_path)
lesson = lessons.opened() if page is LESSONS else None
shown_by_page = page is LAB or (page is PLAY and teaching.lesson()) or lessons.training_of(lesson)
if not shown_by_page:
    training_panel.show_elsewhere()
of_run, fell_through = trainings.news_is_of_run(), trainings.fallen_through()
told_by_page = (of_run and lessons.news_is_of_lesson(lesson)) or (
    (of_run or fell_through) and (page is LAB or (page is PLAY and teaching.news_is_of_lesson()))
)
if (fresh := trainings.take_news()) and not told_by_page:
    st.toast(fresh, icon=":material/model_training:", duration="long")
if lost := trainings.lost_in_words():
    st.toast(escape_markdown(lost), icon=":material/restart_alt:", duration="long")
if said := whose.take_word_of_database():
    st.toast(escape_markdown(said), icon=":material/database:", duration="long")
prepare_every_page(page.url_path, OLD, trainings.news())
say_no_longer_shared(in_lab=page is LAB)
with shielded():
    page.run()
script_run.end_script_run()
