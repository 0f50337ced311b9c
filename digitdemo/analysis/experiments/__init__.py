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
from digitdemo.texts import mark

GROUPS: dict[str, dict[str, Experiment]] = {
    mark("The network"): NETWORK,
    mark("The images"): TRAINING_IMAGES,
    mark("The training"): TRAINING,
    mark("Popular claims"): CLAIMS,
}
EXPERIMENTS: dict[str, Experiment] = {
    name: experiment for group in GROUPS.values() for name, experiment in group.items()
}
