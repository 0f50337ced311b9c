"""What the tests share: small data, the drawing helper, the running app and the browser."""

import asyncio
import dataclasses
import functools
import os
import random
import secrets
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pytest

from digitdemo.analysis.recorded import RunKey, recorded_runs
from digitdemo.config.train_config import TrainConfig
from digitdemo.data.mnist import Mnist, load_mnist
from digitdemo.data.strokes import box_of, draw_strokes
from digitdemo.runs.metrics import EpochMetrics
from digitdemo.runs.run import Run
from digitdemo.system import memory_limit, usable_cores, warn_once

if TYPE_CHECKING:
    import keras

_T = TypeVar("_T")
_CHILD_PROCESSES = Path(__file__).parent / "child_processes"


def pytest_xdist_auto_num_workers() -> int:
    """Return how many processes run the tests: as many as there are cores, and two at least, as browser tests wait.

    A process needs up to 3 GB for TensorFlow, browser and app. A third one on two cores costs more than it brings.
    """
    return max(2, min(int(usable_cores()), int(memory_limit() // 4e9)))


def run_async(coroutine: Coroutine[Any, Any, _T]) -> _T:
    """Run a coroutine and return what it returns, in a thread of its own: in a test's runs the loop of Playwright."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


@pytest.fixture(autouse=True)
def unsaid_warnings() -> None:
    """Let each test hear the warnings that a process says only once."""
    warn_once.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def patient_processes() -> Iterator[None]:
    """Put tests/child_processes on the import path of every Python process that a test starts.

    Nor does a page start a trainer before it is told to, and there is one, however many cores this machine has.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGITDEMO_WARM_START_GB", "1000000")
        patch.setenv("DIGITDEMO_TRAINERS", "1")
        patch.setenv("PYTHONPATH", str(_CHILD_PROCESSES), prepend=os.pathsep)
        yield


@pytest.fixture(scope="session")
def small_mnist() -> Mnist:
    """The first 2,000 training and 500 test images: enough to learn something within a second."""
    whole = load_mnist()
    return Mnist(whole.x_train[:2000], whole.y_train[:2000], whole.x_test[:500], whole.y_test[:500])


@pytest.fixture
def eagerly() -> Iterator[None]:
    """Have TensorFlow run op by op: for a few steps, that takes less time than tracing and compiling their graph."""
    import tensorflow as tf

    tf.config.run_functions_eagerly(True)
    yield
    tf.config.run_functions_eagerly(False)


@functools.cache
def shipped_recording() -> dict[RunKey, Run]:
    """Return the recorded runs of the experiments as they are shipped, read once: change nothing in it."""
    return recorded_runs()


def ink_of(*strokes: list[tuple[float, float]], width: int = 280, height: int = 280, pen: int = 20) -> np.ndarray:
    """Return strokes, given as points, as ink: uint8 (height, width)."""
    from PIL import Image, ImageDraw

    picture = Image.new("L", (width, height))
    draw = ImageDraw.Draw(picture)
    for stroke in strokes:
        draw.line(stroke, fill=255, width=pen, joint="curve")
        for x, y in stroke:
            draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
    return np.asarray(picture)


def side_by_side(
    *written: tuple[np.ndarray, ...], overlapping: float = 0.0, high: int = 120, pen: int = 9
) -> np.ndarray:
    """Return what was written, each a tuple of strokes, as ink, uint8 (h, w), as high as that many pixels.

    The boxes of their lines overlap by that many pixels.
    """
    strokes, left = [], 40.0
    for one in written:
        first, last = box_of(one)
        width, height = last - first
        strokes += [(stroke - first) * (high / height) + (left, 40) for stroke in one]
        left += width * (high / height) - overlapping
    return draw_strokes(strokes, 9, round(left + overlapping) + 40, high + 80)


def export_untrained(name: str, folder: Path) -> "keras.Model":
    """Write an untrained model with two epochs, the first with all weights halved, and return it."""
    from digitdemo.runs.snapshots import Snapshots
    from digitdemo.training.conversion import convert  # slow: TensorFlow
    from digitdemo.training.export import export_model
    from digitdemo.training.networks import build_model

    model = build_model(TrainConfig(architecture=name))
    snapshots = Snapshots(epochs=1, parameters=model.count_params())
    snapshots.take(0, lambda: [weight / 2 for weight in model.get_weights()])
    snapshots.keep(1, model.get_weights())
    export_model(model, convert(model), folder, snapshots)
    return model


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server that runs as long as the tests."""
    from digitdemo.bench.harness.postgres import postgres_folder, running_postgres

    if postgres_folder() is None:
        pytest.skip("no PostgreSQL server is installed: apt-get install postgresql")
    with running_postgres(durable=False) as url:
        yield url.replace("postgresql:", "postgresql+psycopg:")


@pytest.fixture
def same_salts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each run of a test has the same salts: by other ones two addresses have one mark once in 65,536 databases."""
    numbers = random.Random(0)
    monkeypatch.setattr(secrets, "token_hex", lambda size: numbers.randbytes(size).hex())


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path, same_salts: None) -> str:
    """The address of a database that has nothing in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/runs.sqlite"
    from sqlalchemy import create_engine

    server = request.getfixturevalue("postgres")
    engine = create_engine(server)
    with engine.begin() as connection:  # a database for each test would take a second
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return server


SEVEN = [(70.0, 50.0), (200.0, 50.0), (180.0, 110.0), (150.0, 170.0), (135.0, 240.0)]
ONE = [(140.0, 40.0), (140.0, 240.0)]


PATIENCE = 120.0  # seconds to wait for what has to happen: costs nothing where it does, and a slow machine may be used


def until(condition: Callable[[], object]):
    """Wait until the condition gives something true, and return it."""
    deadline, pause = time.monotonic() + PATIENCE, 0.001
    while time.monotonic() < deadline:
        if result := condition():
            return result
        time.sleep(pause)
        pause = min(2 * pause, 0.1)
    raise AssertionError(f"it did not happen within {PATIENCE:.0f} s")


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


RECORD = EpochMetrics(
    epoch=0,
    train_accuracy=0.1,
    train_loss=2.3,
    test_accuracy=0.11,
    test_loss=2.31,
    seconds=0.0,
    images_per_second=0.0,
    elapsed_seconds=0.0,
)


MLP = TrainConfig(architecture="mlp")


DROPOUT = dataclasses.replace(MLP, dropout=0.5)


def run_of(config: TrainConfig, test: float = 0.98, *, seed: int = 0, **fields) -> Run:
    """Return a run of one epoch that reads the share `test` of test images right, and as many validation images."""
    accuracies = {"train_accuracy": 0.99, "test_accuracy": test, "validation_accuracy": test}
    kept = dataclasses.replace(RECORD, epoch=1, validation_loss=0.1, validation_images=5000, **accuracies)
    config = dataclasses.replace(config, seed=seed)
    return Run(**{"id": f"{test}-{seed}", "config": config, "history": (RECORD, kept), **fields})
