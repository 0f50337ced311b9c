"""The views of the page Look inside: each shows one thing about one model's answer to one image, in its own file."""

from collections.abc import Callable, Mapping

from digitdemo.texts import mark
from digitdemo.ui.panels.inside_views.epochs import epochs_view
from digitdemo.ui.panels.inside_views.fault import fault_view
from digitdemo.ui.panels.inside_views.maps import maps_view
from digitdemo.ui.panels.inside_views.perturbed import perturbed_view
from digitdemo.ui.panels.inside_views.saliency import saliency_view
from digitdemo.ui.panels.inside_views.seen import seen_view
from digitdemo.ui.panels.inside_views.view_context import ViewContext

# By their names, which the address has in English; `tr` says them.
VIEWS: Mapping[str, Callable[[ViewContext], None]] = {
    mark("What is to blame?"): fault_view,
    mark("What had it seen?"): seen_view,
    mark("Epoch by epoch"): epochs_view,
    mark("What speaks for and against"): saliency_view,
    mark("Maps and weights"): maps_view,
    mark("Moved"): perturbed_view,
}
