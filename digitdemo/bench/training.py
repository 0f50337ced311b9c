"""How fast training is, compared with the listings in plain Keras and in PyTorch, which take turns with it.

Same mathematics: one epoch of all 60,000 images at the same batch size and learning rate, for each seed. Time to
accuracy: from Start in a trainer that has trained such a model before, at our defaults, and the listing at batch 32,
its imports and data loaded; null in the results where the accuracy was not reached. Then memory, the warm start, Stop,
the cost of live progress, what the settings bring, the share of the machine's own peak, and, if Playwright is
installed, the answer to a drawing while a training runs. PyTorch takes part if it is installed. Takes about half an
hour on two slow cores.
"""

import argparse
import asyncio
import dataclasses
import importlib.util
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from digitdemo.bench.harness.rivals import OurTrainer, Rival, rivals
from digitdemo.bench.harness.time_to_accuracy import TARGETS, seconds_of_fast, time_to_accuracy
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.system import PROJECT, quiet

# Forward and backward, an addition and a multiplication each counting as one; the first convolution has no gradient to
# pass on. Forward: 26 x 26 x 32 sums of 9, 11 x 11 x 64 sums of 288, 10 sums of 1,600.
_CNN_FLOP = 2 * (2 * 26 * 26 * 32 * 9 + 3 * 11 * 11 * 64 * 288 + 3 * 10 * 1600)
_PARTS = ("speed", "accuracy", "settings", "behaviour", "latency")
_TRAININGS = 30
_STROKES = 30
_PART_OF_CNN = TrainConfig(architecture="cnn", batch_size=128, epochs=1, train_size=20_000)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2], metavar="SEED", help="default 0 1 2")
    parser.add_argument("--models", nargs="+", default=list(TARGETS), choices=list(TARGETS), help="default all three")
    parser.add_argument(
        "--parts",
        nargs="+",
        default=list(_PARTS),
        choices=_PARTS,
        help="what to measure: the same mathematics, time to accuracy by the recipes, what settings bring, memory and "
        "Stop over many trainings, the answer to a drawing beside one; default all",
    )
    parser.add_argument(
        "--picture",
        type=Path,
        default=PROJECT / "docs" / "training.png",
        metavar="FILE",
        help="where to draw the ratios, if all is measured and Playwright is installed; default docs/training.png",
    )


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return the ratios ours : theirs (above 1: ours is faster) and what else the docstring above names."""
    parts = set(options.parts)
    results: dict[str, Any] = {"seeds": options.seeds, "models": {}}
    if parts & {"speed", "accuracy"}:
        results["models"] = {name: _model(name, options.seeds, parts) for name in options.models}
    if "accuracy" in parts:
        results["fast"] = _fast(options.seeds)
    if "settings" in parts:
        results |= _settings()
    if {"speed", "settings"} <= parts and "cnn" in options.models:
        rate = results["models"]["cnn"]["batch_128"]["ours_images_per_second"]
        results["cnn_share_of_peak"] = rate * _CNN_FLOP / results["peak_flop_per_second"]
        print(
            f"CNN: {rate:,.0f} images/s x {_CNN_FLOP / 1e6:.2f} MFLOP are {results['cnn_share_of_peak']:.0%} of the "
            f"{results['peak_flop_per_second'] / 1e9:.0f} GFLOP/s of a float32 matrix product"
        )
    if "behaviour" in parts:
        results |= _behaviour()
    if importlib.util.find_spec("playwright"):
        if "latency" in parts:
            results["latency_ms"] = _latency()
        if parts == set(_PARTS):
            from digitdemo.bench.harness.picture import draw

            draw(results, options.picture)
    return results


def _model(name: str, seeds: list[int], parts: set[str]) -> dict[str, Any]:
    """Measure one listing: same mathematics at two batch sizes, time to accuracy, and our peak memory."""
    found: dict[str, Any] = {}
    with rivals(name) as (ours, keras, torch):
        if "speed" in parts:
            for batch_size in (32, 128):
                found[f"batch_{batch_size}"] = _same_mathematics(name, batch_size, seeds, ours, keras, torch)
        if "accuracy" in parts:
            found["time_to_accuracy"] = time_to_accuracy(name, seeds, ours, keras)
        found["peak_rss_mb"] = round(ours.peak_mb, 1)
        found["keras_rss_mb"] = round(keras.memory_mb(), 1)
        print(f"{name}: peak memory {ours.peak_mb:.0f} MB; Keras holds {keras.memory_mb():.0f} MB", flush=True)
    return found


def _same_mathematics(
    name: str, batch_size: int, seeds: list[int], ours: OurTrainer, keras: Rival, torch: Rival | None
) -> dict[str, Any]:
    """Measure an epoch of all images in turns, by each seed."""
    same = TrainConfig(
        architecture=name,
        batch_size=batch_size,
        learning_rate=0.001,
        beta2=KNOBS["beta2"].default,
        schedule="constant",
        train_size=60_000,
        epochs=1,
    )
    ours.train(dataclasses.replace(same, train_size=1000))  # its tracing is not counted, nor is the listing's
    rates: dict[str, list[float]] = {"ours": [], "keras": [], "pytorch": []}
    accuracies: dict[str, list[float]] = {"ours": [], "keras": [], "pytorch": []}
    for seed in seeds:
        last = ours.train(dataclasses.replace(same, seed=seed)).records[-1][1]
        answers = {"ours": {"images_per_second": last.images_per_second, "accuracy": last.test_accuracy}}
        answers["keras"] = keras.ask("epoch", batch_size=batch_size, seed=seed)
        if torch and batch_size == 128:
            answers["pytorch"] = torch.ask("epoch", batch_size=batch_size, seed=seed)
        for who, answer in answers.items():
            rates[who].append(answer["images_per_second"])
            accuracies[who].append(answer["accuracy"])
    return _rates(name, batch_size, rates, accuracies)


def _rates(
    name: str, batch_size: int, rates: dict[str, list[float]], accuracies: dict[str, list[float]]
) -> dict[str, Any]:
    """Return medians over the seeds, and the median of each seed's ratio."""
    found: dict[str, Any] = {}
    for who, values in rates.items():
        if not values:
            continue
        found[f"{who}_images_per_second"] = statistics.median(values)
        found[f"{who}_accuracy"] = accuracies[who]
        line = f"{name} at batch {batch_size}: {who:8} {statistics.median(values):9,.0f} images/s"
        if who != "ours":
            key = "ratio" if who == "keras" else "ratio_pytorch"
            found[key] = statistics.median(a / b for a, b in zip(rates["ours"], values, strict=True))
            line += f", ours is {found[key]:.2f} times as fast"
        print(f"{line}; test accuracy after one epoch {', '.join(f'{a:.4f}' for a in accuracies[who])}", flush=True)
    return found


