"""Hostile input: what strangers may send, by hand and generated; what escapes, what it costs, and a neighbour's delay.

Each kind is read by a process of its own as the app reads it; pages, widgets and messages go to the running app, where
a neighbour opens a page again and again meanwhile. A case that takes more than is allowed is sent again, twice. Exit
status 1 if anything but the documented errors is raised, or if one case takes more than the bars.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib.util
import time
from typing import Any

from digitdemo.bench.hostile.outcome import BARS, Found

READ = ("addresses", "canvas", "drawings", "models", "names", "pictures", "zips")  # a module each
LIVE = ("pages", "widgets", "uploads")  # to the running app
_LIVE_SHARE = 0.12  # of all cases: each takes a tenth of a second and more


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--cases", type=int, default=6_500, help="in all; default 6,500")
    parser.add_argument("--seed", type=int, default=0, help="of the generated ones; default 0")
    parser.add_argument("--only", nargs="+", metavar="KIND", help=f"of {', '.join((*READ, *LIVE))}")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"kinds": {KIND: {"cases", "taken", "refused", "escaped", "worst", ...}}} beside the bars.

    Raises:
        ModuleNotFoundError: hypothesis or websockets is not installed; tests/requirements.txt has them.
    """
    if importlib.util.find_spec("hypothesis") is None:
        raise ModuleNotFoundError("hypothesis is not installed: pip install -r tests/requirements.txt")
    # Here: the processes that read the cases import this module, and need neither a browser's messages nor all kinds.
    from digitdemo.bench.hostile.live import search_live
    from digitdemo.bench.hostile.search import search
    from digitdemo.bench.hostile.target import kind_of

    begin, found, beside = time.monotonic(), dict[str, Found](), dict[str, Any]()
    print(f"{'kind':22} {'cases':>6} {'taken':>6} {'escaped':>8} {'most MB':>8} {'slowest':>8} {'delay':>7}")
    weights = {name: kind_of(name).weight for name in READ}
    for name in _wanted(READ, options):
        count = round(options.cases * (1 - _LIVE_SHARE) * weights[name] / sum(weights.values()))
        found[name] = search(name, count, options.seed)
        _print(name, found[name])
    if live := _wanted(LIVE, options):
        count = round(options.cases * _LIVE_SHARE / len(LIVE))
        seen = search_live(dict.fromkeys(live, count), options.seed)
        for name, one in seen.kinds.items():
            found[name] = one
            _print(name, one)
        # No case of these: its model is tried and measured anew, for as long as that takes.
        beside["whole_run_s"] = round(seen.whole_run_s, 2)
        print(f"a run that is brought in as it was taken home: {seen.whole_run_s:.2f} s")
    cases, escaped = (sum(getattr(one, name) for one in found.values()) for name in ("cases", "escaped"))
    print(f"{cases:,} cases, {escaped:,} escaped; {time.monotonic() - begin:.0f} s")
    return {
        "bars": BARS,
        "seed": options.seed,
        "cases": cases,
        "escaped": escaped,
        "seconds": round(time.monotonic() - begin),
        "kinds": {name: _rounded(one) for name, one in found.items()},
        **beside,
        "failed": any(one.failed for one in found.values()),
    }


def _wanted(names: tuple[str, ...], options: argparse.Namespace) -> list[str]:
    return [name for name in names if not options.only or name in options.only]


def _print(name: str, found: Found) -> None:
    mb, seconds, delay = (found.worst[bar] for bar in ("mb", "seconds", "delay_s"))
    figures = f"{found.cases:6,} {found.taken:6,} {found.escaped:8,} {mb:8.1f} {seconds:7.2f}s {delay:6.2f}s"
    print(f"{name:22} {figures}{'  beyond the bars' if found.failed else ''}", flush=True)
    for error, case in found.escapes.items():
        print(f"    {error}\n        {case}")
    for bar, most in BARS.items():
        if found.worst[bar] > most:
            print(f"    {bar} {found.worst[bar]:.2f} (at most {most:g}): {found.worst_case[bar]}")


def _rounded(found: Found) -> dict[str, Any]:
    about = dataclasses.asdict(found)
    about["worst"] = {name: round(value, 3) for name, value in found.worst.items()}
    return {**about, "first_mb": round(found.first_mb, 1), "last_mb": round(found.last_mb, 1)}
