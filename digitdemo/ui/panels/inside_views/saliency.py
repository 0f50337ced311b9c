"""Where ink speaks for the answer or against it: gradient and occlusion."""

import streamlit as st

from digitdemo.inference.saliency import PATCH
from digitdemo.ui import resources
from digitdemo.ui.charts.pictures import signed_picture
from digitdemo.ui.components.gallery import show_picture
from digitdemo.ui.panels.inside_views.view_context import ViewContext

_SHOWN = 224  # pixels


def saliency_view(about: ViewContext) -> None:
    """Show where the model looks, for its answer and for the true digit."""
    image = about.model_input.image
    for digit in about.digits:
        gradient, occlusion = resources.where_it_looks(about.run.id, image, digit)
        st.markdown(f"##### {'Its answer' if digit == about.answer.digit else 'The true digit'}: {digit}")
        with st.container(horizontal=True):
            show_picture(
                signed_picture(gradient, image),
                "**Gradient:** what a little more ink would do",
                f"Gradient for {digit}: blue where more ink speaks for it, orange where against",
                _SHOWN,
            )
            show_picture(
                signed_picture(occlusion, image),
                f"**Occlusion:** what is lost if a patch of {PATCH} x {PATCH} is covered",
                f"Occlusion for {digit}: blue where what is covered speaks for it, orange where against",
                _SHOWN,
            )
    st.caption(
        "Blue speaks for the digit, orange against it; the picture itself is grey. The gradient holds for tiny changes "
        "only, and is noisy near the border, where training images have no ink. Occlusion makes pictures unlike any "
        "training image. Neither is a reason as a person would give it."
    )
