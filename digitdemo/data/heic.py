"""HEIC photos, as iPhones take them, where the package pillow-heif is installed."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import threading

from digitdemo.system import PROJECT

# What Python needs to find itself and its packages; nothing else of ours is for a decoder of strangers' files.
_ENVIRONMENT = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "SYSTEMROOT", "LD_LIBRARY_PATH")
_PATIENCE = 20  # seconds for what is allowed ten of one core
_DECODING = threading.Lock()  # one at a time: it takes memory


def png_of_heic(data: bytes) -> bytes | None:
    """Return the grey of a HEIC photo, of at most 512 x 512 pixels, as a PNG file; None where it cannot be read."""
    if importlib.util.find_spec("pillow_heif") is None:
        return None
    with _DECODING:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "digitdemo.data.heic_process"],
                input=data,
                capture_output=True,
                cwd=PROJECT,
                env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
                timeout=_PATIENCE,
                check=True,
            )
        except (OSError, subprocess.SubprocessError):
            return None
    return done.stdout
