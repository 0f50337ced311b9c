"""The router: which pages there are, and what every page shows. Start with `streamlit run streamlit_app.py`."""

import streamlit as st

from digitdemo.ui import resources
from digitdemo.ui.panels import training_panel
from digitdemo.ui.state import script_run, trainings

st.set_page_config(page_title="digitdemo", page_icon="assets/icon.png", layout="wide")

resources.settle_process()
script_run.begin_script_run()

TRAIN_FILE = "digitdemo/ui/pages/train.py"
TRAIN = st.Page(TRAIN_FILE, title="Train", icon=":material/model_training:", url_path="start", default=True)
DRAW = st.Page("digitdemo/ui/pages/draw.py", title="Draw", icon=":material/draw:")
EXPERIMENTS = st.Page(
    "digitdemo/ui/pages/experiments.py", title="Experiments", icon=":material/experiment:", url_path="experiments"
)
COMPARE = st.Page(
    "digitdemo/ui/pages/compare.py", title="Compare", icon=":material/compare_arrows:", url_path="compare"
)
MISTAKES = st.Page("digitdemo/ui/pages/mistakes.py", title="Mistakes", icon=":material/rule:", url_path="mistakes")
INSIDE = st.Page("digitdemo/ui/pages/inside.py", title="Look inside", icon=":material/search:", url_path="inside")
# The default page answers at "/" only; people who write "/train" get it, too.
TRAIN_BY_NAME = st.Page(TRAIN_FILE, title="Train", url_path="train", visibility="hidden")

page = st.navigation([TRAIN, EXPERIMENTS, COMPARE, MISTAKES, DRAW, INSIDE, TRAIN_BY_NAME])
# Not where the button is: the status of the training that has just begun may rerun the page before.
if trainings.leads_to_train():
    st.switch_page(TRAIN)
script_run.open_page(page.url_path)
if page not in (TRAIN, TRAIN_BY_NAME):
    training_panel.sidebar_status()
page.run()
