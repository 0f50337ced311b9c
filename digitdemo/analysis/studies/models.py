"""The shipped models in words."""

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.texts import tr


def model_name(model: str) -> str:
    """Return what a shipped model is called."""
    return tr(ARCHITECTURES[model].label)
