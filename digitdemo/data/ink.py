"""From the grey of a picture to its ink: what differs from the paper around it."""

import numpy as np

_NOISE = 12.0  # of 255: paper is never of one colour


def ink_of_grey(grey: np.ndarray) -> np.ndarray:
    """Return the ink of a picture, float32 (height, width) of 0 to 255, as uint8 of that shape: 0 = paper, 255 = ink.

    Dark on light or light on dark is found out by itself, and so is how light falls on the paper.
    """
    paper = _blurred(grey, np.ones_like(grey, bool))
    sign = 1.0 if ((grey - paper) ** 3).mean() > 0 else -1.0  # ink is the minority, and far from the paper
    for _ in range(2):  # the first guess at the paper has ink mixed in
        contrast = sign * (grey - paper)
        paper = _blurred(grey, contrast < max(0.25 * float(contrast.max()), _NOISE))
    contrast = sign * (grey - paper)
    if contrast.max() < _NOISE:
        return np.zeros(grey.shape, np.uint8)
    # Ink takes away a share of the light that falls on the paper, and that light is not the same everywhere.
    ink = contrast / np.maximum(255 - paper if sign > 0 else paper, 32)
    lines = ink[contrast >= max(0.5 * float(contrast.max()), _NOISE)]
    strongest = float(np.median(lines))
    # What has less than a third of the ink's strength is paper, too: shadows, folds, ruled lines.
    return np.rint(np.clip((ink / strongest - 0.35) / 0.4, 0, 1) * 255).astype(np.uint8)


def _blurred(grey: np.ndarray, paper: np.ndarray) -> np.ndarray:
    """Return the mean grey of the `paper` around each pixel, which leaves out what is not paper."""
    radius = max(grey.shape) // 8 + 1
    weight = _box_mean(paper.astype(np.float64), radius)
    everywhere = float(grey[paper].mean()) if paper.any() else float(grey.mean())
    around = _box_mean(np.where(paper, grey, 0.0), radius) / np.maximum(weight, 0.02)
    return np.where(weight > 0.02, around, everywhere)


def _box_mean(values: np.ndarray, radius: int) -> np.ndarray:
    """Return the mean over the square of that radius around each pixel; beyond the border is its mirror image."""
    side = 2 * radius + 1
    for axis in (0, 1):
        padding = [(0, 0), (0, 0)]
        padding[axis] = (radius + 1, radius)
        mode = "symmetric" if values.shape[axis] > radius else "edge"
        sums = np.pad(values, padding, mode).cumsum(axis)  # type: ignore[call-overload]
        upper, lower = [slice(None)] * 2, [slice(None)] * 2
        upper[axis], lower[axis] = slice(side, None), slice(None, -side)
        values = (sums[tuple(upper)] - sums[tuple(lower)]) / side
    return values
