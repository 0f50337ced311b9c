"""A folder with strangers' files of every kind, and what models are asked of each."""

from collections.abc import Iterator
from pathlib import Path

from digitdemo.bench.strangers.asked import (
    Asked,
    asked_of_arrays,
    asked_of_drawings,
    asked_of_pictures,
    asked_of_signs,
    asked_of_test_set,
)
from digitdemo.data.mnist import DataError
from digitdemo.data.stranger_files import MANIFEST

BEST = "best"  # the model whose mistakes are looked at

TITLES = {
    "test": "MNIST's test digits",
    "drawings": "Pen drawings",
    "pictures": "Photos, scans and other pictures",
    "ardis_raw": "ARDIS, pixels as they are",
    "ardis": "ARDIS, prepared as the app does",
    "no_digits": "Signs that are no digits",
}
FILES = f"drawings*.json, pictures*/{MANIFEST}, ardis*.npz and nondigits*.json"


def asked_of_folder(folder: Path) -> Iterator[tuple[str, Asked]]:
    """Yield each kind of `TITLES` with what models are asked of it, MNIST's test digits first.

    Raises:
        DataError: a file is missing, there are several of a kind, or one makes no sense.
    """
    drawings, manifest, arrays, signs = (
        _only(folder, pattern)
        for pattern in ("drawings*.json", f"pictures*/{MANIFEST}", "ardis*.npz", "nondigits*.json")
    )
    yield "test", asked_of_test_set()
    yield "drawings", asked_of_drawings(drawings)
    yield "pictures", asked_of_pictures(manifest.parent)
    yield "ardis_raw", asked_of_arrays(arrays, prepared=False)
    yield "ardis", asked_of_arrays(arrays, prepared=True)
    yield "no_digits", asked_of_signs(signs)


def _only(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise DataError(f"{folder}: {len(found)} files {pattern}; give one")
    return found[0]
