"""What the trainer process does about its memory; each in a process of its own, which it changes for good."""

import subprocess
import sys

import pytest

from digitdemo.system import PROJECT
from digitdemo.training.memory import ran_out

linux = pytest.mark.skipif(sys.platform != "linux", reason="another system counts memory otherwise")


def said(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


HELD = """
from digitdemo.training.memory import hold_to, ran_out
hold_to({most})
try:
    print(len(bytearray(300_000_000)))
except Exception as error:
    print(ran_out(error))
"""


@linux
@pytest.mark.parametrize(("most", "outcome"), [(250_000_000, "True"), (0, "300000000")])
def test_more_than_it_may_have_is_refused_by_the_system(most: int, outcome: str):
    assert said(HELD.format(most=most)) == outcome


@linux
def test_the_kernel_takes_it_first():
    script = (
        "from digitdemo.training.memory import go_first; go_first(); print(open('/proc/self/oom_score_adj').read())"
    )
    assert said(script) == "1000"


class ResourceExhaustedError(Exception):
    """Named as TensorFlow's."""


@pytest.mark.parametrize(
    ("error", "memory"), [(MemoryError(), True), (ResourceExhaustedError(), True), (ValueError(), False)]
)
def test_it_is_known_whether_memory_was_the_reason(error: Exception, memory: bool):
    assert ran_out(error) is memory
