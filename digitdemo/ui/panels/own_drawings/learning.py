"""Learn from mine: the button, and what a training with the drawings repairs and breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from digitdemo.analysis.mistakes import Changes, changes, changes_in_words, surest_first
from digitdemo.inference.classifier import ModelError
from digitdemo.runs.run import RunError
from digitdemo.texts import mark, tr
from digitdemo.ui import resources
from digitdemo.ui.components.gallery import Picture, gallery
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels import test_set
from digitdemo.ui.panels.own_drawings.scores import Read
from digitdemo.ui.state import own_learning, run_list, trainings
from digitdemo.ui.state.run_names import run_name

if TYPE_CHECKING:
    from digitdemo.visitors.own_test_set import OwnTestSet

_SHOWN = 8  # pictures of a kind
_FIXED, _BROKEN = mark("**{digit}**, was **{wrong}**"), mark("**{digit}**, now **{wrong}**")


def learn_from_mine(run_id: str, drawings: OwnTestSet) -> None:
    """Show the button that trains a run anew with the drawings, and what it does."""
    st.header(tr("Learn from mine"))
    held_out = int(drawings.held_out.sum())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            tr("Learn from mine"),
            type="primary",
            icon=":material/school:",
            on_click=own_learning.learn,
            args=(run_id,),
            disabled=not own_learning.may_learn(drawings) or trainings.current_job() is not None,
            key="learn_mine",
        )
        st.markdown(tr("Nothing is learned from a drawing unless you press this."), width="content")
    if refusal := trainings.take_refusal():
        st.warning(refusal, icon=":material/hourglass_top:")
    if own_learning.may_learn(drawings):
        st.caption(
            tr(
                "It trains {run} anew with {learned} of your drawings among its images. The other {held_out} are held "
                "out: no model learns from them, so they show what it has learned.",
                run=escape_markdown(run_name(own_learning.before(run_id) or run_id)),
                learned=len(drawings) - held_out,
                held_out=held_out,
            )
        )
    else:
        st.caption(
            tr(
                "Keep at least {least} drawings. Half of them are held out: no model learns from them, so they show "
                "what a model has learned from the rest.",
                least=own_learning.FEWEST,
            )
        )


def repaired_and_broken(run_id: str, drawings: OwnTestSet, read: Read, labels: np.ndarray) -> None:
    """Show what a run that has learned from drawings reads otherwise than the same training without them.

    `labels` are those of MNIST's test images, integers (10000,).
    """
    run = run_list.all_runs()[run_id]
    if run.own is None:
        return
    st.header(tr("What your drawings have changed"))
    other = own_learning.before(run_id)
    if other is None:
        st.info(tr("The same training without your drawings is not here any more, so there is nothing to compare."))
        return
    held_out = drawings.held_out
    try:
        before, now = read(other)[held_out], read(run_id)[held_out]
    except (ModelError, RunError):
        return  # the page says so where it is looked at
    mnist_before, mnist_now = test_set.probabilities_of(other), test_set.probabilities_of(run_id)
    if mnist_before is None or mnist_now is None:
        return
    truth = drawings.labels[held_out]
    mnist = changes(labels, mnist_before.argmax(1), mnist_now.argmax(1))
    images = resources.images_measured_by(run.config)
    if held_out.any():
        own = changes(truth, before.argmax(1), now.argmax(1))
        st.markdown(f"**{_sentence(own, int((before.argmax(1) != truth).sum()), mnist)}**")
        st.caption(tr("Your drawings: {changes}", changes=changes_in_words(own)))
        _pictures(tr("Your drawings"), own, drawings.images[held_out], truth, before, now)
    st.caption(
        tr("MNIST: {changes}", changes=changes_in_words(mnist)),
        help=tr("Another seed alone changes the answers to about a hundred test images."),
    )
    _pictures("MNIST", mnist, images, labels, mnist_before, mnist_now)


def _sentence(own: Changes, wrong: int, mnist: Changes) -> str:
    """Say what was repaired and broken; `wrong` of the held-out drawings were misread before."""
    if not wrong:
        return tr(
            "None of your {n} held-out drawings was misread before; it breaks {broken}. Of MNIST's {images:,} test "
            "images it repairs {mnist_fixed:,} and breaks {mnist_broken:,}.",
            n=own.images,
            broken=len(own.broken),
            images=mnist.images,
            mnist_fixed=len(mnist.fixed),
            mnist_broken=len(mnist.broken),
        )
    return tr(
        "It repairs {fixed} of your {wrong} misread held-out drawings and breaks {broken} others. Of MNIST's "
        "{images:,} test images it repairs {mnist_fixed:,} and breaks {mnist_broken:,}.",
        fixed=len(own.fixed),
        wrong=wrong,
        broken=len(own.broken),
        images=mnist.images,
        mnist_fixed=len(mnist.fixed),
        mnist_broken=len(mnist.broken),
    )


def _pictures(
    of: str, found: Changes, images: np.ndarray, labels: np.ndarray, before: np.ndarray, now: np.ndarray
) -> None:
    """Show the first pictures that were repaired and broken; `before` and `now` are probabilities, float (n, 10)."""
    for title, indices, caption, read in (
        (tr("{of}, repaired: {n:,}", of=of, n=len(found.fixed)), surest_first(found.fixed, before), _FIXED, before),
        (tr("{of}, broken: {n:,}", of=of, n=len(found.broken)), surest_first(found.broken, now), _BROKEN, now),
    ):
        if not len(indices):
            continue
        st.markdown(f"### {title}")
        gallery(
            Picture(
                images[index],
                (tr(caption, digit=labels[index], wrong=read[index].argmax()),),
                tr(
                    "Digit {digit}, before {before}, now {now}",
                    digit=labels[index],
                    before=before[index].argmax(),
                    now=now[index].argmax(),
                ),
            )
            for index in indices[:_SHOWN]
        )
