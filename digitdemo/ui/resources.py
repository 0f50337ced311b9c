"""Everything that is made once per process and shared by all visitors."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Hashable
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import streamlit as st

from digitdemo.analysis import recorded
from digitdemo.analysis.recorded import Recorded, RunKey
from digitdemo.analysis.studies import STUDIES
from digitdemo.analysis.studies import recorded as studies
from digitdemo.config.train_config import TrainConfig
from digitdemo.data import splits
from digitdemo.data.mnist import load_test_digits, load_training_digits
from digitdemo.data.splits import Disturbance, disturbance, training_set
from digitdemo.inference import saliency, shipped, test_set
from digitdemo.inference.classifier import Classifier, ModelError, load_classifier
from digitdemo.inference.inside import FEATURE_IMAGES, Inside, load_inside
from digitdemo.inference.live_network import live_network
from digitdemo.inference.pool import PoolReadings
from digitdemo.inference.saliency import Kind
from digitdemo.inference.shipped import Shipped
from digitdemo.jobs.queue import JobQueue
from digitdemo.runs.files import MODEL_FILE, RunSource
from digitdemo.runs.learning import FILE as LEARNING_FILE
from digitdemo.runs.learning import Learning, load_learning
from digitdemo.runs.run import Run, RunError
from digitdemo.runs.snapshots import FILE as SNAPSHOTS_FILE
from digitdemo.runs.snapshots import load_snapshots
from digitdemo.system import warn_once
from digitdemo.ui import process
from digitdemo.visitors.attempts import Attempts
from digitdemo.visitors.pulses import Pulses

if TYPE_CHECKING:
    from digitdemo.runs.store import RunStore
    from digitdemo.visitors.classes import Classes
    from digitdemo.visitors.drawings import OwnDrawings
    from digitdemo.visitors.handovers import Handovers
    from digitdemo.visitors.keeper import Keeper
    from digitdemo.visitors.own_test_set import OwnTestSet

_OWN_SECONDS = 1800.0  # for which drawings that were deleted may still be in memory
MOST_WRONG_CODES = 30  # of rooms, a minute, of all visitors: who tries all codes for one of 100 rooms needs weeks
_MOST_RUNS_READ = 2000  # some 10 kB each

Made = TypeVar("Made")

_LOG = logging.getLogger(__name__)


@st.cache_resource(show_spinner=False)
def run_store() -> RunStore:
    """Return where visitors' runs are kept: Streamlit's secrets may name a database, `[connections.runs] url`."""
    # Here: SQLAlchemy's 14 MB, for an app in which nobody has done anything.
    from digitdemo.runs.store import default_store

    secrets = st.secrets.get("connections", {}) if st.secrets.load_if_toml_exists() else {}
    return default_store(secrets.get("runs", {}).get("url"))


@st.cache_resource(show_spinner=False)
def classes() -> Classes:
    """Return the rooms of all classes, which are kept where the runs are."""
    from digitdemo.visitors.classes import Classes  # here, as above

    return Classes(run_store().database)


@st.cache_resource(show_spinner=False)
def pulses() -> Pulses:
    """Return what tells all who look at a board whether it has changed."""
    return Pulses(classes().rooms)


@st.cache_resource(show_spinner=False)
def code_attempts() -> Attempts:
    """Return how often all visitors together have tried wrong codes of rooms."""
    return Attempts(MOST_WRONG_CODES, 60)


@st.cache_resource(show_spinner=False)
def pool_readings() -> PoolReadings:
    """Return what models read in the drawings of classes."""
    return PoolReadings(lambda run_id: load_classifier(run_store(), run_id))


@st.cache_resource(max_entries=1000, show_spinner=False)  # some 10 kB each
def kept_run(run_id: str) -> Run:
    """Return a visitor's run, whoever has it: for boards, which say whether it may be shown.

    Raises:
        RunError: the run is gone or damaged.
    """
    return run_store().load(run_id)


@st.cache_resource(max_entries=100, show_spinner=False)
def made_once(_make: Callable[[], Made], *what: Hashable) -> Made:
    """Return what `_make` does, made once for all who ask for the same thing: a class that looks at a board, say."""
    return _make()


def job_queue() -> JobQueue:
    """Return the queue of trainings, one for the whole process."""
    return process.job_queue(run_store)


def keeper() -> Keeper:
    """Return what keeps the visits, one for the whole process."""
    return process.keeper(run_store)


@st.cache_resource(show_spinner=False)
def handovers() -> Handovers:
    """Return the codes by which another device opens a visit."""
    from digitdemo.visitors.handovers import Handovers  # here: SQLAlchemy, as above

    return Handovers(run_store().database)


def visitors_runs(run_ids: Collection[str]) -> dict[str, Run]:
    """Return these runs of visitors', each read once; what is gone or damaged is left out.

    Raises:
        StoreError: the database fails.
    """
    known = _runs_read()
    if missing := [run_id for run_id in run_ids if run_id not in known]:
        known |= run_store().load_all(missing)
    found = {run_id: known[run_id] for run_id in run_ids if run_id in known}
    for run_id in list(known)[: max(0, len(known) - _MOST_RUNS_READ)]:
        known.pop(run_id, None)
    return found


@st.cache_resource(show_spinner=False)
def _runs_read() -> dict[str, Run]:
    return {}


def shipped_runs() -> dict[str, Run]:
    """Return the runs shipped in assets/models, by id; those that are missing or damaged are left out."""
    return _shipped().runs


def shipped_problems() -> tuple[str, ...]:
    """Return a sentence about each shipped model that is left out, and how to get it back."""
    return _shipped().problems


@st.cache_resource(show_spinner=False)
def _shipped() -> Shipped:
    return shipped.load_shipped()


def recorded_runs() -> dict[RunKey, Run]:
    """Return the recorded runs of the experiments, none where their file is missing or damaged."""
    return _recorded().runs


@st.cache_resource(show_spinner=False)
def recorded_study(name: str) -> studies.Recorded[Any] | None:
    """Return what was recorded for a study; None where its file is missing or damaged."""
    return studies.recorded_or_none(name, STUDIES[name].record)


def recorded_problems() -> tuple[str, ...]:
    """Return sentences on why there are no recorded runs, or why they cannot be checked, if so."""
    return _recorded().problems


@st.cache_resource(show_spinner=False)
def _recorded() -> Recorded:
    return recorded.load_recorded()


class _NothingKept(RunError):
    """A run has no such file, or not any more: nothing that a cache should remember, as it may come back."""


def classifier(run_id: str) -> Classifier | None:
    """Return the model of a shipped or a visitor's run, or None where it has none (any more).

    Raises:
        ModelError: the file is damaged.
        RunError: the run is gone or damaged.
    """
    try:
        return _classifier(run_id)
    except _NothingKept:
        return None


@st.cache_resource(max_entries=60, show_spinner=False)
def _classifier(run_id: str) -> Classifier:
    model = load_classifier(store_of(run_id), run_id)
    if model is None:
        raise _NothingKept(run_id)
    return model


def network_in_browser(run_id: str) -> dict[str, Any] | None:
    """Return a run's network as the browser computes it, as `live_network` does, or None where it cannot."""
    try:
        return _network_in_browser(run_id)
    except _NothingKept:
        return None
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