def _fast(seeds: list[int]) -> dict[str, Any]:
    """Measure how soon the fast architecture has its accuracy, in a trainer that has trained it before."""
    ours = OurTrainer()
    try:
        ours.train(TrainConfig(architecture="fast", train_size=1000))
        return seconds_of_fast([ours.train(TrainConfig(architecture="fast", seed=seed)) for seed in seeds])
    finally:
        ours.end()


def _behaviour() -> dict[str, Any]:
    """Measure the warm start, Stop, and memory over many trainings, in one trainer."""
    ours, starts = OurTrainer(), {}
    try:
        for name in ("fast", *TARGETS):
            small = TrainConfig(architecture=name, epochs=1)
            starts[name] = {"first_s": ours.train(small).first_step, "second_s": ours.train(small).first_step}
        for name, start in starts.items():
            print(f"{name}: first step {start['first_s']:.2f} s after Start, the second time {start['second_s']:.2f} s")
        stops = [ours.seconds_to_stop(TrainConfig(architecture="cnn"), 0.3 * number) for number in range(1, 11)]
        print(f"Stop in mid-training, CNN: at most {max(stops):.2f} s", flush=True)
        memory = []
        for number in range(_TRAININGS):
            name = list(TARGETS)[number % len(TARGETS)]
            rate = (0.001, 0.002, 0.005)[number // len(TARGETS) % 3]
            ours.train(TrainConfig(architecture=name, epochs=1, train_size=5000, seed=number, learning_rate=rate))
            memory.append(round(ours.memory_mb(), 1))
        print(f"memory after trainings 1 to {_TRAININGS}: {', '.join(f'{m:.0f}' for m in memory)} MB", flush=True)
    finally:
        ours.end()
    return {
        "first_step_s": starts,
        "stop_s": {"median": statistics.median(stops), "most": max(stops)},
        "memory_over_trainings_mb": memory,
    }


def _settings() -> dict[str, Any]:
    """Measure the matrix product's peak, and what XLA, oneDNN and live progress bring or cost."""
    with quiet():
        from digitdemo.bench.harness import settings
    found = settings.measure()
    found["onednn_speed_up"] = _onednn()
    return found


def _onednn() -> float:
    """Return how many times as fast the CNN trains with oneDNN as without it, alternating."""
    before = os.environ["TF_ENABLE_ONEDNN_OPTS"]
    started = []
    try:
        for setting in ("1", "0"):
            os.environ["TF_ENABLE_ONEDNN_OPTS"] = setting  # the trainer inherits it
            started.append(OurTrainer())
        rates = [
            [trainer.train(_PART_OF_CNN).records[-1][1].images_per_second for trainer in started] for _ in range(4)
        ]
    finally:
        os.environ["TF_ENABLE_ONEDNN_OPTS"] = before
        for trainer in started:
            trainer.end()
    ratio = statistics.median(with_it / without for with_it, without in rates[1:])
    print(f"cnn: oneDNN makes it {ratio:.2f} times as fast", flush=True)
    return ratio


def _latency() -> dict[str, dict[str, float]]:
    """Measure the time from a stroke's end to the answer in words, at rest and while the CNN trains."""
    from digitdemo.bench.harness.browser import running_browser
    from digitdemo.bench.harness.server import running_app
    from digitdemo.bench.harness.visitor import visit
    from digitdemo.bench.latency import page_waits

    async def start(port: int) -> None:
        async with visit(port) as visitor:
            await visitor.open()
            await visitor.open("lab", query="architecture=cnn&epochs=50")
            await visitor.press("Train")
            while app.trainer() is None:
                await asyncio.sleep(0.1)

    found = {}
    with tempfile.TemporaryDirectory() as runs, running_app(DIGITDEMO_RUNS=runs) as app:
        for when in ("at rest", "while the CNN trains"):
            if when != "at rest":
                asyncio.run(start(app.port))
                time.sleep(15)  # TensorFlow is imported, the graph is traced, and the training goes on
            with running_browser() as browser:
                words = page_waits(browser, app.port, _STROKES)
            found[when] = {"median": statistics.median(words), "p95": statistics.quantiles(words, n=20)[-1]}
            print(f"a drawing {when}: {found[when]['median']:.0f} ms, {found[when]['p95']:.0f} ms at 95 %", flush=True)
        trainer = app.trainer()
        assert trainer is not None
        assert trainer.cpu_percent(1.0) > 50, "the training ended too soon"
    return found
