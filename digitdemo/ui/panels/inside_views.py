"""The views of the page Look inside: each shows one thing about one model's answer to one picture."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import streamlit as st

from digitdemo.data.splits import training_set
from digitdemo.inference import perturbations
from digitdemo.inference.answers import answer_of
from digitdemo.inference.calibration import softmax
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.fault import Subject, explain_form, fault, forms
from digitdemo.inference.inside import Inside, strongest_units
from digitdemo.inference.neighbours import nearest
from digitdemo.inference.saliency import PATCH
from digitdemo.runs.run import Run
from digitdemo.ui import resources
from digitdemo.ui.charts.inside import changes_chart, epochs_chart, shifts_chart
from digitdemo.ui.charts.pictures import contact_sheet, signed_picture
from digitdemo.ui.components.gallery import show_picture
from digitdemo.ui.panels.curves import PLOT

_SMALL, _LARGE, _SHEET = 84, 224, 640  # pixels on the page
_NEIGHBOURS = 8
_SIGNS = "Blue speaks for the digit, orange against it; the picture itself is grey."


@dataclass(frozen=True)
class Looked:
    """What a view is about: a run with its model and, if it was kept, the inside of it; and the picture."""

    run: Run
    model: Classifier
    inside: Inside | None
    subject: Subject

    @cached_property
    def said(self) -> int:
        """The digit that the model reads."""
        return int(self.model.logits(self.subject.image[np.newaxis])[0].argmax())

    @property
    def digits(self) -> list[int]:
        """The digit that is said, and the true one if it is known and another."""
        return list(dict.fromkeys([self.said, *([] if self.subject.truth is None else [self.subject.truth])]))


def fault_view(about: Looked) -> None:
    """The same drawing in several forms, and who is to blame."""
    pictures = forms(about.subject.ink, about.subject.strokes)
    if not pictures:
        st.info("There is no ink in the picture.")
        return
    answers = about.model.probabilities(np.array(list(pictures.values())))
    read = {name: int(row.argmax()) for name, row in zip(pictures, answers, strict=True)}
    truth = about.subject.truth
    if truth is None:
        st.info("Say above which digit it really is, and this page tells who is at fault.")
    else:
        blamed, sentence = fault(truth, about.said, read)
        (st.success if blamed == "nobody" else st.warning)(sentence, icon=":material/balance:")
    with st.container(horizontal=True):
        for (name, picture), row in zip(pictures.items(), answers, strict=True):
            colour = "gray" if truth is None else "green" if read[name] == truth else "red"
            show_picture(
                picture, f"**{name}**  \n:{colour}[{answer_of(row).words}]", f"{name}: {explain_form(name)}", _SMALL
            )
    st.caption(
        "Each form is the same drawing, brought to 28 x 28 in another way: "
        + "; ".join(f"{name.lower()}, {explain_form(name)}" for name in pictures)
        + ". If a form as MNIST has them is read right, the model knows the digit and was shown something else."
    )


def seen_view(about: Looked) -> None:
    """The nearest images that the run learned from, and how many of that digit there were."""
    images, labels = resources.training_digits()
    indices, told = training_set(about.run.config, labels)
    counts = np.bincount(told, minlength=10)
    lines = [f"{counts[digit]:,} labelled {digit}" for digit in about.digits]
    st.markdown(f"It learned from {len(indices):,} images of MNIST, of which {' and '.join(lines)}.")
    if about.run.config.pen_drawings:
        st.caption(f"Besides, {about.run.config.pen_drawings:,} pictures drawn by the computer, which are not shown.")
    st.markdown("##### Nearest by their pixels")
    found = nearest(images[indices], about.subject.image, _NEIGHBOURS)
    _neighbours(images[indices[found.places]], labels[indices[found.places]], told[found.places])
    if about.inside is None:
        return
    st.markdown("##### Nearest by the model's own features")
    with st.spinner("Asking the model for its features of the training images"):
        features = resources.training_features(about.run.id, about.run.config)
    view = about.inside.look(about.subject.image, about.inside.epochs[-1])
    found = nearest(features, view.features, _NEIGHBOURS)
    _neighbours(images[indices[found.places]], labels[indices[found.places]], told[found.places])
    st.caption(
        f"Features are the {len(view.features):,} numbers that the last layer decides by; compared are the first "
        f"{len(features):,} of its training images. Near means a small Euclidean distance. That is not how people see: "
        "a digit moved by two pixels is far by its pixels and may be near by its features."
        + (" A linear model has no features of its own: they are the pixels." if len(view.features) == 784 else "")
    )


def epochs_view(about: Looked) -> None:
    """The probabilities of every digit at every kept epoch."""
    if about.inside is None:
        _no_inside()
        return
    logits = np.array([about.inside.look(about.subject.image, epoch).logits for epoch in about.inside.epochs])
    probabilities = softmax(logits, about.model.temperature)
    st.plotly_chart(
        epochs_chart(probabilities, about.inside.epochs),
        key="inside_epochs",
        alt="Probability of each digit at each epoch: "
        + "; ".join(
            f"epoch {epoch}: {row.argmax()} with {row.max():.0%}"
            for epoch, row in zip(about.inside.epochs, probabilities, strict=True)
        ),
        config=PLOT,
    )
    st.caption(
        "The weights of these epochs were kept, with three digits of each. Epoch 0 is the untrained model: it guesses. "
        "All columns are softened by the temperature of the finished model."
    )


def looks_view(about: Looked) -> None:
    """Where ink speaks for the answer or against it: gradient and occlusion."""
    image = about.subject.image
    for digit in about.digits:
        gradient, covered = resources.where_it_looks(about.run.id, image, digit)
        st.markdown(f"##### Why {digit}{', which it says' if digit == about.said else ', which it is'}")
        with st.container(horizontal=True):
            show_picture(
                signed_picture(gradient, image),
                "**Gradient:** what a little more ink would do",
                f"Gradient for {digit}: blue where more ink speaks for it, orange where against",
                _LARGE,
            )
            show_picture(
                signed_picture(covered, image),
                f"**Occlusion:** what a patch of {PATCH} x {PATCH} pixels does",
                f"Occlusion for {digit}: blue where what is drawn speaks for it, orange where against",
                _LARGE,
            )
    st.caption(
        f"{_SIGNS} The gradient is true for tiny changes only, and noisy: a model has learned nothing of pixels that "
        "are always paper. Occlusion covers a patch with paper, which makes pictures that no model has seen. Neither "
        "shows a reason as people have reasons."
    )


def maps_view(about: Looked) -> None:
    """What each convolution makes of the picture; of a network without any, its weights as pictures."""
    if about.inside is None:
        _no_inside()
        return
    epoch = about.inside.epochs[-1]
    view = about.inside.look(about.subject.image, epoch)
    for number, maps in enumerate(view.maps, start=1):
        height, width, count = maps.shape
        columns = 16 if count > 32 else 8
        show_picture(
            contact_sheet(maps, columns),
            f"**Convolution {number}:** {count} maps of {height} x {width}, after pooling and activation",
            f"Feature maps of convolution {number}",
            _SHEET,
        )
    if view.maps:
        st.caption(
            "Each little picture is one filter: white where it found what it looks for, black where not. The first "
            "ones find strokes and edges, later ones combinations of them, which have no names. Compare a filter with "
            "itself on another digit, not filters with each other."
        )
        return
    first = about.inside.weights(epoch)[0]
    if first.ndim != 2 or len(first) != about.subject.image.size:
        st.info("This network has neither convolutions nor weights on single pixels to show.")
        return
    if first.shape[1] == 10:
        units, names = list(range(10)), [f"Weights of {digit}" for digit in range(10)]
        st.markdown("Its ten pictures of weights, one for each digit:")
    else:
        units = strongest_units(first, about.inside.weights(epoch)[1], about.subject.image)
        names = [f"Unit {unit}" for unit in units]
        st.markdown(
            f"Of the {first.shape[1]:,} units of the first layer, the weights of those that this picture excites most:"
        )
    largest = float(np.abs(first[:, units]).max())
    with st.container(horizontal=True):
        for unit, name in zip(units, names, strict=True):
            show_picture(signed_picture(first[:, unit].reshape(28, 28), about.subject.image, largest), name, name, 112)
    st.caption(
        f"{_SIGNS} Ink on blue raises the sum, ink on orange lowers it. Pixels at the border are nearly always paper, "
        "so their weights were hardly ever moved from their random beginnings."
    )


def moves_view(about: Looked) -> None:
    """What becomes of the answer when the picture is shifted, turned, thickened."""
    image, ask = about.subject.image, about.model.probabilities
    digit = about.digits[-1]
    left, right = st.columns(2)
    with left:
        over_shifts = perturbations.over_shifts(ask, image, digit)
        still = float((over_shifts > 0.5).mean())
        st.markdown(f"##### Shifted: probability of {digit}")
        st.plotly_chart(
            shifts_chart(over_shifts, perturbations.SHIFTS, digit),
            key="inside_shifts",
            alt=f"Probability of {digit} over shifts by up to 6 pixels: above one half for {still:.0%} of them",
            config=PLOT,
        )
    with right:
        for title, key, unit, stops, probabilities in (
            (
                "Turned",
                "angles",
                "Degrees against the clock",
                perturbations.ANGLES,
                perturbations.over_angles(ask, image),
            ),
            (
                "Thinner or thicker",
                "widths",
                "Lines wider by pixels",
                perturbations.WIDTHS,
                perturbations.over_widths(ask, image),
            ),
        ):
            st.markdown(f"##### {title}")
            digits = perturbations.worth_drawing(probabilities)
            st.plotly_chart(
                changes_chart(probabilities, stops, unit, digits),
                key=f"inside_{key}",
                alt=f"{title}: probabilities of {', '.join(map(str, digits))}",
                config=PLOT,
            )
    st.caption(
        "The middle of each chart is the picture as the model read it. MNIST's digits all lie in the middle and "
        "upright, so models that were not trained on shifted or turned ones have no reason to know them; a 6 turned "
        "far enough is no 6 any more."
    )


VIEWS: Mapping[str, Callable[[Looked], None]] = {
    "Drawing or model?": fault_view,
    "What had it seen?": seen_view,
    "Epoch by epoch": epochs_view,
    "Where it looks": looks_view,
    "Maps and weights": maps_view,
    "Moved": moves_view,
}


def _no_inside() -> None:
    st.info("Nothing was kept of this run's inside: it was trained by an earlier version. Train it again to see it.")


def _neighbours(images: np.ndarray, labels: np.ndarray, told: np.ndarray) -> None:
    with st.container(horizontal=True):
        for image, label, said in zip(images, labels, told, strict=True):
            wrong = f", labelled {said}" if said != label else ""
            show_picture(image, f"a {label}{wrong}", f"Training image: a {label}{wrong}", _SMALL)