def learning(run_id: str) -> Learning | None:
    """Return what could be seen of what a run's model learned, or None where nothing of that was kept."""
    try:
        return _learning(run_id)
    except _NothingKept:
        return None
    except (RunError, ValueError) as error:
        warn_once(_LOG, f"What a run has learned is not shown: {error}")
        return None


@st.cache_resource(max_entries=20, show_spinner=False)  # 0.3 MB each
def _learning(run_id: str) -> Learning:
    store = store_of(run_id)
    if not store.has(run_id, LEARNING_FILE):
        raise _NothingKept(run_id)
    return load_learning(store.read(run_id, LEARNING_FILE))


@st.cache_resource(show_spinner=False)
def untrained_network(config: TrainConfig) -> dict[str, Any] | None:
    """Return a network as the browser computes it with the first weights of the shipped run of its architecture.

    None where they are missing, or the browser cannot compute it.
    """
    if config.architecture not in shipped_runs():
        return None
    data = shipped.SHIPPED.read(config.architecture, SNAPSHOTS_FILE)  # it is as it was shipped
    weights = load_snapshots(data, only=0).get(0)
    return live_network(config, weights, temperature=1.0) if weights else None


def store_of(run_id: str) -> RunSource:
    """Return where a shipped or a visitor's run is kept.

    Neither that nor what is cached here knows who asks: whoever asks for a visitor takes the id from `all_runs` of
    `digitdemo/ui/state/run_list.py`, which has no run that this visitor may not see.
    """
    return shipped.SHIPPED if run_id in shipped_runs() else run_store()


