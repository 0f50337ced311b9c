"""Everything that is made once per process and shared by all visitors. Here are the only caches."""

from digitdemo.ui.resources.classroom import (
    classes,
    kept_run,
    made_once,
    pool_readings,
    pulses,
)
from digitdemo.ui.resources.digits import (
    images_measured_by,
    mnist_test_set,
    mnist_training_set,
)
from digitdemo.ui.resources.kept import (
    handovers,
    job_queue,
    keeper,
    own_drawings,
    run_store,
    store_of,
    visitors_runs,
    with_model,
)
from digitdemo.ui.resources.models import (
    classifier,
    inside,
    judge,
    learning,
    let_go_of_insides,
    network_in_browser,
    saliency_maps,
    tell_apart,
    training_features,
    untrained_network,
)
from digitdemo.ui.resources.network_files import network_address, network_file
from digitdemo.ui.resources.readings import (
    own_test_set,
    preparing,
    probabilities_on_own,
    probabilities_on_test_set,
    signs_read_by,
)
from digitdemo.ui.resources.ready_made import (
    atlas,
    recorded_problems,
    recorded_runs,
    recorded_study,
    shipped_problems,
    shipped_runs,
)

__all__ = [
    "atlas",
    "classes",
    "classifier",
    "handovers",
    "images_measured_by",
    "inside",
    "job_queue",
    "judge",
    "keeper",
    "kept_run",
    "learning",
    "let_go_of_insides",
    "made_once",
    "mnist_test_set",
    "mnist_training_set",
    "network_address",
    "network_file",
    "network_in_browser",
    "own_drawings",
    "own_test_set",
    "pool_readings",
    "preparing",
    "probabilities_on_own",
    "probabilities_on_test_set",
    "pulses",
    "recorded_problems",
    "recorded_runs",
    "recorded_study",
    "run_store",
    "saliency_maps",
    "shipped_problems",
    "shipped_runs",
    "signs_read_by",
    "store_of",
    "tell_apart",
    "training_features",
    "untrained_network",
    "visitors_runs",
    "with_model",
]
