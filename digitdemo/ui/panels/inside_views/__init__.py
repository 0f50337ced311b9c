"""The views of the page Look inside: each shows one thing about one model's answer to one image, in its own file."""

from collections.abc import Callable, Mapping

from digitdemo.ui.panels.inside_views.epochs import epochs_view
from digitdemo.ui.panels.inside_views.fault import fault_view
from digitdemo.ui.panels.inside_views.maps import maps_view
from digitdemo.ui.panels.inside_views.perturbed import perturbed_view
from digitdemo.ui.panels.inside_views.saliency import saliency_view
from digitdemo.ui.panels.inside_views.seen import seen_view
from digitdemo.ui.panels.inside_views.view_context import ViewContext

VIEWS: Mapping[str, Callable[[ViewContext], None]] = {
    "What is to blame?": fault_view,
    "What had it seen?": seen_view,
    "Epoch by epoch": epochs_view,
    "What speaks for and against": saliency_view,
    "Maps and weights": maps_view,
    "Moved": perturbed_view,
}
