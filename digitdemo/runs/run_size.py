"""About how many bytes a run will have, before it is trained."""

from digitdemo.config.size import size_of
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.snapshots import snapshot_epochs

_MODELS = 4 + 4  # bytes a weight: for Keras and for LiteRT
_SNAPSHOT = 2
_BESIDE = 150_000  # its record, what can be seen of what it has learned, and what files have beside weights


def run_bytes(config: TrainConfig) -> int:
    """Return about how many bytes the files of a run of `config` have together."""
    weights = size_of(config).weights
    return _BESIDE + weights * (_MODELS + _SNAPSHOT * len(snapshot_epochs(config.epochs, weights)))
