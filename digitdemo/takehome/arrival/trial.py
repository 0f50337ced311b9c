"""The process in which a stranger's model is run for the first time: `python -m digitdemo.takehome.arrival.trial`.

Standard input has a line of JSON, the run's record, then the model. Standard output gets one line of JSON, `Tried`.
Whatever the model does wrong ends this process alone, which may use little memory and time.
"""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import Future

import msgspec

from digitdemo.confined import confine
from digitdemo.data.mnist_file import inflated_training_images
from digitdemo.takehome.arrival.verdict import Tried

MOST_MEMORY = 800_000_000  # bytes of addresses: with our models it takes 260 MB, of which it uses 130
MOST_SECONDS = 90  # of one core
_NICE = 10


def _inflate_ahead() -> Future[bytes]:
    """Inflate MNIST's training images, 0.2 s, while the rest is imported and the model is checked.

    One that is refused does not wait for it.
    """
    images: Future[bytes] = Future()

    def inflate() -> None:
        try:
            images.set_result(inflated_training_images())
        except BaseException as error:
            images.set_exception(error)

    threading.Thread(target=inflate, daemon=True).start()
    return images


def _tried(record: bytes, model: bytes, training_images: Future[bytes]) -> Tried:
    from digitdemo.config.knob import ConfigError
    from digitdemo.data.mnist import Mnist, load_test_digits, training_digits
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
        mnist = Mnist(*training_digits(training_images.result()), x_test, y_test)
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
    training_images = _inflate_ahead()
    record = sys.stdin.buffer.readline()
    said = msgspec.json.encode(_tried(record, sys.stdin.buffer.read(), training_images))
    sys.stdout.buffer.write(said)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
