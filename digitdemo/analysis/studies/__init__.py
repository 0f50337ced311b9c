"""The studies: lessons about what is measured over a whole range of a knob, or on many models, with their records."""

from typing import Any

from digitdemo.analysis.studies.adversarial import ADVERSARIAL
from digitdemo.analysis.studies.learning_curve import LEARNING_CURVE
from digitdemo.analysis.studies.study import Study
from digitdemo.analysis.studies.width import WIDTH
from digitdemo.texts import mark

STUDY_GROUPS: dict[str, dict[str, Study[Any]]] = {
    mark("How much is enough"): {"width": WIDTH, "learning-curve": LEARNING_CURVE},
    mark("What fools them"): {"adversarial": ADVERSARIAL},
}
STUDIES: dict[str, Study[Any]] = {name: study for group in STUDY_GROUPS.values() for name, study in group.items()}
