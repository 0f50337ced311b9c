"""The record of a run that somebody brings: read as every record is, and without what a stranger could say by it."""

from __future__ import annotations

import dataclasses
import re

import msgspec

from digitdemo.runs.files import MODEL_FILE, new_run_id, shortened
from digitdemo.runs.run import BY_HAND, Run, run_from_dict, stopped_reason
from digitdemo.takehome.arrival.refusal import NotTaken
from digitdemo.texts import tr

_LAYER = re.compile(r"[a-z][a-z0-9 ]{0,39}", re.ASCII)  # charts write these names
# Far above what any training comes to: figures of a hundred digits would break every page that shows them.
_MOST = {
    "seconds": 1e6,
    "elapsed_seconds": 1e7,
    "images_per_second": 1e9,
    "train_loss": 1e9,
    "test_loss": 1e9,
    "validation_loss": 1e9,
    "step_loss": 1e9,
    "highest_step_loss": 1e9,
    "train_images": 1e5,
    "test_images": 1e5,
    "validation_images": 1e5,
    "parameters": 1e7,
    "drawings": 1e5,
    "images": 1e6,
    "times": 1e3,
}
_WITH_MODEL = ("finished", "stopped")


def read_record(record: bytes, name: str) -> Run:
    """Return the run whose record that is, JSON, under an id of its own. `name` is what messages call the file.

    Raises:
        NotTaken: it is not what this program writes, or of a run that has no model.
    """
    try:
        about = msgspec.json.decode(record)
        if not isinstance(about, dict):
            raise ValueError("Expected `object`")
        run = run_from_dict("brought-in", about)
    except (RecursionError, TypeError, ValueError) as error:
        said = tr("{name}: its record of the run cannot be read ({error})", name=name, error=shortened(str(error)))
        raise NotTaken(said) from error
    epochs = len(run.history) - 1
    if run.outcome not in _WITH_MODEL or not 1 <= epochs <= run.config.epochs:
        raise NotTaken(
            tr(
                "{name}: a run that is {outcome!r} after {epochs} of {most} epochs has no {model}; bring one that has",
                name=name,
                outcome=run.outcome,
                epochs=epochs,
                most=run.config.epochs,
                model=MODEL_FILE,
            )
        )
    for layer in {layer.name for record in run.history for layer in record.layers}:
        if not _LAYER.fullmatch(layer):
            raise NotTaken(
                tr(
                    "{name}: the layer name {layer!r} is not allowed; small letters and digits are",
                    name=name,
                    layer=layer,
                )
            )
    for part in (run, run.own, *run.history):
        _check_figures(part, name)
    reason = stopped_reason(BY_HAND, epochs, run.config.epochs) if run.outcome == "stopped" else ""
    return dataclasses.replace(run, id=new_run_id(run.config), reason=reason, machine="brought in")


def _check_figures(part: object, name: str) -> None:
    for field, most in _MOST.items():
        value = getattr(part, field, None)
        if value is not None and value > most:
            raise NotTaken(
                tr(
                    "{name}: {field} {value:g} is not allowed; at most {most:,.0f}",
                    name=name,
                    field=field,
                    value=value,
                    most=most,
                )
            )
