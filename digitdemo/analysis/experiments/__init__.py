"""The experiments: usual causes of wrong digits, each with a training that shows it and its cure; popular claims.

Each pair has the same seed, so the same first weights (where the network is the same) and the same order of images;
only the knobs that `Experiment.changed` names differ. Sizes were chosen in trials so that the effect is plain and the
training takes seconds; `python -m digitdemo bench experiments` records all of them.
"""

from digitdemo.analysis.experiments.claims import CLAIMS
from digitdemo.analysis.experiments.experiment import Experiment
from digitdemo.analysis.experiments.network import NETWORK
from digitdemo.analysis.experiments.training import TRAINING
from digitdemo.analysis.experiments.training_images import TRAINING_IMAGES

GROUPS: dict[str, dict[str, Experiment]] = {
    "The network": NETWORK,
    "The images": TRAINING_IMAGES,
    "The training": TRAINING,
    "Popular claims": CLAIMS,
}
EXPERIMENTS: dict[str, Experiment] = {
    name: experiment for group in GROUPS.values() for name, experiment in group.items()
}
