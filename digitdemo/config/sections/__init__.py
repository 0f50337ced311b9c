"""The knobs, a file for each kind: one field each, in the section that holds it, with its words and its range."""

from dataclasses import fields

from digitdemo.config.sections.images import EvaluationImages, TrainingImages
from digitdemo.config.sections.network import Network
from digitdemo.config.sections.training import Training
from digitdemo.texts import mark

NETWORK, TRAINING, DATA, TEST = mark("Network"), mark("Training"), mark("Training images"), mark("Test images")
SECTIONS: dict[str, type] = {NETWORK: Network, TRAINING: Training, DATA: TrainingImages, TEST: EvaluationImages}
NETWORK_KNOBS = tuple(field.name for field in fields(Network))
