"""What in the picture speaks for the answer and what against it, beside the same of the untrained network."""

import streamlit as st

from digitdemo.inference.saliency import PATCH, Kind
from digitdemo.texts import mark, tr
from digitdemo.ui import resources
from digitdemo.ui.charts.pictures import signed_picture
from digitdemo.ui.components.gallery import show_picture
from digitdemo.ui.panels.inside_views.view_context import ViewContext

_SHOWN = 224  # pixels
_CAPTIONS: dict[Kind, str] = {
    "gradient": mark("**Gradient:** blue where a little more ink helps"),
    "paper": mark("**Covered with paper:** blue where a patch of {side} × {side} hurts"),
    "ink": mark("**Covered with ink:** blue where a patch of {side} × {side} hurts"),
}
_ALTS: dict[Kind, str] = {
    "gradient": mark("Gradient, for {digit}: blue where it speaks for it, orange where against"),
    "paper": mark("Covered with paper, for {digit}: blue where it speaks for it, orange where against"),
    "ink": mark("Covered with ink, for {digit}: blue where it speaks for it, orange where against"),
}
# The figures are those of benchmarks/results/saliency.json.
TRUST = mark(
    "A test with the best CNN and 200 test images: take away a fifth of the ink. If it is chosen at random, 14% of the "
    "answers change; if it is what the gradient marks most, 38% do, and by the patches of paper 32%. By the maps of "
    "the untrained network it is 14% and 10%. So they do mark what its answers hang on.\n\n"
    "But how strongly the patches of paper mark a place is mostly a matter of where ink is: the untrained network "
    "marks nearly the same places (rank correlation 0.88), only in other colours. It is the colours that were learned."
)


def saliency_view(about: ViewContext) -> None:
    """Show what speaks for the model's answer, and for the true digit, and what against them."""
    image, kept = about.model_input.image, about.inside is not None
    untrained = st.toggle(
        tr("The same, untrained"),
        key="untrained",
        disabled=not kept,
        help=tr(
            "The same network with the random weights that it began with. Where both look alike, the picture shows "
            "where ink is, and not what the model has learned."
        ),
    )
    if not kept:
        st.caption(tr("The random weights that this run began with were not kept."))
    with st.spinner(tr("Asking the model some thousand times ...")):
        maps = resources.saliency_maps(about.run.id, image, untrained and kept)
    for digit in about.digits:
        own = digit == about.answer.digit
        heading = tr("Its answer: {digit}", digit=digit) if own else tr("The true digit: {digit}", digit=digit)
        st.markdown(f"### {heading}")
        with st.container(horizontal=True):
            for kind, values in maps.items():
                caption, alt = tr(_CAPTIONS[kind], side=PATCH), tr(_ALTS[kind], digit=digit)
                show_picture(signed_picture(values[digit], image), caption, alt, _SHOWN)
    st.caption(
        tr("Blue speaks for the digit, orange against it; the picture itself is grey."),
        help=tr(
            "The gradient holds for small changes only, and covered pictures are unlike any training image. None of "
            "them is a reason as a person would give it."
        ),
    )
    with st.popover(tr("How far can they be trusted?"), icon=":material/help:"):
        st.markdown(tr(TRUST))
