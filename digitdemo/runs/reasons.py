"""Why trainings ended, in the language of whoever reads it.

Records and the trainer's messages have a reason in English, as who ended the training wrote it. So it is known again by
the sentences that are written; what is none of them, the system's own words and programmers' errors, stays as it is.
"""

import re
from functools import cache
from string import Formatter

from digitdemo.texts import mark, tr

_REASONS = (
    mark("stopped by hand after {done} of {epochs} epochs"),
    mark("stopped by hand after {done} of 1 epoch"),
    mark("stopped by hand before its turn came"),
    mark("stopped because nobody was here any more after {done} of {epochs} epochs"),
    mark("stopped because nobody was here any more after {done} of 1 epoch"),
    mark("nobody was here any more before its turn came"),
    mark("stopped at the limit of {most} min after {done} of {epochs} epochs"),
    mark("stopped at the limit of {most} min after {done} of 1 epoch"),
    mark("stopped when its page was closed after {done} of {epochs} epochs"),  # these three in earlier records
    mark("stopped when its page was closed after {done} of 1 epoch"),
    mark("its page was closed before its turn came"),
    mark("the training loss was {how} in epoch {epoch}, step {step} of {steps}"),
    mark("the training loss was {how} after epoch {epoch}"),
    mark("the test loss was {how} after epoch {epoch}"),
    mark("the validation loss was {how} after epoch {epoch}"),
    mark("not a number"),
    mark("infinite"),
    mark("the run could not be saved ({error})"),
    mark("the model could not be saved ({error})"),
    mark("the training could not begin ({error})"),
    mark("a folder for its files cannot be made ({error})"),
    mark("its files could not be written ({error})"),
    mark("pinned runs take {taken} of your {most} MB; unpin one first"),
    mark("it needs {needed} MB, and you may keep {most} MB"),
    mark(
        "runs from your network fill the {most} MB that one network may have; "
        "unpin one of yours, or use another network"
    ),
    mark("runs of all visitors fill the {most} MB that there are; unpin one of yours, or try again another day"),
    mark("the database of runs fails ({why})"),
    mark("the folder of runs cannot be made ({error})"),
    mark("the database of runs was made by a newer version of this program"),
    mark("it does not answer"),
    mark("the disk is full"),
    mark("it may only be read"),
    mark("its folder has gone"),
    mark("its file cannot be opened"),
    mark("its file is damaged"),
    mark("its file is no database"),
    mark("its disk fails"),
    mark("others write for too long"),
    mark("the trainer process ended unexpectedly ({death})"),
    mark("it did not stop when it was told to"),
    mark("signal 9: the system ended it, probably because memory was short"),
    mark("signal {number}: it broke down, probably because it needed more than {most} MB of memory"),
    mark("signal {number}"),
    mark("the trainer needed more than {most} MB of memory; a smaller network or smaller batches need less"),
    mark("exit code {number}"),
    mark("no sign of life for {seconds} s"),
    mark("its numbers have not moved for {seconds} s"),
    mark("it cannot be started: {error}"),
    mark("it said something that is no event"),
    mark("the app is ending"),
    mark("its computer cannot be reached any more"),
    mark("no computer of the cluster can be reached any more"),
    mark("its files did not arrive whole"),
    mark("this server cannot train ({why})"),
    mark("the file assets/mnist.npz is missing or damaged"),
    mark("the package {name} is missing"),
    mark("TensorFlow cannot be loaded"),
    mark("the folder for temporary files cannot be written to"),
)

# By words of the reason, the first that fits; the last one always does.
_WAYS_OUT = (
    (
        "the disk is full",
        mark("To free space, delete runs in the Lab. Whoever runs this app can free more on its disk."),
    ),
    ("; unpin one", ""),  # the reason itself says it
    ("and you may keep", mark("A smaller network needs less room.")),
    ("it may only be read", mark("Whoever runs this app has to let it write there.")),
    (
        "the folder for temporary files",
        mark("Drawing and all models that are there work. Whoever runs this app has to let it write to that folder."),
    ),
    ("the file assets/mnist.npz", mark("Drawing works without it. Whoever runs this app has to restore it.")),
    (
        "this server cannot train",
        mark(
            "Drawing and all models that are there work without TensorFlow. Whoever runs this app has to install it: "
            "pip install -r requirements.txt"
        ),
    ),
    ("a smaller network or smaller batches need less", ""),  # likewise
    ("memory", mark("You can train it again. If that fails, too, try fewer images or a smaller network.")),
    ("the database of runs fails", mark("Wait a minute, then train it again.")),
    ("", mark("You can train it again.")),
)


def reason_in_words(reason: str) -> str:
    """Return the reason of an ending, in English as it is recorded, in the language of now."""
    for message in _REASONS:
        if found := _pattern(message).fullmatch(reason):
            return tr(message, **{name: reason_in_words(value) for name, value in found.groupdict().items()})
    return reason


def way_out(reason: str) -> str:
    """Return what one can do about a training that failed for that reason, which is in English; "" for nothing."""
    return next(tr(advice) for words, advice in _WAYS_OUT if words in reason)


@cache
def _pattern(message: str) -> re.Pattern[str]:
    """Return what matches a message with whatever values, by the names of its fields."""
    return re.compile(
        "".join(
            re.escape(before) + (f"(?P<{field}>.+)" if field else "")
            for before, field, *_ in Formatter().parse(message)
        )
    )
