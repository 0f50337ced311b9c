"""The process in which a stranger's model is run for the first time: `python -m digitdemo.takehome.arrival.trial`.

Standard input has a line of JSON, the run's record, then the model. Standard output gets one line of JSON, `Tried`.
Whatever the model does wrong ends this process alone, which may use little memory and time.
"""

from __future__ import annotations

import os
import sys

import msgspec

from digitdemo.confined import confine
from digitdemo.takehome.arrival.verdict import Tried

MOST_MEMORY = 800_000_000  # bytes of addresses: with our models it takes 260 MB, of which it uses 130
MOST_SECONDS = 90  # of one core
_NICE = 10


def _tried(record: bytes, model: bytes) -> Tried:
    from digitdemo.config.knob import ConfigError
    from digitdemo.data.mnist import Mnist, load_test_digits, load_training_digits
    from digitdemo.inference.classifier import Classifier, ModelError
    from digitdemo.runs.run import run_from_dict, run_to_dict
    from digitdemo.takehome.arrival.batches import check_batches
    from digitdemo.takehome.arrival.measured import Unlike, measured_anew
    from digitdemo.takehome.arrival.refusal import Unfit
    from digitdemo.takehome.arrival.structure import check_structure

    try:
        check_structure(model)
        run = run_from_dict("brought-in", msgspec.json.decode(record))
        x_test, y_test = load_test_digits()
        check_batches(model, x_test)
        mnist = Mnist(*load_training_digits(), x_test, y_test)  # 0.3 s, which a model that is refused does not cost
        return Tried(record=run_to_dict(measured_anew(run, Classifier(model), mnist)))
    except Unfit as unfit:
        return Tried(what=unfit.what, found=unfit.found, allowed=unfit.allowed)
    except (Unlike, ConfigError) as error:
        return Tried(what="record", found=str(error)[:100])
    except (ModelError, ValueError, RuntimeError, MemoryError) as error:
        return Tried(what="model", found=f"{type(error).__name__}: {error}"[:100])


def main() -> None:
    """Try the model on standard input."""
    confine(seconds=MOST_SECONDS, addresses=MOST_MEMORY)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    record = sys.stdin.buffer.readline()
    said = msgspec.json.encode(_tried(record, sys.stdin.buffer.read()))
    sys.stdout.buffer.write(said)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
