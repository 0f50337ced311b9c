"""HEIC photos, as iPhones take them, where the package pillow-heif is installed."""

from __future__ import annotations

import importlib.util
import subprocess
import threading

from digitdemo.confined import run_confined

_PATIENCE = 20  # seconds for what is allowed ten of one core
_DECODING = threading.Lock()  # one at a time: it takes memory


def png_of_heic(data: bytes) -> bytes | None:
    """Return the grey of a HEIC photo, of at most 512 x 512 pixels, as a PNG file; None where it cannot be read."""
    if importlib.util.find_spec("pillow_heif") is None:
        return None
    with _DECODING:
        try:
            done = run_confined("digitdemo.data.heic_process", data, patience=_PATIENCE)
        except (OSError, subprocess.SubprocessError):
            return None
    return done.stdout if done.returncode == 0 else None
