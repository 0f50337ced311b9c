"""The studies: lessons about what is measured over a whole range of a knob, or on many models, with their records."""

from typing import Any

from digitdemo.analysis.studies.adversarial import ADVERSARIAL
from digitdemo.analysis.studies.between import BETWEEN
from digitdemo.analysis.studies.damage import DAMAGE
from digitdemo.analysis.studies.fading import FADING
from digitdemo.analysis.studies.hands import HANDS
from digitdemo.analysis.studies.learning_curve import LEARNING_CURVE
from digitdemo.analysis.studies.rate_test import RATE_TEST
from digitdemo.analysis.studies.strangers import STRANGERS
from digitdemo.analysis.studies.study import Study
from digitdemo.analysis.studies.unseen import UNSEEN
from digitdemo.analysis.studies.vote import VOTE
from digitdemo.analysis.studies.width import WIDTH
from digitdemo.texts import mark

STUDY_GROUPS: dict[str, dict[str, Study[Any]]] = {
    mark("How much is enough"): {"width": WIDTH, "learning-curve": LEARNING_CURVE},
    mark("What learning needs"): {"fading-gradients": FADING, "rate-test": RATE_TEST},
    mark("What fools them"): {
        "damage": DAMAGE,
        "unseen": UNSEEN,
        "adversarial": ADVERSARIAL,
        "between": BETWEEN,
        "vote": VOTE,
        "hands": HANDS,
        "strangers": STRANGERS,
    },
}
STUDIES: dict[str, Study[Any]] = {name: study for group in STUDY_GROUPS.values() for name, study in group.items()}
