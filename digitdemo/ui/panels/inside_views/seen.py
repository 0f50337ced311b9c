"""What the model has learned from: the training images that are nearest to the image."""

import numpy as np
import streamlit as st

from digitdemo.data.splits import training_set
from digitdemo.inference.neighbours import nearest
from digitdemo.ui import resources
from digitdemo.ui.components.gallery import SMALL, show_picture
from digitdemo.ui.panels.inside_views.view_context import ViewContext

_NEIGHBOURS = 8


def seen_view(about: ViewContext) -> None:
    """Show the nearest images that the run learned from, and say how many of that digit there were."""
    images, labels = resources.mnist_training_set()
    indices, noisy_labels = training_set(about.run.config, labels)
    counts = np.bincount(noisy_labels, minlength=10)
    shares = " and ".join(f"{counts[digit]:,} are labelled {digit}" for digit in about.digits)
    st.markdown(f"It learned from {len(indices):,} training images: {shares}.")
    if about.run.config.pen_drawings:
        st.caption(
            f"It also learned from {about.run.config.pen_drawings:,} pictures that the computer drew. They are not "
            "shown here."
        )
    st.markdown("### Nearest by pixels")
    found = nearest(images[indices], about.model_input.image, _NEIGHBOURS).indices
    _show_neighbours(images[indices[found]], labels[indices[found]], noisy_labels[found])
    if about.inside is None:
        return
    st.markdown("### Nearest by the model's own features")
    with st.spinner("Asking the model for its features of the training images"):
        features = resources.training_features(about.run.id, about.run.config)
    view = about.inside.look(about.model_input.image, about.inside.epochs[-1])
    found = nearest(features, view.features, _NEIGHBOURS).indices
    _show_neighbours(images[indices[found]], labels[indices[found]], noisy_labels[found])
    st.caption(
        f"Features are the {len(view.features):,} numbers that the last layer decides by."
        + (" A linear model has none of its own, only the pixels." if len(view.features) == 784 else ""),
        help=f"Compared with those of {len(features):,} training images; near means a small Euclidean distance. If a "
        "digit moves by two pixels, its pixels are far from what they were, but its features may still be near.",
    )


def _show_neighbours(images: np.ndarray, labels: np.ndarray, noisy_labels: np.ndarray) -> None:
    with st.container(horizontal=True):
        for image, label, noisy in zip(images, labels, noisy_labels, strict=True):
            wrong = f", labelled {noisy}" if noisy != label else ""
            show_picture(image, f"a {label}{wrong}", f"Training image: a {label}{wrong}", SMALL)
