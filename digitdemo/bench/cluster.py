"""What training elsewhere costs, what more trainers give, and for how long 50 learners wait with 1 to 1,000 of them.

`overhead`: trainings by the app's queue on this machine, and through a scheduler and a worker of it, by turns, each
with a trainer that is warm; seconds from the start to the run. `throughput`: the same trainings by one trainer, and by
two that share the cores. `waits`: learners who all start their first training within ten seconds, played through by the
app's own scheduling (digitdemo/bench/harness/simulated_queue.py) with the seconds that trainings took here, or take by
benchmarks/results; and how long that scheduling itself takes for each training when all trainers are always busy, which
says how many trainers one app could keep busy. Exit status 1 if the overhead is too large.
"""

import argparse
import json
import os
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from digitdemo.bench.harness.cluster_processes import cluster_processes
from digitdemo.bench.harness.simulated_queue import SimulatedQueue
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.queue import JobQueue
from digitdemo.jobs.trainer_process import TrainerDied
from digitdemo.jobs.warm_trainer import Trainer
from digitdemo.runs.store import RunStore
from digitdemo.system import PROJECT

PAGE = PROJECT / "docs" / "scale.md"
PARTS = ("overhead", "throughput", "waits")
LIMITS = {"overhead_share": 0.05, "overhead_s": 0.3}  # either is enough
TRAINERS = (1, 2, 4, 16, 64, 256, 1000)
LEARNERS = 50
_WITHIN_SECONDS = 10.0  # in which a class starts
_MOST_WAITING = 200  # `waiting` in digitdemo/limits.py
_COUNTED = 400  # trainings beside those that begin and end the time in which all trainers are busy
_LOOK_SECONDS, _MOST_SECONDS = 0.005, 1800.0
_TABLE = re.compile(r"(<!-- bench cluster -->\n).*?(<!-- end -->)", re.DOTALL)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--parts", nargs="+", default=PARTS, choices=PARTS, help="default all")
    parser.add_argument("--model", default="fast", choices=list(ARCHITECTURES), help="default fast, Teach mine's")
    parser.add_argument("--epochs", type=int, help="of each training; default: the recipe's")
    parser.add_argument("--images", type=int, help="of each training; default: the recipe's")
    parser.add_argument("--trainings", type=int, default=10, help="of each kind; default 10")
    parser.add_argument("--trainers", nargs="+", type=int, default=TRAINERS, help=f"in `waits`; default {TRAINERS}")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"overhead", "throughput", "waits"}, seconds and trainings a minute; `failed` by `LIMITS`.

    Raises:
        ModuleNotFoundError: the overhead is to be measured, and requirements-cluster.txt is not installed.
        RuntimeError: a training did not end well.
    """
    changes = {"epochs": options.epochs, "train_size": options.images}
    config = TrainConfig(architecture=options.model, **{name: n for name, n in changes.items() if n is not None})
    found: dict[str, Any] = {"model": options.model, "trainings": options.trainings}
    if "overhead" in options.parts:
        found["overhead"] = _overhead(config, options.trainings)
    if "throughput" in options.parts:
        found["throughput"] = {str(count): _throughput(config, options.trainings, count) for count in (1, 2)}
    if "waits" in options.parts:
        seconds = found["overhead"]["local_s"] if "overhead" in found else recorded_seconds()
        found["waits"] = waits(seconds, options.trainers)
    if options.json:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_TABLE.sub(lambda old: old[1] + tables(found) + old[2], page), encoding="utf-8")
    return {**found, "limits": LIMITS, "failed": bool(found.get("overhead", {}).get("too_large"))}


def recorded_seconds() -> list[float]:
    """Return what trainings of Teach mine took where that was measured last."""
    recorded = json.loads((PROJECT / "benchmarks" / "results" / "teach.json").read_text(encoding="utf-8"))
    return [recorded["whole_s"]]


def waits(seconds: Sequence[float], trainers: Sequence[int]) -> dict[str, dict[str, float]]:
    """Return by trainers what `LEARNERS` wait in seconds, "median" and "worst", and "scheduling_ms" of a training.

    "most_trainers" are those that would be kept busy if scheduling took one core all the time.
    """
    found = {}
    for count in trainers:
        chance = random.Random(0)
        played = SimulatedQueue(count)
        for number in range(LEARNERS):
            played.comes(chance.uniform(0, _WITHIN_SECONDS), f"learner {number}", "school", chance.choice(seconds))
        played.play(1e9)
        waited = [wait for each in played.waited.values() for wait in each]
        scheduling = _scheduling_seconds(count, seconds)
        found[str(count)] = {
            "median": round(statistics.median(waited), 2),
            "worst": round(max(waited), 2),
            "scheduling_ms": round(1000 * scheduling, 3),
            "most_trainers": int(statistics.mean(seconds) / scheduling),
        }
        print(f"{count:5} trainers: {found[str(count)]}", flush=True)
    return found


def _scheduling_seconds(trainers: int, seconds: Sequence[float]) -> float:
    """Return the processor time that a training takes to be scheduled while as many wait as may."""
    chance, played = random.Random(0), SimulatedQueue(trainers)
    more = iter(range(_COUNTED))
    played.again = lambda job: None if next(more, None) is None else 0.0
    for number in range(trainers + _MOST_WAITING):
        played.comes(0.0, str(number), f"address {number % 20}", chance.choice(seconds) * chance.uniform(0.8, 1.2))
    begun = time.process_time()
    played.play(1e9)
    return (time.process_time() - begun) / played.count("")


def tables(found: dict[str, Any]) -> str:
    """Return what was measured as the tables of docs/scale.md."""
    text = ""
    if overhead := found.get("overhead"):
        text += (
            f"A training ({ARCHITECTURES[found['model']].label}) takes {overhead['local']:.2f} s here and "
            f"{overhead['cluster']:.2f} s through scheduler and worker, at the median of {found['trainings']}: "
            f"{overhead['more_s']:+.2f} s, {overhead['share']:+.1%}.\n\n"
        )
    if throughput := found.get("throughput"):
        one, two = (throughput[count]["per_minute"] for count in ("1", "2"))
        text += (
            f"On these cores one trainer does {one:.1f} trainings a minute, two side by side {two:.1f}: "
            f"{two / one:.2f} times as many.\n\n"
        )
    if rows := found.get("waits"):
        text += "| trainers | a learner of 50 waits, at the median | at most | scheduling of a training |\n"
        text += "|---|---|---|---|\n"
        text += "".join(
            f"| {int(count):,} | {row['median']:.1f} s | {row['worst']:.1f} s | {row['scheduling_ms']:.2f} ms |\n"
            for count, row in rows.items()
        )
    return text


def _overhead(config: TrainConfig, trainings: int) -> dict[str, Any]:
    from digitdemo.cluster.place import Place

    took: dict[str, list[float]] = {"local": [], "cluster": []}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        processes = stack.enter_context(cluster_processes(folder))
        processes.start_worker()
        place = Place(processes.access, start_local=_no_trainer)
        stack.callback(place.close)
        _wait_until(lambda: place.on_workers() == 1)
        here = stack.enter_context(_queue(folder / "here"))
        there = stack.enter_context(_queue(folder / "there", start_trainer=place.start, trainers=place.trainers))
        queues = {"local": here, "cluster": there}
        for number in range(trainings + 1):  # the first of each starts its trainer
            for name, queue in queues.items():
                seconds = _train(queue, [config])
                if number:
                    took[name].append(seconds)
    local, cluster = (statistics.median(seconds) for seconds in took.values())
    more = cluster - local
    too_large = more > LIMITS["overhead_s"] and more / local > LIMITS["overhead_share"]
    print(f"here {local:.2f} s, through scheduler and worker {cluster:.2f} s ({more / local:+.1%})", flush=True)
    return {
        "local": local,
        "cluster": cluster,
        "more_s": more,
        "share": more / local,
        "too_large": too_large,
        "local_s": took["local"],
        "cluster_s": took["cluster"],
    }


def _no_trainer(*about: object) -> Trainer:
    raise TrainerDied("this machine's own is not what is measured")


def _throughput(config: TrainConfig, trainings: int, trainers: int) -> dict[str, float]:
    with (
        mock.patch.dict(os.environ, DIGITDEMO_TRAINERS=str(trainers)),
        tempfile.TemporaryDirectory() as folder,
        _queue(Path(folder)) as queue,
    ):
        _train(queue, [config] * trainers)  # which starts them
        seconds = _train(queue, [config] * trainings)
    found = {"seconds": seconds, "per_minute": 60 * trainings / seconds}
    print(f"{trainers} trainers: {found['per_minute']:.1f} trainings a minute", flush=True)
    return found


@contextmanager
def _queue(folder: Path, **options: Any) -> Iterator[JobQueue]:
    queue = JobQueue(RunStore(folder), **options)
    try:
        yield queue
    finally:
        queue.close()


def _train(queue: JobQueue, configs: Sequence[TrainConfig]) -> float:
    """Return the seconds until all of these have ended, each with its run kept."""
    with mock.patch.dict(os.environ, DIGITDEMO_WAITING_PER_VISITOR="1000"):
        begun = time.monotonic()
        jobs = queue.submit(configs, "somebody")
    _wait_until(lambda: all((now := queue.job(job.id)) and now.state == "ended" for job in jobs))
    seconds = time.monotonic() - begun
    for job in jobs:
        if (now := queue.job(job.id)) is None or not now.kept or now.lost or now.all_lost:
            raise RuntimeError(f"a training did not end well: {now.run.reason if now and now.run else 'gone'}")
    return seconds


def _wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + _MOST_SECONDS
    while not condition():
        if time.monotonic() > until:
            raise RuntimeError(f"it did not happen within {_MOST_SECONDS:.0f} s")
        time.sleep(_LOOK_SECONDS)
