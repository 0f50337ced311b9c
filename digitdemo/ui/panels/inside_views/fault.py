"""What is to blame for a wrong answer, how near the edge the answer stands, and what other forms are read as."""

import numpy as np
import streamlit as st

from digitdemo.inference.answers import answer_all, answer_of
from digitdemo.inference.fault import FIT_TO_JUDGE, find_fault, say_fault
from digitdemo.inference.forms import explain_form, forms
from digitdemo.inference.perturbations import TINY_ANGLE, TINY_CHANGES, TINY_SHIFT, TINY_WIDTH, tiny_changes
from digitdemo.texts import mark, tr, tr_n
from digitdemo.ui import resources
from digitdemo.ui.components.gallery import SMALL, show_picture
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels.inside_views.view_context import ViewContext
from digitdemo.ui.state import run_list
from digitdemo.ui.state.run_names import run_label

_JUDGED = mark(
    "1. The digit is prepared as MNIST's digits were: strokes are drawn anew with MNIST's pen and centred; of a photo "
    "the ink is made upright and centred; MNIST's own images stay as they are. If the model reads only that form "
    "right, the preparation is to blame.\n"
    "2. Otherwise the other models read that form. If more than half of them misread it, too, the digit is hard. If "
    "more than half read it right, this model is to blame. More than half, because none of them is known to be the "
    "better judge.\n\n"
    "The other models are all those in the list above that read at least {share:.0%} of their test images. "
    "They have learned from the same images, so they may share mistakes."
)
# The figures are those of benchmarks/results/fault.json.
TINY = mark(
    "Each of the {count} changes moves the picture by at most {shift:.0f} pixel, turns it by at most {angle:.0f} "
    "degrees, and makes its lines at most {width:g} pixels wider or narrower. They are random, but the same for every "
    "model. They tell how near the edge an answer stands, and blame nobody: where a model reads a test image right, 95 "
    "to 100% of the changes are read right, too, and where it misreads one, still 21 to 31%."
)


def fault_view(about: ViewContext) -> None:
    """Show what is to blame, the share of tiny changes that are read right, and the digit in other forms."""
    pictures = forms(about.model_input.ink, about.model_input.strokes)
    if not pictures:
        st.info(tr("There is no ink in the picture."))
        return
    _show_fault(about)
    _show_forms(about, pictures)


def _show_fault(about: ViewContext) -> None:
    truth, own = about.model_input.truth, about.run.id
    if truth is None:
        st.info(tr("Choose above which digit it really is, to see what is to blame."))
        _show_edge(about, about.answer.digit)
        return
    judges = {run_id: model for run_id in run_list.judges(own) if (model := resources.classifier(run_id)) is not None}
    read = answer_all({own: about.model, **judges}, about.model_input.reference)
    others = [answer.digit for run_id, answer in read.by_model.items() if run_id != own]
    found = find_fault(truth, about.answer.digit, read.by_model[own].digit, others)
    sentence = say_fault(found, truth, about.model_input.source, sure=about.answer.verdict == "sure")
    (st.success if found.culprit == "nobody" else st.warning)(sentence, icon=":material/balance:")
    _show_edge(about, truth)
    with st.popover(tr("How this is judged"), icon=":material/help:"):
        st.markdown(tr(_JUDGED, share=FIT_TO_JUDGE))
        for digit, run_ids in read.by_digit.items():
            names = ", ".join(run_label(run_id) for run_id in run_ids)
            st.markdown(tr("**{digit}** is read by {names}.", digit=digit, names=escape_markdown(names)))


def _show_edge(about: ViewContext, digit: int) -> None:
    read = about.model.probabilities(tiny_changes(about.model_input.image)).argmax(1)
    count = int((read == digit).sum())
    said = tr_n(
        "**How near the edge?** Of {changes} tiny changes, {n} is read as {digit}.",
        "**How near the edge?** Of {changes} tiny changes, {n} are read as {digit}.",
        count,
        changes=TINY_CHANGES,
        digit=digit,
    )
    tiny = tr(TINY, count=TINY_CHANGES, shift=TINY_SHIFT, angle=TINY_ANGLE, width=TINY_WIDTH)
    st.markdown(said, help=tiny)


def _show_forms(about: ViewContext, pictures: dict[str, np.ndarray]) -> None:
    truth = about.model_input.truth
    st.markdown(
        f"### {tr('In other forms')}",
        help="\n".join(f"- **{tr(name)}:** {explain_form(name)}." for name in pictures),
    )
    probabilities = about.model.probabilities(np.array(list(pictures.values())))
    with st.container(horizontal=True):
        for (name, picture), row in zip(pictures.items(), probabilities, strict=True):
            answer = answer_of(row)
            right = "" if truth is None else "✓ " if answer.digit == truth else "✗ "
            alt = f"{tr(name)}: {explain_form(name)}"
            show_picture(picture, f"**{tr(name)}**  \n{right}{answer.words}", alt, SMALL)
    st.caption(
        tr("The same digit, brought to 28 × 28 pixels in other ways."),
        help=tr(
            "Models expect digits as MNIST has them: of that size, in the middle, with such a pen. A form that is "
            "read right proves nothing: a lucky change may do it."
        ),
    )
