"""All steps in their order, and the script made of them."""

from __future__ import annotations

import itertools
import textwrap

from digitdemo.config.describe import config_name
from digitdemo.runs.run import Run
from digitdemo.takehome.recipe.images import images
from digitdemo.takehome.recipe.knobs import knobs
from digitdemo.takehome.recipe.network import network
from digitdemo.takehome.recipe.step import Step, lines
from digitdemo.takehome.recipe.training import training

NEEDS = "keras==3.15.1 numpy tensorflow"  # the version of Keras decides the first weights
SAME = (
    "It takes the same images in the same order and batches, the same first weights (as long as Keras is of the same "
    "version), dropout from the same seeds, the same optimizer and the same learning rate at each step. But sums are "
    "rounded differently than in the app, and training makes such differences grow: the weights will not be the same "
    "to the last digit, and the accuracy is one that the run might have had as well, usually within a few tenths of a "
    "point, more after few steps."
)


def differences(run: Run) -> str:
    """Return how what the program trains differs from the run."""
    if run.own is None:
        return SAME
    return (
        f"The run also learned from {run.own.images} images made of {run.own.drawings} drawings, which only who drew "
        f"them has. They are left out here: this model reads that person's digits less well. For the rest: {SAME}"
    )


def program(run: Run) -> list[Step]:
    """Return the steps, from the imports to the accuracy; `MNIST` has to be a path or None by then."""
    return [knobs(run), *images(run.config), network(run.config), *training(run)]


def imports(run: Run) -> str:
    """Return the imports that the steps need."""
    names = ["import random"]
    if run.config.pen_drawings:
        names.append("from pathlib import Path")
    names += ["", "import keras", "import numpy as np"]
    if run.config.augmentation != "off":
        names.append("import tensorflow as tf")
    return "\n".join([*names, "from keras import layers"])


def title(run: Run) -> str:
    """Return what the program trains."""
    return f"{config_name(run.config)}: a run of digitdemo, trained anew with Keras"


def script(run: Run) -> str:
    """Return the program as a file of its own that `python train.py [mnist.npz]` runs."""
    head = lines(
        f'''
        """TITLE

            pip install {NEEDS}
            python train.py             MNIST is downloaded as Keras does it
            python train.py mnist.npz   MNIST is read from a file with x_train, y_train, x_test, y_test

        SAME
        """
        '''
    )
    head = head.replace("TITLE", textwrap.fill(f"{title(run)}.", 116)).replace(
        "SAME", textwrap.fill(differences(run), 118)
    )
    where = "MNIST = sys.argv[1] if len(sys.argv) > 1 else None"
    parts = [head, imports(run).replace("import random", "import random\nimport sys"), where]
    parts += [f"{_comment(step.says)}\n{step.code}" for step in program(run)]
    text = parts[0]
    for before, part in itertools.pairwise(parts):
        text += ("\n\n\n" if "def " in before or "\ndef " in part else "\n\n") + part
    return f"{text}\n"


def _comment(says: str) -> str:
    return textwrap.fill(says, 120, initial_indent="# ", subsequent_indent="# ")
