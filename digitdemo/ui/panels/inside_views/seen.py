"""What the model has learned from: the training images that are nearest to the image."""

import numpy as np
import streamlit as st

from digitdemo.data.splits import training_set
from digitdemo.inference.neighbours import nearest
from digitdemo.texts import tr
from digitdemo.ui import resources
from digitdemo.ui.components.gallery import SMALL, show_picture
from digitdemo.ui.panels.inside_views.view_context import ViewContext

_NEIGHBOURS = 8


def seen_view(about: ViewContext) -> None:
    """Show the nearest images that the run learned from, and say how many of that digit there were."""
    images, labels = resources.mnist_training_set()
    indices, noisy_labels = training_set(about.run.config, labels)
    counts = np.bincount(noisy_labels, minlength=10)
    st.markdown(_say_counts(len(indices), about.digits, counts))
    if about.run.config.pen_drawings:
        st.caption(
            tr(
                "It also learned from {count:,} pictures that the computer drew. They are not shown here.",
                count=about.run.config.pen_drawings,
            )
        )
    st.markdown(f"### {tr('Nearest by pixels')}")
    found = nearest(images[indices], about.model_input.image, _NEIGHBOURS).indices
    _show_neighbours(images[indices[found]], labels[indices[found]], noisy_labels[found])
    if about.inside is None:
        return
    heading = tr("Nearest by the model's own features")
    st.markdown(f"### {heading}")
    with st.spinner(tr("Asking the model for its features of the training images")):
        features = resources.training_features(about.run.id, about.run.config)
    view = about.inside.look(about.model_input.image, about.inside.epochs[-1])
    found = nearest(features, view.features, _NEIGHBOURS).indices
    _show_neighbours(images[indices[found]], labels[indices[found]], noisy_labels[found])
    count = len(view.features)
    said = tr("Features are the {count:,} numbers that the last layer decides by.", count=count)
    if count == 784:
        said += " " + tr("A linear model has none of its own, only the pixels.")
    st.caption(
        said,
        help=tr(
            "Compared with those of {count:,} training images; near means a small Euclidean distance. If a digit "
            "moves by two pixels, its pixels are far from what they were, but its features may still be near.",
            count=len(features),
        ),
    )


def _say_counts(images: int, digits: list[int], counts: np.ndarray) -> str:
    """Say how many images it learned from, and how many of them were labelled as one or two digits."""
    first, *others = digits
    if not others:
        return tr(
            "It learned from {images:,} training images: {count:,} are labelled {digit}.",
            images=images,
            count=int(counts[first]),
            digit=first,
        )
    return tr(
        "It learned from {images:,} training images: {count:,} are labelled {digit} and {other_count:,} are labelled "
        "{other}.",
        images=images,
        count=int(counts[first]),
        digit=first,
        other_count=int(counts[others[0]]),
        other=others[0],
    )


def _show_neighbours(images: np.ndarray, labels: np.ndarray, noisy_labels: np.ndarray) -> None:
    with st.container(horizontal=True):
        for image, label, noisy in zip(images, labels, noisy_labels, strict=True):
            if noisy == label:
                said = tr("digit {digit}", digit=label)
            else:
                said = tr("digit {digit}, labelled {label}", digit=label, label=noisy)
            show_picture(image, said, tr("Training image: {said}", said=said), SMALL)
