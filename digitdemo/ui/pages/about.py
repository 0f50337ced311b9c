"""About: the digits, how everything is measured, what the words mean, the sources, the licences, the code."""

import re

import numpy as np
import streamlit as st

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.data.mnist import DataError
from digitdemo.runs.owners import AWAY_DAYS
from digitdemo.system import PROJECT
from digitdemo.texts import mark, tr
from digitdemo.ui import resources
from digitdemo.ui.charts.curves import CAPTION
from digitdemo.ui.components.gallery import Picture, gallery
from digitdemo.ui.panels import missing_files
from digitdemo.ui.panels.address_problems import say_address_problems
from digitdemo.ui.state import address
from digitdemo.ui.state.open_address import opened_problems
from digitdemo.ui.state.whose import COOKIE_DAYS
from digitdemo.ui.words import WORDS
from digitdemo.visitors.keys import KEPT_DAYS

_EACH = 1  # pictures of a digit

MEASURED = mark("""
- **Train and test alike.** {measured}
- **How sure is a figure?** With 10,000 test images, chance alone moves an accuracy of 99% by about 0.2 points up or
  down. So a figure stands with its 95% interval, and nothing inside it is called better.
- **Another seed, another model.** Two models are compared from several seeds, never from one run each.
- **How sure is a model?** What it says is corrected on validation images, so that "90% sure" is right nine times in
  ten.
- **Other people's drawings** are only measured with. No model has learned from them.
""")

SOURCES = mark("""
- MNIST: Y. LeCun, C. Cortes, C. Burges, [The MNIST database of handwritten digits](http://yann.lecun.com/exdb/mnist/).
  How its digits were prepared: C. Yadav, L. Bottou, [Cold case: the lost MNIST digits](https://arxiv.org/abs/1905.10498).
- Wrong labels in it: C. Northcutt and others, [Pervasive label errors](https://arxiv.org/abs/2103.14749).
- Why one predicts first: C. Crouch and others, [Classroom demonstrations](https://doi.org/10.1119/1.1707018) (2004):
  who only watches learns little, who predicts first learns more.
- Why there are few knobs to begin with: R. Chamberlain and others, [How guidance affects student engagement with an
  interactive simulation](https://doi.org/10.1039/C4RP00009A) (2014).
- What it owes to others: [TensorFlow Playground](https://playground.tensorflow.org).
""")

KEPT = mark("""
- **What.** What you train, the drawing on your canvas, the drawings that you keep, how your lessons went, and what you
  choose on the pages. In a class also your nickname, the runs that you show and the digits that you draw for it. We
  ask for no real name and no address.
- **How you are known.** By a cookie with a random key, in your browser, for {cookie_days} days after your last visit;
  Safari keeps it for seven. The database has only a hash of it: reading the database lets nobody take your place.
- **Who sees it.** Nobody else, unless you share a run or show something to your class. Whoever runs this app can read
  its database.
- **How long.** Runs and drawings stay until you delete them. When your runs take too much room, your own oldest ones
  make room for new ones. When this app is full, runs of visitors who have not been here for {away_days} days make
  room. A class's room is deleted within two days after it ends. All of it is deleted {kept_days} days after your last
  visit, unless you have signed in.
- **How to delete it.** "Forget me" on the page My visit deletes all of it at once.
- **Learning.** No model learns from a drawing unless you press "Learn from mine".
""")

LICENCES = mark("""
- The program: Apache License 2.0.
- MNIST: Creative Commons Attribution-ShareAlike 3.0.
- The typeface is Source Sans by Paul D. Hunt (SIL Open Font License 1.1), as Streamlit brings it.
- It is made with Streamlit, Plotly, NumPy, Pillow, pillow-heif, LiteRT, TensorFlow and Keras, all under open licences.
""")


def digits() -> None:
    """Show one test image of every digit."""
    try:
        images, labels = resources.mnist_test_set()
    except DataError as error:
        missing_files.say_missing_mnist(error)
        return
    first = [int(number) for digit in range(10) for number in np.flatnonzero(labels == digit)[:_EACH]]
    gallery(
        Picture(images[each], (), tr("Test image {number}: digit {digit}", number=each, digit=int(labels[each])))
        for each in first
    )


def code() -> str:
    """Return where the code is: the address in CITATION.cff, where there is one."""
    found = re.search(r"^repository-code: *\"?(https://[^\"\s]+)", (PROJECT / "CITATION.cff").read_text("utf-8"), re.M)
    if found:
        return tr("[The code]({address}) is open: read it, change it, take it to class.", address=found[1])
    return tr(
        "The code is open. It is on the computer that this app runs on: ask whoever runs it for a copy. README.md says "
        "how to start it, docs/architecture.md how it is built, docs/measured.md what was measured, by which command."
    )


st.title(tr("About digitdemo"))
say_address_problems(opened_problems())
st.markdown(
    tr(
        "Machines learn to read digits here, in front of you, and you see why they err. All of it runs on this "
        "computer or server, and nothing is sent elsewhere."
    )
)
st.header(tr("The digits"))
digits()
st.markdown(
    tr(
        "MNIST: 70,000 digits, written by about 500 people in the 1990s and brought to 28 × 28 pixels. 60,000 are to "
        "learn from, 10,000 to test on. About 15 of the test images have a wrong label, so nobody reads all of them "
        "right."
    )
)
st.header(tr("How it is measured"))
st.markdown(tr(MEASURED, measured=tr(CAPTION)))
st.header(tr("What is kept of you"))
st.markdown(tr(KEPT, cookie_days=COOKIE_DAYS, away_days=AWAY_DAYS, kept_days=KEPT_DAYS))
st.header(tr("The models"))
st.markdown("\n".join(f"- [**{each.label}**]({each.source}). {each.summary}" for each in ARCHITECTURES.values()))
st.header(tr("Words"))
with st.expander(tr("What the words mean, each in one line")):
    words = sorted((tr(word), tr(meaning)) for word, meaning in WORDS.items())
    st.markdown("\n".join(f"- **{word}.** {meaning}" for word, meaning in words))
st.header(tr("Sources"))
st.markdown(tr(SOURCES))
st.header(tr("Licences and code"))
st.markdown(f"{tr(LICENCES)}\n{code()}")
address.write_address({})
