"""Models of runs: those that answer, on the server and in the browser, and what is inside them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import streamlit as st

from digitdemo.config.train_config import TrainConfig
from digitdemo.data.digit_finding import Finding
from digitdemo.data.drawn_digits import DrawnDigits, drawn_digits
from digitdemo.data.splits import training_set
from digitdemo.data.strokes import Strokes
from digitdemo.inference import saliency, shipped
from digitdemo.inference.classifier import Classifier, ModelError, load_classifier
from digitdemo.inference.inside import FEATURE_IMAGES, Inside, load_inside
from digitdemo.inference.judge import Judge
from digitdemo.inference.live_network import live_network
from digitdemo.inference.saliency import Kind
from digitdemo.inference.touching import strokes_told_apart, told_apart
from digitdemo.limits import limits
from digitdemo.runs.learning import FILE as LEARNING_FILE
from digitdemo.runs.learning import Learning, load_learning
from digitdemo.runs.run import RunError
from digitdemo.runs.snapshots import FILE as SNAPSHOTS_FILE
from digitdemo.runs.snapshots import load_snapshots
from digitdemo.system import warn_once
from digitdemo.ui.once import once_a_script_run
from digitdemo.ui.resources.by_bytes import ByBytes
from digitdemo.ui.resources.digits import mnist_training_set
from digitdemo.ui.resources.kept import store_of
from digitdemo.ui.resources.ready_made import shipped_runs

Read = TypeVar("Read")

_UNUSED_SECONDS = 240.0  # after which a model goes, and comes back in 10 ms: most are of runs nobody looks at any more
INSIDE_SECONDS = 25.0  # the same for all epochs of one, 11 MB of the MLP's: no drawing waits for them

_LOG = logging.getLogger(__name__)


class _NothingKept(RunError):
    """A run has no such file, or not any more: nothing that a cache should remember, as it may come back."""


def _or_none(read: Callable[[str], Read], run_id: str) -> Read | None:
    """Return what a cached function has of a run, or None where nothing is kept."""
    try:
        return read(run_id)
    except _NothingKept:
        return None


def _there(found: Read | None, run_id: str) -> Read:
    """Return what was found of a run, for a cache to remember."""
    if found is None:
        raise _NothingKept(run_id)
    return found


def classifier(run_id: str) -> Classifier | None:
    """Return the model of a shipped or a visitor's run, or None where it has none (any more).

    Raises:
        ModelError: the file is damaged.
        RunError: the run is gone or damaged.
    """
    return _or_none(_classifier, run_id)


def _classifier(run_id: str) -> Classifier:
    return _kept().get((Classifier, run_id), lambda: _there(load_classifier(store_of(run_id), run_id), run_id))


@once_a_script_run
@st.cache_resource(show_spinner=False)
def _kept() -> ByBytes[Any]:
    return ByBytes(int(1e6 * limits().models_mb), _UNUSED_SECONDS)


def judge() -> Judge | None:
    """Return what tells digits from what is none, or None where it is missing or damaged."""
    try:
        return _kept().get((Judge, ""), shipped.shipped_judge)
    except (ModelError, RunError) as error:
        warn_once(_LOG, f"Nothing tells what is no digit: {error}")
        return None


def tell_apart(found: Finding, ink: np.ndarray) -> Finding:
    """Return the digits of a picture, as `told_apart` does; `found` if nobody here can."""
    readers = _judge_and_reader()
    return told_apart(found, ink, *readers) if readers else found


def tell_strokes_apart(found: DrawnDigits, strokes: Strokes) -> DrawnDigits:
    """Return the digits among strokes, as `strokes_told_apart` does; `found` if nobody here can."""
    readers = _judge_and_reader()
    return strokes_told_apart(found, strokes, *readers) if readers else found


def strokes_of_digit(strokes: Strokes) -> Strokes:
    """Return the strokes that are read as a digit, without those that belong to none; all where they are several."""
    found = tell_strokes_apart(drawn_digits(strokes), strokes) if len(strokes) > 1 else None
    return found.digits[0] if found and len(found.digits) == 1 else strokes


def _judge_and_reader() -> tuple[Judge, Classifier] | None:
    try:
        says_no, reader = judge(), classifier(shipped.READER)
    except (ModelError, RunError) as error:
        warn_once(_LOG, f"Digits that touch are not told apart: {error}")
        return None
    return (says_no, reader) if says_no and reader else None


def network_in_browser(run_id: str) -> dict[str, Any] | None:
    """Return a run's network as the browser computes it, as `live_network` does, or None where it cannot."""
    try:
        return _or_none(_network_in_browser, run_id)
    except (RunError, ValueError) as error:
        warn_once(_LOG, f"A run does not answer while one draws: {error}")
        return None


