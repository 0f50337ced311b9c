"""The colours of runs: contrast as text, and how far apart they are for all who see them; --search finds others.

The search goes through random exchanges of one colour for another of the same hue, ever fewer for the worse
(simulated annealing). The accent is given, and the rest is found to it.
"""

import argparse
from typing import Any

import numpy as np

from digitdemo.system import streamlit_settings
from digitdemo.ui.charts.colour_vision import VISIONS, contrast, lab, linear, nearest
from digitdemo.ui.charts.theme import CALM, PALETTES, READY_MADE, WARM

LEAST_CONTRAST = 4.5
LEAST_DISTANCE = 25.0
_SPARE = 0.5  # of distance beyond the least
_HUES = {  # degrees of CIELAB, from and to
    "green": (120, 215),
    "violet": (288, 345),
    "red": (-20, 42),
    "yellow": (72, 112),
    "orange": (45, 68),
    "gray": (230, 300),
}
_STEPS, _RESTARTS = 4000, 80


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--search", action="store_true", help="look for other colours beside the accents")
    parser.add_argument("--seed", type=int, default=0, help="of the search; default 0")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return contrast and least distance of each theme's colours, found anew if that is asked for."""
    results = {}
    for theme, palette in PALETTES.items():
        paper = papers(theme)
        if options.search:
            palette = _search(palette[CALM], paper, dark=theme == "dark", seed=options.seed)
        colours = linear(list(palette.values()))
        lowest = min(float(contrast(colours, ground).min()) for ground in paper)
        distances = {vision: round(nearest(colours, [vision]), 1) for vision in VISIONS}
        print(f"{theme}: {' '.join(f'{name} {value}' for name, value in palette.items())}")
        print(f"  contrast at least {lowest:.2f}, distance at least {distances}")
        results[theme] = {"colours": palette, "contrast": round(lowest, 2), "distance": distances}
    return results


def papers(theme: str) -> np.ndarray:
    """Return the grounds that text stands on in a theme, of the page and of what is set off from it: linear (2, 3)."""
    config = streamlit_settings()["theme"][theme]
    return linear([config["backgroundColor"], config["secondaryBackgroundColor"]])


def _search(accent: str, paper: np.ndarray, *, dark: bool, seed: int) -> dict[str, str]:
    rng = np.random.default_rng(seed)
    stops = range(0, 256, 6)
    every = [f"#{r:02x}{g:02x}{b:02x}" for r in stops for g in stops for b in stops]
    colours = linear(every)
    readable = np.all([contrast(colours, ground) >= LEAST_CONTRAST + 0.05 for ground in paper], axis=0)
    places = np.flatnonzero(readable)
    every, colours = [accent, *(every[i] for i in places)], np.concatenate([linear([accent]), colours[places]])
    seen = np.stack([lab(colours, vision) for vision in VISIONS], axis=1)
    light, chroma = seen[:, 0, 0], np.hypot(seen[:, 0, 1], seen[:, 0, 2])
    hue = np.degrees(np.arctan2(seen[:, 0, 2], seen[:, 0, 1]))
    allowed = {CALM: np.array([0])}
    for name, (first, last) in _HUES.items():
        fits = (hue - first) % 360 <= last - first
        if name == READY_MADE:
            fits &= (chroma > 2) & (chroma < 10) & (np.abs(light - (68 if dark else 43)) < 6)
        else:
            fits &= (chroma >= 26) & (chroma <= 90) & (light >= (52 if dark else 14)) & (light <= 90)
        if name == WARM:
            fits &= (chroma > 50) & (light >= (64 if dark else 44))
        allowed[name] = np.flatnonzero(fits)
    pairs = np.triu_indices(len(allowed), 1)

    def worth(chosen: np.ndarray) -> float:
        """Return how good a set is: first far apart, then neither nearly black nor white, nor dull, nor glaring."""
        own = chosen[[name != READY_MADE for name in allowed]]
        distance = np.linalg.norm(seen[chosen][:, None] - seen[chosen][None], axis=-1)[pairs].min()
        extreme = np.maximum(0, light[own] - 86 if dark else 27 - light[own]).sum()
        dull, glaring = np.maximum(0, 45 - chroma[own]).sum(), np.maximum(0, chroma[own] - 75).sum()
        return 8 * min(distance, LEAST_DISTANCE + _SPARE) - 0.6 * extreme - 0.25 * dull - 0.2 * glaring

    found: list[tuple[float, list[int]]] = []
    for _ in range(_RESTARTS):
        chosen = np.array([rng.choice(each) for each in allowed.values()])
        value, heat = worth(chosen), 20.0
        for _ in range(_STEPS):
            changed = chosen.copy()
            place = rng.integers(len(allowed))
            changed[place] = rng.choice(list(allowed.values())[place])
            other = worth(changed)
            if other >= value or rng.random() < np.exp((other - value) / heat):
                chosen, value = changed, other
            heat *= 0.9985
        found.append((value, chosen.tolist()))
    return dict(zip(allowed, (every[i] for i in max(found)[1]), strict=True))
