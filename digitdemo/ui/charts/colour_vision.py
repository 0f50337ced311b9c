"""How far apart colours are, for all who see them, and how well text of a colour can be read."""

import itertools
from collections.abc import Iterable, Sequence

import numpy as np

# Linear sRGB as people without one kind of cones see it, by two models that differ: G. Machado and others, "A
# physiologically-based model for simulation of color vision deficiency" (2009), at full severity,
# https://doi.org/10.1109/TVCG.2009.113; and F. Viénot and others, "Digital video colourmaps for checking the legibility
# of displays by dichromats" (1999), for sRGB as at https://daltonlens.org/understanding-cvd-simulation/.
_VISION = {
    "normal": np.eye(3),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan, Viénot": np.array([[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]]),
    "protan, Viénot": np.array([[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]]),
}
VISIONS = tuple(_VISION)
# sRGB to CIE XYZ, white D65: IEC 61966-2-1.
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def linear(colours: Sequence[str]) -> np.ndarray:
    """Return colours such as "#1e60d2" as linear sRGB, float (n, 3), 0 to 1."""
    values = np.array([[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in colours]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(colours: np.ndarray, paper: np.ndarray) -> np.ndarray:
    """Return the contrast, float (n,), 1 to 21, of linear colours (n, 3) on one (3,).

    It is that of WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio, which asks 4.5 of text.
    """
    text, ground = colours @ _TO_XYZ[1], paper @ _TO_XYZ[1]
    return (np.maximum(text, ground) + 0.05) / (np.minimum(text, ground) + 0.05)


def lab(colours: np.ndarray, vision: str = "normal") -> np.ndarray:
    """Return linear colours (n, 3) as CIELAB (n, 3), as somebody of one of the `VISIONS` sees them."""
    seen = np.clip(colours @ _VISION[vision].T, 0, 1)
    xyz = seen @ _TO_XYZ.T / _TO_XYZ.sum(1)
    root = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    x, y, z = root.T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=1)


def nearest(colours: np.ndarray, visions: Iterable[str] = VISIONS) -> float:
    """Return the least distance (CIE76) of two of the linear colours (n, 3), in any of the visions."""
    seen = [lab(colours, vision) for vision in visions]
    pairs = itertools.combinations(range(len(colours)), 2)
    return min(float(np.linalg.norm(each[a] - each[b])) for a, b in pairs for each in seen)