def with_model(run_ids: Collection[str]) -> set[str]:
    """Return those of the shipped and the visitors' runs that have a model, be it damaged."""
    own = [run_id for run_id in run_ids if run_id not in shipped_runs()]
    found = {run_id for run_id in run_ids if run_id in shipped_runs() and shipped.SHIPPED.has(run_id, MODEL_FILE)}
    try:
        return found | run_store().with_file(MODEL_FILE, own) if own else found
    except RunError as error:
        warn_once(_LOG, f"Visitors' runs do not answer: {error}")
        return found


def best_classifier() -> Classifier | None:
    """Return the shipped model that knows what is no digit, or None where it is missing or damaged."""
    try:
        return classifier("best")
    except (ModelError, RunError) as error:
        warn_once(_LOG, f"Nothing tells what is no digit: {error}")
        return None


@st.cache_resource(show_spinner=False)
def mnist_test_set() -> tuple[np.ndarray, np.ndarray]:
    """Return MNIST's test images, uint8 (10000, 28, 28), and their labels.

    Raises:
        DataError: the data file is missing or damaged.
    """
    return load_test_digits()


@st.cache_resource(show_spinner=False)
def mnist_training_set() -> tuple[np.ndarray, np.ndarray]:
    """Return MNIST's training images, uint8 (60000, 28, 28), and their labels.

    Raises:
        DataError: the data file is missing or damaged.
    """
    return load_training_digits()


def inside(run_id: str) -> Inside | None:
    """Return the inside of the model of a shipped or a visitor's run, or None where it has none (any more).

    Raises:
        ModelError: a file is damaged.
        RunError: the run is gone or damaged.
    """
    try:
        return _inside(run_id)
    except _NothingKept:
        return None


@st.cache_resource(max_entries=20, show_spinner=False)
def _inside(run_id: str) -> Inside:
    model = load_inside(store_of(run_id), run_id)
    if model is None:
        raise _NothingKept(run_id)
    return model


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


def own_drawings(owner: str) -> OwnDrawings:
    """Return the drawings that this owner has kept."""
    from digitdemo.visitors.drawings import OwnDrawings

    return OwnDrawings(run_store().database, owner)


@st.cache_resource(max_entries=30, ttl=_OWN_SECONDS, show_spinner=False)  # a megabyte at most
def own_test_set(owner: str, version: str) -> OwnTestSet:
    """Return an owner's drawings, of that `version`, as models are asked about them.

    Raises:
        RunError: the database fails.
    """
    from digitdemo.visitors.own_test_set import own_test_set

    return own_test_set(own_drawings(owner).listed() if version else [])


@st.cache_resource(max_entries=300, ttl=_OWN_SECONDS, show_spinner=False)  # 20 kB at most
def probabilities_on_own(run_id: str, owner: str, version: str) -> np.ndarray:
    """Return the probabilities that a run's model gives on an owner's drawings, float32 (n, 10).

    Raises:
        ModelError: the model's file is damaged.
        RunError: the run is gone or damaged, or has no model; or the database fails.
    """
    if (model := classifier(run_id)) is None:
        raise RunError(f"run {run_id}: it has no model")
    return test_set.read_test_images(model, own_test_set(owner, version).images)


def images_measured_by(config: TrainConfig) -> np.ndarray:
    """Return the test images that a run with that config was measured on, uint8 (10000, 28, 28).

    Raises:
        DataError: as `mnist_test_set`.
    """
    return _disturbed_test_set(disturbance(config))


@st.cache_resource(max_entries=4, show_spinner=False)  # 8 MB each
def _disturbed_test_set(how: Disturbance) -> np.ndarray:
    return splits.own_test_images(mnist_test_set()[0], how)


@st.cache_resource(max_entries=30, show_spinner="Reading the 10,000 test images ...")  # 0.4 MB each
def probabilities_on_test_set(run_id: str) -> np.ndarray:
    """Return the probabilities that a run's model gives on its own test images, float32 (10000, 10).

    Raises:
        DataError: as `mnist_test_set`.
        ModelError: the model's file is damaged.
        RunError: the run is gone or damaged, or has no model.
    """
    model = classifier(run_id)
    if model is None:
        raise RunError(f"run {run_id}: it has no model")
    return test_set.read_test_images(model, images_measured_by(store_of(run_id).load(run_id).config))