@st.cache_resource(max_entries=20, show_spinner=False)  # 1.8 MB the largest
def _network_in_browser(run_id: str) -> dict[str, Any] | None:
    store = store_of(run_id)
    if not store.has(run_id, SNAPSHOTS_FILE):
        raise _NothingKept(run_id)
    run = store.load(run_id)
    if not run.history:
        return None
    weights = load_snapshots(store.read(run_id, SNAPSHOTS_FILE), only=run.kept.epoch).get(run.kept.epoch)
    return live_network(run.config, weights, run.temperature or 1.0) if weights else None


def untrained_network(config: TrainConfig) -> dict[str, Any] | None:
    """Return a network as the browser computes it with the first weights of the shipped run of its architecture.

    None where they are missing, or the browser cannot compute it.
    """
    known = _untrained_networks()
    if config not in known:
        known[config] = _untrained_network(config)
    return known[config]


@once_a_script_run
@st.cache_resource(show_spinner=False)
def _untrained_networks() -> dict[TrainConfig, dict[str, Any] | None]:
    return {}  # by config: Streamlit's own key of one takes as long as a model's answer


def _untrained_network(config: TrainConfig) -> dict[str, Any] | None:
    if config.architecture not in shipped_runs():
        return None
    data = shipped.SHIPPED.read(config.architecture, SNAPSHOTS_FILE)  # it is as it was shipped
    weights = load_snapshots(data, only=0).get(0)
    return live_network(config, weights, temperature=1.0) if weights else None


def learning(run_id: str) -> Learning | None:
    """Return what could be seen of what a run's model learned, or None where nothing of that was kept."""
    try:
        return _or_none(_learning, run_id)
    except (RunError, ValueError) as error:
        warn_once(_LOG, f"What a run has learned is not shown: {error}")
        return None


@st.cache_resource(max_entries=20, show_spinner=False)  # 0.3 MB each
def _learning(run_id: str) -> Learning:
    store = store_of(run_id)
    if not store.has(run_id, LEARNING_FILE):
        raise _NothingKept(run_id)
    return load_learning(store.read(run_id, LEARNING_FILE))


def inside(run_id: str) -> Inside | None:
    """Return the inside of the model of a shipped or a visitor's run, or None where it has none (any more).

    Raises:
        ModelError: a file is damaged.
        RunError: the run is gone or damaged.
    """
    return _or_none(_inside, run_id)


def _inside(run_id: str) -> Inside:
    return _kept().get((Inside, run_id), lambda: _there(load_inside(store_of(run_id), run_id), run_id))


def let_go_of_insides() -> None:
    """Let go of the insides that nobody has looked at for a while."""
    _kept().let_go(INSIDE_SECONDS, lambda key: isinstance(key, tuple) and key[0] is Inside)


@st.cache_resource(max_entries=10, show_spinner=False)
def training_features(run_id: str, _config: TrainConfig) -> np.ndarray:
    """Return the features, float16 (n, d), of the first `FEATURE_IMAGES` images that a run learned from.

    Raises:
        DataError: the data file is missing or damaged.
    """
    model = inside(run_id)
    assert model is not None
    images, labels = mnist_training_set()
    indices, _ = training_set(_config, labels)
    return model.features(images[indices[:FEATURE_IMAGES]], model.epochs[-1]).astype(np.float16)


@st.cache_resource(max_entries=60, show_spinner=False)
def saliency_maps(run_id: str, image: np.ndarray, untrained: bool) -> dict[Kind, np.ndarray]:
    """Return maps, float (10, 28, 28), of what in `image`, uint8 (28, 28), speaks for each digit, by their kinds.

    Those of a run's model, or of the network as it was before its training, if the run kept that.

    Raises:
        ModelError, RunError: as `classifier`.
    """
    if untrained:
        kept = inside(run_id)
        assert kept is not None
        return saliency.saliency_maps(lambda images: kept.logits(images, 0), image)
    model = classifier(run_id)
    assert model is not None
    return saliency.saliency_maps(model.logits, image)
