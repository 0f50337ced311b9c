"""What each convolution makes of the image; of a network without any, its weights as pictures."""

import numpy as np
import streamlit as st

from digitdemo.inference.inside import strongest_units
from digitdemo.texts import tr
from digitdemo.ui.charts.pictures import contact_sheet, signed_picture
from digitdemo.ui.components.gallery import LARGE, show_picture
from digitdemo.ui.panels.inside_views.view_context import ViewContext, say_no_inside

_SHEET = 640  # pixels on the page


def maps_view(about: ViewContext) -> None:
    """Show the maps of every convolution, or the weights of the first layer."""
    if about.inside is None:
        say_no_inside()
        return
    epoch = about.inside.epochs[-1]
    if maps := about.inside.look(about.model_input.image, epoch).maps:
        _show_maps(maps)
        return
    kernel, bias = about.inside.weights(epoch)[:2]
    if kernel.ndim == 2 and len(kernel) == about.model_input.image.size:
        _show_weights(kernel, bias, about.model_input.image)
    else:
        st.info(tr("This network has neither convolutions nor weights on single pixels to show."))


def _show_maps(maps: tuple[np.ndarray, ...]) -> None:
    for number, found in enumerate(maps, start=1):
        height, width, count = found.shape
        show_picture(
            contact_sheet(found, columns=16 if count > 32 else 8),
            tr(
                "**Convolution {number}:** {count} maps of {height} × {width}, after pooling and activation",
                number=number,
                count=count,
                height=height,
                width=width,
            ),
            tr("Feature maps of convolution {number}", number=number),
            _SHEET,
        )
    st.caption(
        tr("A small picture for each filter: white where it found what it looks for."),
        help=tr(
            "The first filters find strokes and edges, later ones combinations of them, which have no names. Compare "
            "a filter with itself on another digit, not with other filters."
        ),
    )


def _show_weights(kernel: np.ndarray, bias: np.ndarray, image: np.ndarray) -> None:
    """Show weights, float (784, n) and (n,), of every digit or of the units that respond most to the image."""
    units = kernel.shape[1]
    if units == 10:
        shown, names = list(range(10)), [tr("Weights of {digit}", digit=digit) for digit in range(10)]
        st.markdown(tr("The model's weights: one picture for each digit."))
        meaning = tr("Ink on blue speaks for the digit, ink on orange against it.")
    else:
        shown = strongest_units(kernel, bias, image)
        names = [tr("Unit {number}", number=unit) for unit in shown]
        st.markdown(
            tr(
                "The first layer has {units:,} units. These are the weights of the {count} that respond most to this "
                "picture.",
                units=units,
                count=len(shown),
            )
        )
        meaning = tr(
            "Ink on blue raises the unit's sum, ink on orange lowers it. The next layers decide which digits that "
            "speaks for."
        )
    largest = float(np.abs(kernel[:, shown]).max())
    with st.container(horizontal=True):
        for unit, name in zip(shown, names, strict=True):
            show_picture(signed_picture(kernel[:, unit].reshape(image.shape), image, largest), name, name, LARGE)
    st.caption(
        meaning,
        help=tr(
            "The picture itself is grey. Pixels at the border are nearly always paper, so their weights hardly moved "
            "from their random starting values."
        ),
    )
