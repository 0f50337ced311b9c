"""Fixed and newly broken: the images that a run reads differently from another one."""

import numpy as np
import streamlit as st

from digitdemo.analysis.mistakes import changes, changes_in_words, surest_first
from digitdemo.analysis.validation import validation_in_words
from digitdemo.data.splits import disturbance
from digitdemo.texts import mark, number, tr
from digitdemo.ui import resources
from digitdemo.ui.components.choice import choose
from digitdemo.ui.components.gallery import Picture, gallery
from digitdemo.ui.panels import test_set
from digitdemo.ui.state import mistakes, run_list, shared_choices
from digitdemo.ui.state.run_names import run_name
from digitdemo.ui.state.shared_runs import check_links

_SHOWN = 12
_FIXED, _BROKEN = mark("Fixed"), mark("Newly broken")


def _to_choose_by(other: str, run_id: str) -> str:
    before, now = (validation_in_words(run_list.all_runs()[name]) for name in (other, run_id))
    return tr(
        "To choose one of the two, go by validation accuracy (other run: {before}; this one: {now}).",
        before=before,
        now=now,
    )


@st.fragment
def changes_panel(run_id: str, labels: np.ndarray, probabilities: np.ndarray) -> None:
    """Ask which run to compare with, and show what this one reads right that the other misreads, and vice versa.

    `labels` are integers (n,), `probabilities` float (n, 10).
    """
    if check_links():
        st.rerun()
    st.header(tr("Fixed and newly broken"))
    others = [other for other in run_list.runs_with_model() if other != run_id]
    if not others:
        st.info(tr("There is no other run to compare with. Train one."))
        return
    names = {other: run_name(other) for other in others}
    other = choose(
        tr("Compared with"),
        others,
        format_func=names.__getitem__,
        key=shared_choices.tell_shared_run(
            "compared_with", "mistakes", others, mistakes.example_beside(run_id, others)
        ),
        on_change=shared_choices.take_shared,
        args=("compared_with", "mistakes"),
    )
    earlier = test_set.probabilities_of(other)
    if earlier is None:
        return
    before, now = earlier.argmax(1), probabilities.argmax(1)
    found = changes(labels, before, now)
    st.markdown(f"**{changes_in_words(found)}**")
    st.caption(
        _to_choose_by(other, run_id),
        help=tr(
            "Fixed: misread by the other run, read right by this one. Newly broken: the other way round. The share of "
            "cases is the p value of McNemar's test (1947). From another seed, either model would misread other images."
        ),
    )
    config, other_config = (run_list.all_runs()[name].config for name in (run_id, other))
    if disturbance(config) != disturbance(other_config):
        st.warning(tr("The two runs were tested on different images: with other noise or another shift."))
    images = resources.images_measured_by(config)
    fixed, broken = surest_first(found.fixed, earlier), surest_first(found.broken, probabilities)
    for title, indices, caption, wrong in (
        (_FIXED, fixed, mark("**{digit}**, was **{wrong}**"), before),
        (_BROKEN, broken, mark("**{digit}**, now **{wrong}**"), now),
    ):
        st.markdown(f"### {tr(title)}: {number(len(indices), ',')}")
        if len(indices) > _SHOWN:
            st.caption(tr("The {n} most confident mistakes are shown.", n=_SHOWN))
        gallery(
            Picture(
                images[index],
                (tr(caption, digit=labels[index], wrong=wrong[index]), tr("No. {number}", number=index)),
                tr(
                    "{title}, test image {number}: digit {digit}, before {before}, now {now}",
                    title=tr(title),
                    number=index,
                    digit=labels[index],
                    before=before[index],
                    now=now[index],
                ),
            )
            for index in indices[:_SHOWN]
        )
